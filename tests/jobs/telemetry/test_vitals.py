"""What of the bot itself is trouble that somebody has to hear of."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from jobs.model.notice import Notice, NoticeKind
from jobs.telemetry.observe import waiting_of
from jobs.telemetry.vitals import SlackReach, SlackRefusal, TroubleKind, Vitals, Waiting, troubles_of
from tests.tools.times import NOON

PATIENCE = timedelta(minutes=15)
EARLIER, LONG_AGO = NOON - timedelta(minutes=14), NOON - timedelta(minutes=16)
WELL = Vitals(NOON, SlackReach(is_connected=True, since=LONG_AGO), next_due=NOON, last_check=NOON)


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({}, set()),  # all is well
        ({"next_due": None, "last_check": LONG_AGO}, set()),  # nothing is tracked
        ({"line": SlackReach(is_connected=False, since=EARLIER)}, set()),  # it may come back
        ({"line": SlackReach(is_connected=False, since=LONG_AGO)}, {"slack"}),
        ({"store_trouble": "Nothing can be stored."}, {"store"}),
        ({"next_due": LONG_AGO, "last_check": EARLIER}, set()),  # much is due, and it is being worked off
        ({"next_due": NOON, "last_check": LONG_AGO}, set()),  # little was due for a while
        ({"next_due": LONG_AGO, "last_check": LONG_AGO}, {"checks"}),
        # Nothing is read while nothing can be stored: one trouble, not two.
        ({"next_due": LONG_AGO, "last_check": LONG_AGO, "store_trouble": "Full."}, {"store"}),
        ({"waiting": Waiting(LONG_AGO)}, set()),  # it waits for its time
        ({"waiting": Waiting(LONG_AGO, 1, EARLIER, "fatal_error")}, set()),  # it may pass at the next try
        ({"waiting": Waiting(LONG_AGO, 1, LONG_AGO, "token_revoked")}, {"outbox"}),
        ({"waiting": Waiting(LONG_AGO, 1)}, set()),  # one message alone: others pass
        ({"failing_ticks": {"digests": "TypeError"}}, {"schedule"}),
        ({"failing_receivers": {"hooks.example": EARLIER}}, set()),  # it may be back at the next try
        ({"failing_receivers": {"hooks.example": LONG_AGO, "other.example": EARLIER}}, {"webhooks"}),
    ],
)
def test_what_is_trouble(changed: dict[str, object], kinds: set[str]) -> None:
    found = troubles_of(replace(WELL, **changed), PATIENCE)  # type: ignore[arg-type]  # fields of the noun
    assert {kind.value for kind in found} == kinds
    assert all(found.values())


def failing(since: datetime, word: str = "is_archived") -> Notice:
    return Notice(word, "C1", NoticeKind.TEXT, LONG_AGO, failing_since=since, error=f"{word} (says Slack)")


@pytest.mark.parametrize(
    ("notices", "last_sent", "refusal", "expected"),
    [
        ([], None, None, (None, "")),
        ([failing(LONG_AGO)], None, None, (LONG_AGO, "is_archived")),  # nothing was said since the start
        ([failing(LONG_AGO)], EARLIER, None, (None, "")),  # others pass
        # One message fails for long, and hides nothing of what began after others had passed.
        ([failing(LONG_AGO), failing(NOON, "no_answer")], EARLIER, None, (NOON, "no_answer")),
        ([failing(LONG_AGO)], EARLIER, SlackRefusal(NOON, "token_revoked"), (NOON, "token_revoked")),
        ([], None, SlackRefusal(NOON, "token_revoked"), (NOON, "token_revoked")),  # what it refused is dead
    ],
)
def test_since_when_nothing_could_be_said(
    notices: list[Notice],
    last_sent: datetime | None,
    refusal: SlackRefusal | None,
    expected: tuple[datetime | None, str],
) -> None:
    waiting = waiting_of(notices, last_sent, refusal)
    assert (waiting.failing_since, waiting.word) == expected


@pytest.mark.parametrize(
    ("fields", "oldest", "why"),
    [
        ({}, LONG_AGO, "it could be said at once"),
        ({"not_before": NOON, "held": True}, NOON, "it waits for the end of quiet hours"),
        ({"not_before": NOON, "error": "internal_error"}, LONG_AGO, "it was tried before"),
    ],
)
def test_how_old_is_what_is_not_said(fields: dict[str, Any], oldest: datetime, why: str) -> None:
    notice = Notice("a", "C0LINKS", NoticeKind.TEXT, LONG_AGO, **fields)
    assert waiting_of([notice]).oldest == oldest, why


def test_what_is_said_names_since_when_and_why() -> None:
    silent = Waiting(LONG_AGO, 3, LONG_AGO, "token_revoked")
    said = troubles_of(replace(WELL, waiting=silent, failing_ticks={"prune": "KeyError"}), PATIENCE)
    assert said[TroubleKind.OUTBOX].startswith(f"Nothing could be posted in Slack since {LONG_AGO:%Y-%m-%d %H:%M} UTC")
    assert "token_revoked" in said[TroubleKind.OUTBOX]
    assert "prune (KeyError)" in said[TroubleKind.SCHEDULE]
