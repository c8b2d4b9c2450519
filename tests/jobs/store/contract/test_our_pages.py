"""Our own pages: found by their address, by where they link to, by whether they are due or too full."""

from dataclasses import replace

from jobs.model.our_page import OurPage, OurPageQuery
from jobs.model.reading import OutwardLink
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, NOW

LIST = OurPage("https://ours.example/sitemap.xml", TrackedPage("", "", NOW), is_list=True)


def ours(path: str, *sites: str, due_in: float = 0, **more: object) -> OurPage:
    url = f"https://ours.example/{path}"
    links = tuple(OutwardLink(f"https://{site}/", site, followed=True) for site in sites)
    return OurPage(url, TrackedPage(url, "", NOW + due_in * HOUR), LIST.url, links=links, sites=sites, **more)  # type: ignore[arg-type]  # only ever its fields


async def found(store: Store, query: OurPageQuery) -> list[OurPage]:
    return [page async for chunk in (await store.our_pages(query)).chunks for page in chunk.items]


async def test_they_are_found_by_what_is_asked(store: Store, reopen: Reopen) -> None:
    late = ours("late", "a.example", due_in=2)
    soon = ours("soon", "a.example", "b.example", due_in=1, over_limit_since=NOW)
    await store.write(Write(our_pages=[late, LIST, soon]))
    store = await reopen(store)
    assert await found(store, OurPageQuery()) == [LIST, soon, late]
    assert await found(store, OurPageQuery(lists=True)) == [LIST]
    assert await found(store, OurPageQuery(lists=False, due_at=NOW + HOUR)) == [soon]
    assert await found(store, OurPageQuery(links_to="a.example")) == [soon, late]
    assert await found(store, OurPageQuery(links_to="c.example")) == []
    assert await found(store, OurPageQuery(over_limit=True)) == [soon]
    assert await store.sites_we_link_to(["c.example", "b.example", "a.example"]) == ["b.example", "a.example"]
    assert await store.sites_we_link_to([]) == []
    assert await store.our_addresses() == {late.url: LIST.url, LIST.url: "", soon.url: LIST.url}


async def test_a_reading_takes_the_place_of_the_one_before(store: Store) -> None:
    first = ours("page", "a.example")
    await store.write(Write(our_pages=[first]))
    after = replace(first, links=(), sites=())
    await store.write(Write(our_pages=[after]))
    assert await found(store, OurPageQuery()) == [after]
    assert await found(store, OurPageQuery(links_to="a.example")) == []
    assert await store.sites_we_link_to(["a.example"]) == []
    await store.write(Write(remove_our_pages=[first.url, "https://ours.example/never"]))
    assert await found(store, OurPageQuery()) == []


async def test_what_was_read_by_a_clock_that_ran_ahead_is_due(store: Store) -> None:
    ahead = ours("ahead", due_in=900)
    ahead = replace(ahead, page=replace(ahead.page, last_checked_at=NOW + 800 * HOUR))
    await store.write(Write(our_pages=[ahead, ours("later", due_in=3)]))
    await store.set_back(NOW)
    [due] = await found(store, OurPageQuery(due_at=NOW))
    assert due.url == ahead.url
