"""Prospects: kept once for a channel and page, found by state, person, domain, link and day, forgotten when removed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jobs.model.event import Event
from jobs.model.prospect import NewProspect, Plan, Prospect, ProspectState
from jobs.model.queries import ProspectQuery
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, NOW

PAGE = "https://blog.example/post"
NOTHING_PLANNED = Plan()


async def kept(store: Store, page: str = PAGE, channel: str = "C1", plan: Plan = NOTHING_PLANNED) -> Prospect:
    prospect, is_new = await store.add_prospect(NewProspect(channel, page, plan, "U1"), NOW)
    assert is_new
    return prospect


async def test_it_is_kept_with_its_history(store: Store, reopen: Reopen) -> None:
    prospect = await kept(store, plan=Plan(ProspectState.CONTACTED, notes="asks first"))
    assert (prospect.ref, prospect.added_at, prospect.since) == ("C-1", NOW, NOW)
    assert Event(NOW, "C1", "C-1", "added", by="U1") in await store.events(since=NOW)
    store = await reopen(store)
    assert await store.prospect(prospect.id) == prospect
    assert await store.prospect(99) is None


async def test_the_same_page_gives_the_old_one_back_in_its_channel_alone(store: Store) -> None:
    first = await kept(store)
    assert await store.add_prospect(NewProspect("C1", PAGE, Plan(notes="again")), NOW) == (first, False)
    assert (await kept(store, channel="C2")).id == first.id + 1


async def test_those_with_the_nearest_day_come_first(store: Store) -> None:
    days = [None, date(2027, 5, 1), date(2027, 4, 1), None]
    for number, day in enumerate(days):
        await kept(store, f"https://{number}.example/", plan=Plan(next_on=day))
    found = await store.prospects(ProspectQuery("C1"))
    assert [each.id for each in found] == [3, 2, 1, 4]
    part = await store.list_prospects(ProspectQuery("C1"), 1, 2)
    assert ([each.id for each in part.prospects], part.total) == ([2, 1], 4)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ProspectQuery(), [3, 1, 2]),
        (ProspectQuery("C1"), [1, 2]),
        (ProspectQuery(channels=frozenset({"C2"})), [3]),
        (ProspectQuery("C1", frozenset({ProspectState.AGREED, ProspectState.PLACED})), [2]),
        (ProspectQuery(person="U1"), [3, 1]),
        (ProspectQuery("C1", person="U2"), [2]),
        (ProspectQuery(domain="example"), [3, 1, 2]),
        (ProspectQuery("C1", domain="b.example"), [2]),
        (ProspectQuery(page_url="https://a.example/"), [1]),
        (ProspectQuery(link=12), [2]),
        (ProspectQuery(dated=True), [3]),
        (ProspectQuery("C1", dated=True), []),
        (ProspectQuery("C3"), []),
    ],
)
async def test_they_are_found_by(store: Store, query: ProspectQuery, expected: list[int]) -> None:
    await kept(store, "https://a.example/")
    other = await kept(store, "https://b.example/", plan=Plan(ProspectState.AGREED, owner="U2"))
    await kept(store, "https://c.example/", "C2", Plan(next_on=date(2027, 1, 1)))
    await store.write(Write(prospects=[replace(other, link=12)]))
    assert [each.id for each in await store.prospects(query)] == expected


async def test_one_that_was_edited_meanwhile_is_not_written_over(store: Store) -> None:
    prospect = await kept(store)
    await store.write(Write(prospects=[replace(prospect, plan=Plan(notes="mine"))]))
    with pytest.raises(StaleError):
        await store.write(Write(prospects=[replace(prospect, plan=Plan(notes="yours"))]))


async def test_a_removed_one_is_found_by_its_number_alone_and_forgotten_after_a_week(store: Store) -> None:
    prospect = await kept(store)
    await store.write(Write(prospects=[replace(prospect, removed_at=NOW)]))
    assert await store.prospects(ProspectQuery()) == []
    assert await store.prospect(prospect.id) is not None
    fresh = await kept(store)
    assert fresh.id != prospect.id
    await store.prune(NOW + timedelta(days=7) - HOUR)
    assert await store.prospect(prospect.id) is not None
    await store.prune(NOW + timedelta(days=7) + HOUR)
    assert await store.prospect(prospect.id) is None
    assert await store.prospect(fresh.id) is not None


async def test_sites_are_known_by_the_prospects_that_the_channel_keeps(store: Store) -> None:
    await kept(store, "https://blog.a.example/1")
    await kept(store, "https://c.example/1", channel="C2")
    gone = await kept(store, "https://d.example/")
    await store.write(Write(prospects=[replace(gone, removed_at=NOW)]))
    asked = ["a.example", "b.example", "c.example", "d.example"]
    assert await store.sites_kept("C1", asked) == {"a.example"}
    assert await store.sites_kept("C2", asked) == {"c.example"}
    assert await store.sites_kept("C1", []) == frozenset()
