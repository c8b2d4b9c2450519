"""What a check leaves in a link's history: each change with its own words."""

from dataclasses import replace

import pytest

from jobs.alerts.events import events_of
from jobs.model.findings import Finding, Severity
from jobs.model.link import Accepted, Expectation
from jobs.model.link_status import LinkState
from jobs.model.verdict import Change, Verdict
from tests.tools.nouns import MISSING, NOFOLLOW, link
from tests.tools.times import NOON


@pytest.mark.parametrize(
    ("changes", "held", "left", "found", "expected"),
    [
        ((Change.SUSPECT,), (), (), (MISSING,), [("suspect", MISSING.text)]),
        ((Change.LOST,), (NOFOLLOW,), (MISSING,), (MISSING,), [("lost", MISSING.text)]),
        ((Change.RECOVERED,), (MISSING,), (), (), [("recovered", MISSING.text)]),
        ((Change.RECOVERED,), (NOFOLLOW,), (), (NOFOLLOW,), [("recovered", NOFOLLOW.text)]),
        (
            (Change.CLEARED, Change.WEAKENED),
            (),
            (NOFOLLOW,),
            (NOFOLLOW,),
            [("cleared", ""), ("weakened", NOFOLLOW.text)],
        ),
        ((Change.LIVE,), (), (), (), [("live", "")]),
        ((Change.UNREACHABLE,), (NOFOLLOW,), (NOFOLLOW,), (), [("unreachable", "")]),
    ],
)
def test_each_change_has_the_words_that_belong_to_it(
    changes: tuple[Change, ...],
    held: tuple[Finding, ...],
    left: tuple[Finding, ...],
    found: tuple[Finding, ...],
    expected: list[tuple[str, str]],
) -> None:
    before, after = link(12, LinkState.LIVE, *held), link(12, LinkState.LIVE, *left)
    events = events_of(before, after, Verdict(after.standing, changes, found), NOON)
    assert [(event.kind, event.text) for event in events] == expected


def test_a_new_note_is_part_of_the_history_once() -> None:
    one, two = (Finding(kind, Severity.NOTE, f"About {kind}.") for kind in ("moved", "variant"))
    before = link(12)
    noted = replace(before, standing=replace(before.standing, notes=(one,)))
    both = replace(before, standing=replace(before.standing, notes=(replace(one, text="Elsewhere now."), two)))
    told = [events_of(old, new, Verdict(new.standing), NOON) for old, new in ((before, noted), (noted, both))]
    assert [[(event.kind, event.text) for event in events] for events in told] == [
        [("noted", "About moved.")],
        [("noted", "About variant.")],
    ]
    assert events_of(both, noted, Verdict(noted.standing), NOON) == []


def test_an_acceptance_that_ends_is_part_of_the_history() -> None:
    agreed = Expectation(accepted=(Accepted("nofollow", "nofollow", "U0ADA", NOON),))
    before, after = link(12, expected=agreed), link(12)
    events = events_of(before, after, Verdict(after.standing), NOON)
    assert [(event.kind, event.text) for event in events] == [("acceptance_ended", "Link is nofollow.")]
    assert events_of(before, replace(before, owner="U0BEN"), Verdict(after.standing), NOON) == []
