"""How partner pages were: found by page, kept through restarts and for long after a page is no longer tracked."""

from datetime import timedelta

from jobs.model.document import Place
from jobs.model.partner import NewPartner
from jobs.model.series import OurSpot, PageSeries, SeriesPoint
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import NOW

URL = "https://partner.example/links"
FULL = SeriesPoint(
    NOW.date(),
    40,
    38,
    12,
    30,
    ((Place.BODY, 38), (Place.FOOTER, 2)),
    nofollow=True,
    ours=(OurSpot(12, 7, Place.BODY), OurSpot(13, 39, Place.FOOTER)),
)


async def test_a_series_comes_back_as_it_was_written(store: Store, reopen: Reopen) -> None:
    plain = SeriesPoint((NOW - timedelta(days=1)).date())
    kept = PageSeries(URL, (plain, FULL))
    other = PageSeries(f"{URL}/2", (plain,))
    await store.write(Write(series=[other, kept]))
    store = await reopen(store)
    assert await store.series([URL, "https://partner.example/unknown", other.page_url]) == [kept, other]
    assert await store.series([]) == []


async def test_a_series_takes_the_place_of_the_one_before(store: Store) -> None:
    first = PageSeries(URL, (FULL,))
    await store.write(Write(series=[first]))
    grown = first.with_point(SeriesPoint((NOW + timedelta(days=1)).date(), 41))
    await store.write(Write(series=[grown, PageSeries(f"{URL}/never")]))
    assert await store.series([URL, f"{URL}/never"]) == [grown]


async def test_it_outlives_its_page_for_as_long_as_daily_points_are_kept(store: Store) -> None:
    partner, _ = await store.add_partner(NewPartner("C1", URL, 100), NOW)
    await store.write(Write(series=[PageSeries(URL, (FULL,))]))
    await store.prune(NOW + timedelta(days=900))
    assert await store.series([URL]) != []
    await store.write(Write(remove_partners=[partner.id]))
    await store.prune(NOW + timedelta(days=399))
    assert await store.series([URL]) != []
    await store.prune(NOW + timedelta(days=402))
    assert await store.series([URL]) == []
