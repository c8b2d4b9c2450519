"""Two lists compared, and held against what is tracked."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs.formats.discovery import compare
from jobs.formats.discovery.compare import Tracked, before_of, compared, discover, key_of, merged, ranked, taken_in
from jobs.model.listing import Counted, ListedLink, Listing
from jobs.web.urls import page_key
from tests.tools.times import NOON

GOOGLE, SITE = "Google Search Console", "ours.example"
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
PAGES = [f"https://{name}.example/{path}" for name in ("a", "b", "c") for path in ("", "1", "2")]
LINKS = some.lists(
    some.builds(ListedLink, some.sampled_from(PAGES), some.sampled_from([SITE, "https://ours.example/p"]))
)


def listed(*pages: str, on: date | None = MARCH) -> Listing:
    return Listing(GOOGLE, SITE, on, tuple(ListedLink(f"https://{page}", SITE) for page in pages))


def pages(links: tuple[ListedLink, ...]) -> list[str]:
    return [link.page.removeprefix("https://") for link in links]


def tracking(**refs: str) -> Tracked:
    """What is tracked, by the name of a page's site."""
    keys = {page_key(f"https://{name}.example/1"): (ref,) for name, ref in refs.items()}
    return Tracked(keys, frozenset(f"{name}.example" for name in refs))


def test_what_came_what_went_and_what_nobody_tracks() -> None:
    before, now = listed("a.example/1", "b.example/1", on=FEBRUARY), listed("a.example/1", "c.example/1", "d.example/1")
    found = discover(before, now, tracking(b="L-2", c="L-3"))
    assert (pages(found.new), found.gone_refs, found.known_refs) == (["d.example/1"], ("L-2",), ("L-3",))
    assert [each.name for each in found.sites] == ["a.example", "d.example"]
    assert (found.before, found.on, found.compared) == (FEBRUARY, MARCH, True)


def test_alone_a_list_shows_what_is_not_tracked_and_nothing_that_went() -> None:
    found = discover(None, listed("a.example/1", "b.example/1"), tracking(b="L-2"))
    assert (pages(found.new), found.gone, found.new_texts) == (["a.example/1"], (), ())


@pytest.mark.parametrize(
    "other", ["http://a.example/1", "https://www.a.example/1/", "https://a.example/1?utm_source=x"]
)
def test_other_spellings_of_a_page_are_the_same(other: str) -> None:
    assert compared([ListedLink("https://a.example/1", SITE)], [ListedLink(other, SITE)]) == ([], [])


def test_one_link_of_each_site_comes_before_the_second_of_any_the_last_read_first() -> None:
    links = [
        ListedLink("https://a.example/old", on=FEBRUARY),
        ListedLink("https://a.example/new", on=MARCH),
        ListedLink("https://b.example/", on=FEBRUARY),
        ListedLink("https://c.example/"),
    ]
    assert pages(ranked(links)) == ["a.example/new", "b.example/", "c.example/", "a.example/old"]


def test_anchor_words_and_broken_targets() -> None:
    gone = "https://ours.example/gone"
    before = Listing(GOOGLE, SITE, FEBRUARY, texts=(Counted("ours"),))
    now = Listing(GOOGLE, SITE, MARCH, texts=(Counted("ours"), Counted("casino")), targets=(Counted(gone, 12),))
    found = discover(before, now, Tracked(broken=frozenset({page_key(gone)})))
    assert (found.new_texts, found.broken) == (("casino",), (Counted(gone, 12),))
    assert discover(Listing(GOOGLE, SITE, FEBRUARY), now, Tracked()).new_texts == (), "the other list has no texts"


def test_sites_with_most_links_come_first() -> None:
    now = Listing(
        GOOGLE, SITE, MARCH, sites=(Counted("a.example", 1), Counted("www.b.example", 9), Counted("c.example", 3))
    )
    assert [each.name for each in discover(None, now, tracking(c="L-1")).sites] == ["www.b.example", "a.example"]


def test_lists_of_one_day_are_one_and_those_without_a_day_the_newest() -> None:
    texts = Listing(GOOGLE, SITE, MARCH, texts=(Counted("x"),))
    old, new, undated = merged(
        [listed("z.example", on=None), listed("a.example"), texts, listed("b.example", on=FEBRUARY)]
    )
    assert (pages(old.links), pages(new.links), new.texts, undated.on) == (
        ["b.example"],
        ["a.example"],
        (Counted("x"),),
        None,
    )


def test_what_is_kept_knows_since_when_each_link_is_listed_and_what_went() -> None:
    first = taken_in(None, listed("a.example/1", "b.example/1", on=FEBRUARY), "C1", NOON)
    assert (first.new, {link.since for link in first.links}, before_of(first)) == ((), {None}, None)
    later = NOON + timedelta(days=28)
    second = taken_in(first, listed("a.example/1", "c.example/1"), "C1", later)
    assert (pages(second.new), pages(second.gone)) == (["c.example/1"], ["b.example/1"])
    old = before_of(second)
    assert old is not None
    assert (set(pages(old.links)), old.on) == ({"a.example/1", "b.example/1"}, FEBRUARY), "it can be compared again"
    again = taken_in(second, listed("a.example/1", "c.example/1"), "C1", later + timedelta(days=1))
    assert (again.new, pages(again.gone)) == ((), ["b.example/1"]), "known for long, and gone for a day"
    back = taken_in(again, listed("a.example/1", "b.example/1", "c.example/1"), "C1", later + timedelta(days=2))
    assert (pages(back.new), back.gone) == (["b.example/1"], ())
    long_after = taken_in(again, listed("a.example/1", "c.example/1"), "C1", later + timedelta(days=60))
    assert long_after.gone == ()


def test_what_is_listed_below_the_most_that_is_kept_is_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "MOST_KEPT", 2)
    first = taken_in(None, listed("a.example/1", "b.example/1", on=FEBRUARY), "C1", NOON)
    second = taken_in(first, listed("c.example/1", "a.example/1", "b.example/1"), "C1", NOON + timedelta(days=28))
    assert (pages(second.links), second.gone) == (["c.example/1", "a.example/1"], ())


def test_an_older_list_changes_nothing_that_is_kept() -> None:
    kept = taken_in(None, listed("a.example/1"), "C1", NOON)
    assert taken_in(kept, listed("b.example/1", on=FEBRUARY), "C1", NOON + timedelta(days=1)) is kept


@given(LINKS, LINKS)
def test_a_comparison_is_the_mirror_of_the_one_the_other_way_round(
    before: list[ListedLink], now: list[ListedLink]
) -> None:
    came, went = compared(before, now)
    back_came, back_went = compared(now, before)
    assert {key_of(link) for link in came} == {key_of(link) for link in back_went}
    assert {key_of(link) for link in went} == {key_of(link) for link in back_came}


@given(LINKS)
def test_a_list_compared_with_itself_says_nothing(links: list[ListedLink]) -> None:
    assert compared(links, links) == ([], [])


@given(some.lists(LINKS, min_size=1, max_size=4))
def test_what_is_kept_is_the_newest_list_and_what_left_it(lists: list[list[ListedLink]]) -> None:
    kept, at = None, NOON
    seen: set[tuple[str, str]] = set()
    for links in lists:
        kept, at = taken_in(kept, Listing(GOOGLE, SITE, links=tuple(links)), "C1", at), later(at)
        seen |= {key_of(link) for link in links}
    assert kept is not None
    now, gone = {key_of(link) for link in kept.links}, {key_of(link) for link in kept.gone}
    assert now == {key_of(link) for link in lists[-1]}
    assert (now | gone, now & gone) == (seen, set())


def later(at: datetime) -> datetime:
    return at + timedelta(days=1)
