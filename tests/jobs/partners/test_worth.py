"""What links are worth: tables for each factor and its words, laws for the product and the money."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jobs.digests.forecast import loss_rates
from jobs.digests.lives import Life, WatchedLink
from jobs.model.document import Canonical, Place, RobotsTag
from jobs.model.index_fact import IndexFact, IndexStatus
from jobs.model.kept_relevance import KeptRelevance, Opinion
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.reading import PageFacts, Sighting
from jobs.model.relevance import Closeness, Doubt
from jobs.model.terms import Money, Terms
from jobs.model.worth import Factor, Weighed, Worth
from jobs.partners.worth import (
    COPY,
    FEWEST_PRICED,
    PLACES,
    Ranking,
    Weighing,
    Yardstick,
    going_rates,
    indexable,
    lasting,
    place,
    relevance,
    share,
    worth_of,
)
from jobs.partners.worth_words import (
    COLUMNS,
    as_csv,
    dear_words,
    factors_in_short,
    measured_by,
    percentage,
    price_words,
    rows,
    what_is_unknown,
    worth_words,
)
from tests.tools.nouns import facts, link, seen
from tests.tools.times import NOON

EUR, USD = "EUR", "USD"
KEPT = KeptRelevance(63, Closeness.SAME_SUBJECT, NOON)
RATES = loss_rates([Life(200, is_lost=True)] * 20 + [Life(400, is_lost=False)] * 60)
CHANCES = st.floats(0, 1)


def weighed(*values: float | None) -> Worth:
    return Worth(tuple(Weighed(factor, value, "so") for factor, value in zip(Factor, values, strict=True)))


def money(amount: str | int, currency: str = EUR) -> Money:
    return Money(Decimal(amount), currency)


def paid(number: int, cost: Money | None = None, *, months: float = 12, **more: Any) -> Link:
    """A link that stands, with a score of relevance, as it was paid for."""
    lived = timedelta(days=months * 365.25 / 12)
    standing = LinkStatus(LinkState.LIVE, NOON, last_present_at=NOON, lived=lived)
    base: dict[str, Any] = {
        "relevance": KEPT,
        "terms": Terms(cost),
        "standing": standing,
        "page_url": f"https://b{number}.example/",
    }
    return link(number, **(base | more))


def ranked(*links: Link, pages: Mapping[str, PageFacts] | None = None, lives: Sequence[Life] = ()) -> Ranking:
    weighing = Weighing()
    known = pages or {each.page_url: facts() for each in links}
    weighing.take([(each, WatchedLink(Life(100, is_lost=False), stands=True)) for each in links], known)
    weighing.take([(None, WatchedLink(life)) for life in lives], {})
    return weighing.ranking()


def plain(words: str) -> str:
    """With a letter for the sign of a product, which is easily taken for it."""
    return words.replace("\u00d7", "x")


@pytest.mark.parametrize(
    ("more", "value", "because"),
    [
        pytest.param({"relevance": KEPT}, 0.63, "63 of 100, probably about the same subject", id="by its score"),
        pytest.param(
            {"relevance": replace(KEPT, doubts=(Doubt.SHORT_TEXT,))},
            0.63,
            "63 of 100, probably about the same subject, low confidence",
            id="in doubt",
        ),
        pytest.param({"relevance": None}, None, "not worked out so far, or it cannot be", id="nobody compared"),
        pytest.param(
            {"relevance": replace(KEPT, score=0, closeness=Closeness.UNCLEAR)},
            None,
            "cannot be told from these texts",
            id="a score of texts that tell nothing is no score",
        ),
        pytest.param(
            {"relevance": KEPT, "opinion": Opinion(fits=True, by="U0ADA", at=NOON)},
            1.0,
            "somebody says that it fits",
            id="a person knows better",
        ),
        pytest.param(
            {"relevance": None, "opinion": Opinion(fits=False, by="U0ADA", at=NOON)},
            0.0,
            "somebody says that it does not fit",
            id="for worse too",
        ),
    ],
)
def test_relevance(more: dict[str, Any], value: float | None, because: str) -> None:
    assert relevance(link(**more)) == Weighed(Factor.RELEVANCE, value, because)


@pytest.mark.parametrize("where", Place)
def test_each_place_has_a_weight_and_none_passes_the_main_text(where: Place) -> None:
    told = place(Sighting(seen(place=where), 1))
    assert told.value == PLACES[where]
    assert 0 < PLACES[where] <= PLACES[Place.BODY] == 1.0
    assert told.because


def test_what_is_hidden_passes_nothing_wherever_it_stands() -> None:
    told = place(Sighting(seen(hidden=True), 1))
    assert (told.value, told.because) == (0.0, "hidden from readers: probably passes nothing")
    assert place(None).value is None
    assert place(Sighting(None)).value is None


@pytest.mark.parametrize(
    ("rel", "page", "value", "because"),
    [
        ((), facts(followed_external=17), 0.05, "0.85 / 17 followed links out"),
        ((), facts(followed_external=1), 0.85, "0.85 / 1 followed link out"),
        # Of a page that changed since: the link itself is one.
        ((), facts(followed_external=0), 0.85, "0.85 / 1 followed link out"),
        (("ugc", "nofollow", "noopener"), facts(), 0.0, "nofollow, ugc: probably passes nothing"),
        (
            (),
            facts(robots=(RobotsTag("X-Robots-Tag", "nofollow"),)),
            0.0,
            "the page asks to follow none of its links: probably passes nothing",
        ),
        ((), None, None, "its page was not read so far"),
    ],
)
def test_share(rel: tuple[str, ...], page: PageFacts | None, value: float | None, because: str) -> None:
    told = share(Sighting(seen(rel=rel), 1), page)
    assert told.value == (value if value is None else pytest.approx(value))
    assert told.because == because


def said(claim: IndexStatus, source: str = "Search Console") -> tuple[IndexFact, ...]:
    return (IndexFact(claim, date(2026, 3, 3), source),)


@pytest.mark.parametrize(
    ("page", "index_facts", "value", "because"),
    [
        pytest.param(facts(), (), 1.0, "nothing that we can read keeps", id="nothing against it"),
        pytest.param(
            facts(robots=(RobotsTag("meta robots", "noindex"),)),
            (),
            0.0,
            "asks search engines not to index it",
            id="noindex",
        ),
        pytest.param(
            facts(google_allowed=False, google_rule="Disallow: /"), (), 0.0, "robots.txt", id="barred by robots.txt"
        ),
        pytest.param(
            facts(canonicals=(Canonical("link", "https://other.example/copy"),)),
            (),
            COPY,
            "names another host, other.example, as its canonical",
            id="another address counts",
        ),
        pytest.param(
            facts(),
            said(IndexStatus.NOT_INDEXED),
            0.0,
            "not indexed on 3 Mar 2026, says Search Console",
            id="a search engine says that it is not",
        ),
        pytest.param(
            facts(), said(IndexStatus.INDEXED, ""), 1.0, "indexed on 3 Mar 2026, says a person", id="or that it is"
        ),
        pytest.param(
            facts(robots=(RobotsTag("meta robots", "noindex"),)),
            said(IndexStatus.INDEXED),
            0.0,
            "asks search engines not to index it",
            id="what the page says now is newer",
        ),
        pytest.param(
            facts(robots=(RobotsTag("meta robots", "noindex, nofollow"),), generator="DokuWiki"),
            (),
            1.0,
            "nothing that we can read keeps",
            id="what its software takes back by itself is not held against it",
        ),
        pytest.param(None, (), None, "its page was not read so far", id="nothing was read"),
    ],
)
def test_indexable(
    page: PageFacts | None, index_facts: tuple[IndexFact, ...], value: float | None, because: str
) -> None:
    told = indexable(link(index_facts=index_facts), page)
    assert told.value == value
    assert because in told.because


def test_lasting_is_the_chance_by_how_others_fared_and_unknown_where_they_are_too_few() -> None:
    assert RATES is not None
    told = lasting(RATES, 10.0)
    assert told.value == pytest.approx(RATES.stays(10.0))
    assert told.because == "the chance to stand in a year: 20 of 80 links that were watched were lost for good"
    few = lasting(None, 10.0)
    assert few.value is None
    assert "we want 10 links lost for good" in few.because


@pytest.mark.parametrize(
    ("values", "weight"),
    [
        ((0.5, 1.0, 0.1, 1.0, 0.8), 0.04),
        ((0.5, 1.0, 0.1, 1.0, None), 0.05),
        ((None, 1.0, 0.1, 1.0, 0.8), None),
        ((0.5, 1.0, None, 1.0, None), None),
        # Nothing is nothing, whatever the rest may be.
        ((None, 1.0, 0.0, 1.0, 0.8), 0.0),
    ],
)
def test_the_worth_is_the_product_and_nothing_is_guessed(
    values: tuple[float | None, ...], weight: float | None
) -> None:
    assert weighed(*values).weight == (weight if weight is None else pytest.approx(weight))


@given(values=st.tuples(*[CHANCES] * 5), at=st.integers(0, 4), other=CHANCES)
def test_the_worth_grows_with_each_factor_and_is_a_share(values: tuple[float, ...], at: int, other: float) -> None:
    less, more = sorted((values[at], other))
    before, after = (weighed(*values[:at], value, *values[at + 1 :]).weight for value in (less, more))
    assert before is not None
    assert after is not None
    assert 0.0 <= before <= after <= 1.0


COSTS = st.decimals(0, 10_000, places=2)
PRICED = st.lists(st.tuples(COSTS, CHANCES), min_size=FEWEST_PRICED, max_size=30)


@given(found=PRICED, others=PRICED, less=CHANCES, more=CHANCES)
def test_money_is_spread_by_worth_within_its_currency(
    found: list[tuple[Decimal, float]], others: list[tuple[Decimal, float]], less: float, more: float
) -> None:
    assume(sum(weight for _, weight in found) > 1e-9)
    euros = [(money(str(cost)), weight) for cost, weight in found]
    dollars = [(money(str(cost), USD), weight) for cost, weight in others]
    rate = going_rates(euros)[EUR]
    assert rate == going_rates([*dollars, *euros])[EUR]  # no currency changes another's
    assert rate.paid == Money(sum((cost for cost, _ in found), Decimal()), EUR)
    parts = [rate.part(weight) for _, weight in found]
    assert {part.currency for part in parts} == {EUR}
    # All that was paid is spread, and no more; each part is rounded to a cent.
    assert abs(sum(part.amount for part in parts) - rate.paid.amount) <= Decimal("0.01") * len(parts)
    low, high = (rate.part(weight).amount for weight in sorted((less, more)))
    assert 0 <= low <= high
    assert isfinite(high)


@given(found=PRICED, at=st.integers(0, 4), gain=CHANCES)
def test_a_link_that_is_worth_more_gets_more_of_what_was_paid(
    found: list[tuple[Decimal, float]], at: int, gain: float
) -> None:
    weights = [weight for _, weight in found]
    assume(sum(weights) > 1e-9)
    better = [*weights[:at], min(1.0, weights[at] + gain), *weights[at + 1 :]]
    costs = [money(str(cost)) for cost, _ in found]
    parts = [going_rates(zip(costs, each, strict=True))[EUR].part(each[at]) for each in (weights, better)]
    assert parts[0].amount <= parts[1].amount + Decimal("0.01")


def test_too_few_or_all_worthless_have_no_rate() -> None:
    assert going_rates([(money(100), 0.5)] * (FEWEST_PRICED - 1)) == {}
    assert going_rates([(money(100), 0.0)] * FEWEST_PRICED) == {}
    unknown: list[tuple[Money | None, float | None]] = [(None, 0.5), (money(100), None)]
    assert going_rates(unknown * FEWEST_PRICED) == {}


def test_a_worked_example() -> None:
    """Five links of 100 EUR: one crowded, one nofollow. The money of all is held against each."""
    pages = {f"https://b{number}.example/": facts(followed_external=10) for number in (1, 2, 3, 5)}
    pages["https://b4.example/"] = facts(followed_external=100)
    links = [paid(number, money(100)) for number in range(1, 5)]
    links.append(paid(5, money(100), sighting=Sighting(seen(rel=("nofollow",)), 1)))
    found = ranked(*links, paid(6), pages={**pages, "https://b6.example/": facts(followed_external=10)})
    assert [each.link.id for each in found.links] == [1, 2, 3, 6, 4, 5]
    told = {each.link.id: each.worth for each in found.links}
    assert plain(worth_words(told[1])) == (
        "5.4 % = relevance 63 % (63 of 100, probably about the same subject) x place 100 % "
        "(in the main text) x share 8.5 % (0.85 / 10 followed links out) x indexable 100 % (nothing that we can "
        "read keeps its page out of an index), without lasting (to tell it, we want 10 links lost for good, and one "
        "watched for half a year). Rules of thumb, all of it."
    )
    first, crowded, nofollow = (told[number].priced for number in (1, 4, 5))
    assert first is not None
    assert crowded is not None
    assert nofollow is not None
    assert price_words(first) == (
        "161.29 EUR at your own rate (all that was paid for 5 links in EUR, spread by worth); it cost 100 EUR. For "
        "each of the 12.0 months that it was seen to stand: worth 13.44 EUR, cost 8.33 EUR."
    )
    assert dear_words(crowded) == "it cost 100 EUR, 6.2 times its worth of 16.13 EUR"
    assert dear_words(nofollow) == "it cost 100 EUR, and is worth nothing by these rules"
    assert [each.link.id for each in found.dearest] == [5, 4]
    assert told[6].priced is None  # nobody paid for it: factors, and no money
    assert measured_by(found)[-1] == "500 EUR was paid for 5 links with a known worth."


def test_what_nobody_knows_comes_last_and_is_counted() -> None:
    found = ranked(paid(1, relevance=None), paid(2), paid(3, sighting=None, relevance=None))
    assert [each.link.id for each in found.links] == [2, 1, 3]
    assert (
        what_is_unknown(found)
        == "Of 2 links nobody can say what it is worth: unknown is relevance of 2, place of 1 and share of 1."
    )
    assert what_is_unknown(ranked(paid(2))) == ""
    assert measured_by(found)[-1].startswith("In money nothing is said: 5 links")


def test_a_link_that_stands_for_less_than_a_month_has_no_price_of_a_month() -> None:
    found = ranked(*(paid(number, money(100), months=0.5) for number in range(1, 7)))
    assert found.links[0].worth.priced is not None
    assert price_words(found.links[0].worth.priced).endswith("It stood for less than a month.")


def test_one_link_is_measured_as_in_the_ranking() -> None:
    lives = [Life(200, is_lost=True)] * 20 + [Life(400, is_lost=False)] * 60
    links = [paid(number, money(100)) for number in range(1, 8)]
    found = ranked(*links, lives=lives)
    alone = worth_of(links[0], facts(), WatchedLink(Life(100, is_lost=False), stands=True), found.by)
    assert alone == found.links[0].worth
    assert alone is not None
    assert alone.factors[-1].value is not None
    assert worth_of(links[0], facts(), WatchedLink(Life(100, is_lost=True)), found.by) is None
    assert worth_of(links[0], facts(), None, Yardstick()) is None


def test_no_cell_of_the_file_is_a_formula_and_each_column_is_known() -> None:
    found = ranked(paid(1, page_url="https://b1.example/=1", target="=cmd"), paid(2, money(3, USD)))
    assert all(set(row) <= set(COLUMNS) for row in rows(found.links))
    assert ",=cmd" not in as_csv(found.links)
    assert as_csv(found.links).splitlines()[0] == ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "unknown"),
        (1.0, "100 %"),
        (0.634, "63 %"),
        (0.0999, "10 %"),
        (0.085, "8.5 %"),
        (0.0042, "0.42 %"),
        (0.000031, "0.0031 %"),
        (0.0000004, "less than 0.0001 %"),
        (0.0, "0 %"),
    ],
)
def test_a_share_has_two_figures_that_count(value: float | None, words: str) -> None:
    assert percentage(value) == words


def test_the_chance_to_last_is_no_factor_where_nobody_knows_it() -> None:
    assert plain(worth_words(weighed(0.5, 1.0, 0.1, 1.0, None))) == (
        "5 % = relevance 50 % (so) x place 100 % (so) x share 10 % (so) x indexable 100 % (so), without lasting (so). "
        "Rules of thumb, all of it."
    )
    assert "x lasting 90 % (so). Rules" in plain(worth_words(weighed(0.5, 1.0, 0.1, 1.0, 0.9)))
    assert plain(factors_in_short(weighed(None, 1.0, 0.1, 1.0, None))) == (
        "relevance unknown x place 100 % x share 10 % x indexable 100 %"
    )
