"""What colour the message of links that were added together has: green is only what is known to be well."""

import pytest

from bot.messages.alerts.batch import BatchMessage, batch_card
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.link_status import LinkState
from jobs.model.queries import BatchTally
from tests.tools import nouns
from tests.tools.times import NOON

NEW, LIVE, PENDING = LinkState.NEW, LinkState.LIVE, LinkState.PENDING


@pytest.mark.parametrize(
    ("tally", "mark"),
    [
        pytest.param(BatchTally({LIVE: 3}), "🟢", id="all live"),
        pytest.param(BatchTally({LIVE: 2, PENDING: 1}), "🟢", id="one not there yet"),
        pytest.param(BatchTally({LIVE: 2, NEW: 1}), "⚪", id="one to be checked"),
        pytest.param(BatchTally({NEW: 3}, unread=3), "⚪", id="none can be read"),
        pytest.param(BatchTally({LIVE: 2, NEW: 1}, unread=1), "⚪", id="one cannot be read"),
        pytest.param(BatchTally({PENDING: 3}), "⚪", id="none there yet"),
    ],
)
def test_green_is_what_is_known_to_be_well(tally: BatchTally, mark: str) -> None:
    batch = nouns.incident(kind=IncidentKind.GROUP, findings=(), status=IncidentStatus.RECOVERED)
    card = batch_card(BatchMessage(batch, "Import of clients.csv", tally), NOON)
    assert card.text.startswith(mark)
