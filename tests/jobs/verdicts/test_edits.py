"""An edit of what was agreed changes nothing on the page, and what it makes of the link is told so."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from jobs.model.findings import Finding
from jobs.model.link import Edited, Expectation, Link
from jobs.model.page import Outcome
from jobs.model.reading import Sighting
from jobs.model.terms import Money, PastPrice, Terms
from jobs.model.verdict import Observation
from jobs.rules import findings
from jobs.verdicts.edits import MOST_PRICES, after_edit, still_edited, with_edits
from tests.tools.nouns import facts, link, seen
from tests.tools.times import NOON

READS_AS_AGREED = Expectation(seen_anchor="garden tools")
NOFOLLOW_AGREED = Expectation(rel=frozenset({"nofollow"}))
FOLLOWED = Sighting(seen(), 1)
NOFOLLOWED = Sighting(seen(rel=("nofollow",)), 1)
OTHER_WORDS = Edited("anchor_changed", "garden tools")


def edited(before: Expectation, after: Expectation, sighting: Sighting | None = FOLLOWED) -> Link:
    then = link(expected=before, sighting=sighting)
    return after_edit(then, replace(then, expected=after), facts(), NOON)


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
    assert after_edit(first, more, facts(), NOON).expected.edited == (OTHER_WORDS,)
    back = replace(first, expected=replace(first.expected, anchor="garden tools"))
    assert after_edit(first, back, facts(), NOON).expected.edited == ()


DAY = timedelta(days=1)


def priced(*prices: str | None) -> Link:
    """A link whose price was edited so, two weeks after each other."""
    known = link()
    for number, price in enumerate(prices):
        known = edited_price(known, price, NOON + number * 14 * DAY)
    return known


def edited_price(known: Link, price: str | None, at: datetime) -> Link:
    after = replace(known, terms=Terms(Money(Decimal(price), "EUR") if price else None))
    return after_edit(known, after, None, at)


def test_what_a_link_cost_before_is_kept_with_until_when() -> None:
    known = priced("120", "90", "95")
    assert known.prices == (
        PastPrice(Money(Decimal(120), "EUR"), NOON + 14 * DAY),
        PastPrice(Money(Decimal(90), "EUR"), NOON + 28 * DAY),
    )
    assert known.without_cost().prices == ()


def test_a_first_price_and_another_edit_leave_none_behind() -> None:
    known = priced("120")
    assert known.prices == ()
    assert after_edit(known, replace(known, owner="U1"), None, NOON).prices == ()
    assert priced("120", None).prices == (PastPrice(Money(Decimal(120), "EUR"), NOON + 14 * DAY),)


def test_a_price_that_is_taken_back_within_a_week_was_a_mistake() -> None:
    mistaken = edited_price(priced("120"), "1200", NOON)
    assert edited_price(mistaken, "120", NOON + 7 * DAY).prices == ()
    assert len(edited_price(mistaken, "120", NOON + 8 * DAY).prices) == 2


def test_no_more_earlier_prices_are_kept_than_anybody_reads() -> None:
    assert len(priced(*map(str, range(1, 40))).prices) == MOST_PRICES
