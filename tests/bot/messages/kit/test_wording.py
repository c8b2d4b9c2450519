"""The headings of alerts: what happened, and how it ended."""

from dataclasses import replace

import pytest

from bot.messages.kit.wording import headline, means, todo
from jobs.alerts.wording import now_words
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from tests.tools.times import NOON

PARTNER = IncidentKind.PARTNER_OVER_LIMIT
ONE = Incident("L-1-lost-1", "C1", IncidentKind.LOST, "L-1", (1,), NOON)


@pytest.mark.parametrize(
    ("kind", "links", "happened", "mended"),
    [
        (IncidentKind.LOST, 1, "🔴 Link lost", "🟢 Link is back"),
        (IncidentKind.LOST, 3, "🔴 3 links lost", "🟢 All 3 links are back"),
        (IncidentKind.WEAKENED, 1, "🟠 Link weakened", "🟢 Link is as agreed again"),
        (IncidentKind.WEAKENED, 3, "🟠 3 links weakened", "🟢 All 3 links are as agreed again"),
        (IncidentKind.TARGET, 1, "🟠 Our page has a problem", "🟢 Our page is fine again"),
        (
            IncidentKind.PARTNER_OVER_LIMIT,
            0,
            "🟠 Partner page over its limit",
            "🟢 Partner page is below its limit again",
        ),
        (IncidentKind.GROUP, 0, "🟠 Several alerts in one message", "🟢 All of these have recovered"),
        (IncidentKind.STORM, 0, "🟠 Much failed at once; alerts are held", "🟢 Checks are back to normal"),
    ],
)
def test_an_alert_is_headed_by_what_happened_and_then_by_how_it_ended(
    kind: IncidentKind, links: int, happened: str, mended: str
) -> None:
    incident = replace(ONE, kind=kind, members=tuple(range(1, links + 1)))
    assert headline(incident) == happened
    assert headline(replace(incident, status=IncidentStatus.RECOVERED)) == mended


def test_what_was_accepted_or_stopped_is_called_so() -> None:
    assert headline(replace(ONE, status=IncidentStatus.ACCEPTED)) == "⚪ Accepted as the new normal: Link lost"
    assert headline(replace(ONE, status=IncidentStatus.STOPPED)) == "⚪ No longer tracked: Link lost"
    partly = replace(ONE, members=(1, 2), accepted=frozenset({1}), status=IncidentStatus.RECOVERED)
    assert headline(partly) == "🟢 1 of 2 links recovered, 1 accepted"


def test_a_kind_that_is_no_longer_known_is_told_without_a_meaning() -> None:
    assert (means("of_old"), todo("of_old")) == ("", "")
    assert means("sitewide").endswith("(A rule of thumb of ours.)")


@pytest.mark.parametrize(
    ("kind", "now", "words"),
    [
        ("target_error", "server_error", "had an error on its server"),
        ("target_gone", "soft_404", "seems to be gone"),
        ("target_redirects", "https://ours.example/", "https://ours.example/"),
        ("anchor_changed", "gone", "gone"),
    ],
)
def test_what_became_of_our_page_is_told_in_words(kind: str, now: str, words: str) -> None:
    assert now_words(Finding(kind, Severity.WEAKENED, "", now=now)) == words
