"""Whose page a link of a deal stands on, and what each side gives."""

import pytest

from jobs.exchanges.sides import balance, deals_with, partners_of, sides_of
from jobs.model.exchange import Contribution, LegState, Side
from jobs.model.link import Link
from jobs.model.reading import Sighting
from tests.jobs.exchanges.tools import NOW, OURS, THEIRS, THIRD, deal, leg, status
from tests.tools.nouns import seen

T, O = Side.THEIRS, Side.OURS  # noqa: E741  # a table's letters
A, B, C = (f"https://{name}.example/links" for name in "abc")


@pytest.mark.parametrize(
    ("pairs", "ours", "sides"),
    [
        pytest.param([(A, B), (B, A)], ["b.example"], (T, O), id="their page first, as asked for"),
        pytest.param([(A, B), (B, A)], ["a.example"], (O, T), id="our page first: our sites tell"),
        pytest.param(
            [(A, "https://www.b.example/x"), (B, A)], [], (T, O), id="no sites of ours: the first leads to us"
        ),
        pytest.param(
            [(A, "https://c.example/"), (B, A)], [], (T, O), id="from another site than it leads to: the last"
        ),
        pytest.param([(A, B), (B, C), (C, A)], ["c.example"], (T, T, O), id="a circle, our site in it"),
        pytest.param([(A, B), (B, C), (C, A)], [], (T, O, T), id="a circle, no sites of ours: the first leads to us"),
        pytest.param([(A, B), (B, A)], ["a.example", "b.example"], (T, O), id="both are ours: as typed"),
    ],
)
def test_whose_page_a_link_stands_on(pairs: list[tuple[str, str]], ours: list[str], sides: tuple[Side, ...]) -> None:
    assert sides_of(pairs, ours) == sides


def tracked(number: int, rel: tuple[str, ...] = ()) -> Link:
    one = leg(number)
    return Link(number, "C1", one.page_url, one.target, NOW, status(), sighting=Sighting(seen(rel=rel), 1))


THEIR_PAGE, OUR_PAGE = leg(THEIRS).page_url, leg(OURS).page_url


def test_a_link_that_stands_and_is_followed_passes_on_its_share() -> None:
    links = {number: tracked(number) for number in (THEIRS, OURS)}
    both = balance([deal()], links, {THEIR_PAGE: 85, OUR_PAGE: 17})
    assert (both.got, both.given) == (Contribution(1, 1, 0.01), Contribution(1, 1, 0.85 / 17))


def test_several_deals_are_added_up() -> None:
    links = {number: tracked(number) for number in (THEIRS, OURS)}
    assert balance([deal(), deal()], links, {THEIR_PAGE: 85, OUR_PAGE: 17}).got == Contribution(2, 2, 0.02)


@pytest.mark.parametrize(
    ("state", "rel", "followed", "got"),
    [
        pytest.param(LegState.BROKEN, (), 85, Contribution(1), id="broken: nothing is got"),
        pytest.param(LegState.PENDING, (), 85, Contribution(1), id="not placed yet"),
        pytest.param(LegState.STANDS, ("nofollow",), 85, Contribution(1, 1), id="nofollow probably passes nothing"),
        pytest.param(LegState.STANDS, (), None, Contribution(1, 1, unknown=1), id="its page was never read"),
    ],
)
def test_what_is_got(state: LegState, rel: tuple[str, ...], followed: int | None, got: Contribution) -> None:
    pages = {} if followed is None else {THEIR_PAGE: followed}
    found = balance([deal(leg(THEIRS, state), leg(OURS))], {THEIRS: tracked(THEIRS, rel)}, pages)
    assert found.got == got


def test_the_partners_are_the_sites_of_their_pages_each_once() -> None:
    circle = deal(leg(THEIRS), leg(OURS), leg(THIRD))
    assert partners_of(circle) == ("friends.example", "third.example")
    assert deals_with("third.example", [deal(), circle]) == [circle]
