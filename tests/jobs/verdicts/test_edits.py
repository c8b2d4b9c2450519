"""An edit of what was agreed changes nothing on the page, and what it makes of the link is told so."""

from dataclasses import replace

import pytest

from jobs.model.findings import Finding
from jobs.model.link import Edited, Expectation, Link
from jobs.model.page import Outcome
from jobs.model.reading import Sighting
from jobs.model.verdict import Observation
from jobs.rules import findings
from jobs.verdicts.edits import after_edit, still_edited, with_edits
from tests.tools.nouns import facts, link, seen

READS_AS_AGREED = Expectation(seen_anchor="garden tools")
NOFOLLOW_AGREED = Expectation(rel=frozenset({"nofollow"}))
FOLLOWED = Sighting(seen(), 1)
NOFOLLOWED = Sighting(seen(rel=("nofollow",)), 1)
OTHER_WORDS = Edited("anchor_changed", "garden tools")


def edited(before: Expectation, after: Expectation, sighting: Sighting | None = FOLLOWED) -> Link:
    then = link(expected=before, sighting=sighting)
    return after_edit(then, replace(then, expected=after), facts())


@pytest.mark.parametrize(
    ("before", "after", "sighting", "due", "reason"),
    [
        (READS_AS_AGREED, Expectation(anchor="spades"), FOLLOWED, ["anchor_changed"], "other words agreed"),
        (NOFOLLOW_AGREED, Expectation(), NOFOLLOWED, ["nofollow"], "nofollow is not agreed any more"),
        (Expectation(), Expectation(anchor="garden tools"), FOLLOWED, [], "the page reads so"),
        (Expectation(), Expectation(anchor="spades"), NOFOLLOWED, ["anchor_changed"], "nofollow was found before"),
        (Expectation(), Expectation(anchor="spades"), Sighting(None), [], "it is not there to be held against it"),
        (Expectation(), Expectation(anchor="spades"), None, [], "nobody has seen it yet"),
    ],
)
def test_an_edit_answers_for_what_is_a_finding_only_since_then(
    before: Expectation, after: Expectation, sighting: Sighting | None, due: list[str], reason: str
) -> None:
    assert [each.kind for each in edited(before, after, sighting).expected.edited] == due, reason


def test_what_the_edit_answers_for_is_told_as_agreed_and_never_as_what_was() -> None:
    unfollowed = edited(NOFOLLOW_AGREED, Expectation(), NOFOLLOWED)
    (found,) = with_edits(unfollowed, findings(unfollowed.expected, NOFOLLOWED, facts()))
    assert (found.was, found.agreed, found.now, found.edited) == ("", "followed", "nofollow", True)


@pytest.mark.parametrize(
    ("anchor", "present", "still", "reason"),
    [
        ("garden tools", True, True, "it reads as it did"),
        ("hoes", True, False, "now the page has changed"),
        ("spades", True, False, "and here to what was agreed"),
        ("garden tools", None, True, "a page that could not be read tells nothing"),
    ],
)
def test_an_edit_answers_for_it_only_while_the_page_says_the_same(
    anchor: str, *, present: bool | None, still: bool, reason: str
) -> None:
    known = edited(READS_AS_AGREED, Expectation(anchor="spades"))
    assert known.expected.edited == (OTHER_WORDS,)
    found: tuple[Finding, ...] = findings(known.expected, Sighting(seen(text=anchor), 1), facts()) if present else ()
    observation = Observation(Outcome.OK, present=present, findings=found)
    assert still_edited(known, observation) == ((OTHER_WORDS,) if still else ()), reason


def test_a_second_edit_leaves_of_the_first_what_still_holds() -> None:
    first = edited(READS_AS_AGREED, Expectation(anchor="spades"))
    more = replace(first, expected=replace(first.expected, anchor="hoes"))
    assert after_edit(first, more, facts()).expected.edited == (OTHER_WORDS,)
    back = replace(first, expected=replace(first.expected, anchor="garden tools"))
    assert after_edit(first, back, facts()).expected.edited == ()
