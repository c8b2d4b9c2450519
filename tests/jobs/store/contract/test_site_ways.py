"""How partner pages are reached: found by site, and when each is looked at next without reading any."""

from dataclasses import replace
from datetime import timedelta

from jobs.model.partner import NewPartner
from jobs.model.site_ways import PageWay, SiteWays
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import NOW

URL = "https://www.partner.example/links"
WAY = PageWay(URL, ("https://www.partner.example/", URL), NOW, missed_at=NOW, gone_at=NOW, gone_pages=12)
WAYS = SiteWays("partner.example", NOW + timedelta(days=30), "2026-05", 12, (WAY,))


async def test_the_ways_of_a_site_come_back_as_they_were_written(store: Store, reopen: Reopen) -> None:
    await store.write(Write(site_ways=[WAYS, replace(WAYS, site="other.example")]))
    await store.write(Write(site_ways=[replace(WAYS, asked=14)]))
    store = await reopen(store)
    assert await store.site_ways("partner.example") == replace(WAYS, asked=14)
    assert await store.site_ways("nobody.example") is None


async def test_each_partner_page_says_when_its_site_is_looked_at(store: Store) -> None:
    for url in (URL, f"{URL}/2"):
        await store.add_partner(NewPartner("C1", url, 100), NOW)
        await store.add_partner(NewPartner("C2", url, 100), NOW)
    await store.write(Write(site_ways=[WAYS]))
    assert await store.partner_pages() == {URL: WAYS.next_at, f"{URL}/2": None}


async def test_what_was_read_of_a_site_is_known_until_the_month_is_over(store: Store) -> None:
    month = replace(WAYS, month=f"{NOW:%Y-%m}")
    await store.write(Write(site_ways=[month]))
    await store.prune(NOW)
    assert await store.site_ways("partner.example") == month, "a page added again has no more of this month"
    await store.prune(NOW + timedelta(days=31))
    assert await store.site_ways("partner.example") is None
