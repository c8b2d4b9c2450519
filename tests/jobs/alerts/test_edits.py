"""What an edit changed, old and new."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jobs.alerts.edits import Agreed, AgreedChange, changes_of, in_words
from jobs.model.link import Expectation, Link
from jobs.model.terms import Covered, Guarantee, Money, Terms
from tests.tools.nouns import link

BARE = link(expected=Expectation(), owner="", tags=frozenset(), every=None, terms=Terms())


@pytest.mark.parametrize(
    ("after", "change", "words"),
    [
        (
            replace(BARE, expected=Expectation(anchor="spades")),
            AgreedChange(Agreed.ANCHOR, "", "spades"),
            "anchor none -> spades",
        ),
        (
            replace(BARE, expected=Expectation(rel=frozenset({"ugc", "nofollow"}))),
            AgreedChange(Agreed.REL, "", "nofollow, ugc"),
            "agreed rel none -> nofollow, ugc",
        ),
        (
            replace(BARE, expected=Expectation(render=True)),
            AgreedChange(Agreed.RENDER, "", "always"),
            "render none -> always",
        ),
        (replace(BARE, owner="U0BEN"), AgreedChange(Agreed.OWNER, "", "U0BEN"), "owner set"),
        (replace(BARE, every=timedelta(hours=6)), AgreedChange(Agreed.EVERY, "", "6h"), "interval none -> 6h"),
        (replace(BARE, tags=frozenset("xy")), AgreedChange(Agreed.TAGS, "", "x, y"), "tags none -> x, y"),
        (replace(BARE, terms=Terms(Money(Decimal(5), "EUR"))), AgreedChange(Agreed.COST, "", "5 EUR"), "cost set"),
        (
            replace(BARE, terms=Terms(guaranteed_until=date(2027, 3, 1))),
            AgreedChange(Agreed.GUARANTEE, "", "1 Mar 2027"),
            "guarantee none -> 1 Mar 2027",
        ),
        (
            replace(BARE, guarantee=Guarantee(claim_days=1)),
            AgreedChange(Agreed.CLAIM, "", "1 day"),
            "claim within none -> 1 day",
        ),
        (
            replace(BARE, guarantee=Guarantee(remedy="paid back")),
            AgreedChange(Agreed.REMEDY, "", "paid back"),
            "remedy none -> paid back",
        ),
    ],
)
def test_each_thing_that_was_agreed_is_told_as_it_was_and_is(after: Link, change: AgreedChange, words: str) -> None:
    assert changes_of(BARE, after) == (change,)
    assert in_words(changes_of(BARE, after)) == words
    assert changes_of(after, BARE) == (AgreedChange(change.what, change.new, ""),)


def test_a_guarantee_that_names_nothing_covers_all() -> None:
    named = replace(BARE, guarantee=Guarantee((Covered.NOFOLLOW, Covered.REMOVED)))
    assert in_words(changes_of(BARE, named)) == "covers all -> nofollow, removed"
    assert in_words(changes_of(named, BARE)) == "covers nofollow, removed -> all"


def test_the_history_tells_neither_amounts_nor_ids() -> None:
    one = replace(BARE, owner="U0ADA", terms=Terms(Money(Decimal(5), "EUR")))
    other = replace(BARE, owner="U0BEN", terms=Terms(Money(Decimal(7), "EUR")))
    assert in_words(changes_of(one, other)) == "owner changed; cost changed"
    assert in_words(changes_of(one, BARE)) == "owner taken away; cost taken away"


def test_what_was_seen_is_nothing_that_was_agreed() -> None:
    assert changes_of(BARE, replace(BARE, version=7, expected=Expectation(seen_anchor="x"))) == ()
