"""How messages tell of what was accepted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages.alerts.card import card
from bot.messages.answers.shown import link_shown
from bot.messages.kit.wording import state_of
from jobs.model.case import Case
from jobs.model.event import Event
from jobs.model.findings import Finding
from jobs.model.incident import IncidentStatus
from jobs.model.link import Accepted, Expectation
from jobs.model.link_status import LinkState
from tests.tools.nouns import CHANNEL, MISSING, incident, link, page
from tests.tools.slack_words import read, sound
from tests.tools.times import NOON

LATER = NOON + timedelta(hours=3)


def test_a_table_tells_the_accepted_from_those_that_are_well_again() -> None:
    several = incident(1, 2, 3, recovered=frozenset({1, 2}), accepted=frozenset({2}))
    case = Case(several, tuple(link(number, LinkState.LOST) for number in (1, 2, 3)))
    words = read(sound(card(case, LATER)))
    assert "1 of 3 recovered, 1 of 3 accepted" in words
    assert [row for row in ("recovered", "accepted", "lost") if row in words] == ["recovered", "accepted", "lost"]
    over = replace(several, status=IncidentStatus.RECOVERED, recovered=frozenset({1, 2, 3}), closed_at=LATER)
    assert "2 of 3 links recovered, 1 accepted" in read(sound(card(replace(case, incident=over), LATER)))


@pytest.mark.parametrize(
    ("state", "open_", "said", "reason"),
    [
        (LinkState.LOST, (), True, "its loss was accepted"),
        (LinkState.LOST, (MISSING,), False, "it was lost in another way since"),
        (LinkState.SUSPECT, (), False, "what is suspected now was not"),
        (LinkState.LIVE, (), False, "what was accepted ended with its recovery"),
    ],
)
def test_a_state_is_called_accepted_where_it_is(
    state: LinkState, open_: tuple[Finding, ...], *, said: bool, reason: str
) -> None:
    agreed = Expectation(accepted=(Accepted("missing", "absent", "U0ADA", NOON),))
    assert ("accepted" in state_of(link(12, state, *open_, expected=agreed), LATER)) is said, reason


@pytest.mark.parametrize(
    ("kind", "said", "by", "expected"),
    [
        ("lost", "The page no longer links to the target.", "", "lost: The page no longer links to the target."),
        ("recovered", "The page is noindex.", "", "recovered. It was: The page is noindex."),
        ("recovered", "", "", "recovered"),
        ("strengthened", "The page is noindex.", "", "partly mended. It was: The page is noindex."),
        ("acceptance_ended", "Link is nofollow.", "", "acceptance ended: Link is nofollow."),
        ("accepted", "accepted this as the new normal.", "U0ADA", "@U0ADA accepted this as the new normal."),
        ("unaccepted", "took the acceptance back.", "U0ADA", "@U0ADA took the acceptance back."),
        ("marked", "marked L-12 as lost.", "U0ADA", "@U0ADA marked L-12 as lost."),
        ("marked_live", "marked L-12 as live.", "U0ADA", "@U0ADA marked L-12 as live."),
        ("snoozed", "snoozed this for 3d.", "U0ADA", "@U0ADA snoozed this for 3d."),
        ("added", "", "U0ADA", "added by @U0ADA"),
        ("edited", "Limit 80.", "U0ADA", "edited by @U0ADA: Limit 80."),
    ],
)
def test_a_line_of_the_history_says_what_happened_once(kind: str, said: str, by: str, expected: str) -> None:
    event = Event(NOON, CHANNEL, "L-12", kind, said, by)
    words = read(sound(link_shown(link(), page(), [], [event], LATER)))
    line = " ".join(words.partition("History")[2].partition("Check now")[0].split())
    assert line.removeprefix("2026-11-23 12:00 UTC ").replace(" .", ".").replace(" :", ":") == expected
