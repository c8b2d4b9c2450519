"""The report out of a real store, of a month that was really lived."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.config import Config
from jobs.config.sections import Digest
from jobs.digests.reports import wording
from jobs.digests.reports.html.document import report_html
from jobs.digests.reports.read import read_report, report_zone, usual_month
from jobs.digests.reports.report import Balance, LinkClass, Step
from jobs.model.channel import ChannelSettings
from jobs.model.event import Event
from jobs.model.exchange import ExchangeState, Leg, NewExchange, Side
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from jobs.units.months import Month, month_of
from tests.tools.site import Answer
from tests.tools.stores import open_store
from tests.tools.world import open_world

pytestmark = pytest.mark.both_stores

UTC_DAYS = Config(digest=Digest(zone="UTC"))
WORDS = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones. " * 3
DAY = timedelta(days=1)


async def test_a_link_is_placed_lost_with_proof_and_comes_back(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        there = f'<title>A walk</title><p>{WORDS}<a href="{world.sites.url("ours.example/shop")}">boots</a>'
        world.sites["blog.example/"] = Answer("<title>Blog</title><p>Welcome to the blog about long walks.")
        world.sites["ours.example/shop"] = Answer("<title>Shop</title>")
        world.sites["blog.example/post"] = Answer(there)
        link = await world.watch("blog.example/post", "ours.example/shop")
        world.sites["blog.example/post"] = Answer(f"<title>A walk</title><p>{WORDS}boots")
        await world.pass_time(4 * DAY)
        assert (await world.link(link.id)).standing.state is LinkState.LOST
        month = month_of(world.clock.now().date())
        lost = await read_report(world.store, UTC_DAYS, "C1", month, world.clock.now())
        world.sites["blog.example/post"] = Answer(there)
        await world.pass_time(4 * DAY)
        back = await read_report(world.store, UTC_DAYS, "C1", month_of(world.clock.now().date()), world.clock.now())
    assert [each.step for each in lost.happenings] == [Step.PLACED, Step.LOST]
    [proved] = lost.steps(Step.LOST)
    assert proved.proof == "Absent at 4 checks in 31 h; the site's home page answered each time it was confirmed."
    assert lost.standings[0].link.anchor == "boots"
    assert (lost.balance.placed, lost.balance.lost, lost.balance.end) == (1, 1, 0)
    assert back.steps(Step.LOST)[0].proof == proved.proof  # from the alert that told of it
    assert [each.step for each in back.happenings] == [Step.PLACED, Step.LOST, Step.CAME_BACK]
    assert back.classes[LinkClass.LIVE] == 1


async def test_it_follows_what_the_channel_chose(tmp_path: Path) -> None:
    now = datetime(2026, 6, 30, 23, tzinfo=UTC)
    store = await open_store(tmp_path)
    new = NewLink("C1", "https://a.example/", "https://ours.example/", terms=Terms(Money(Decimal(120), "EUR")))
    await store.add_link(new, now - timedelta(hours=2))
    chosen = ChannelSettings(digest_zone="Europe/Berlin", client="Acme", hide_costs=True)
    await store.write(Write(settings={"C1": chosen}))
    config = Config(digest=Digest(zone="UTC"))
    report = await read_report(store, config, "C1", Month(2026, 6), now)
    assert await report_zone(store, config, "C1") == "Europe/Berlin"
    assert await usual_month(store, config, "C1", now) == Month(2026, 6)  # it is July in Berlin
    assert await usual_month(store, config, "C1", now + 40 * DAY) == Month(2026, 7)
    await store.close()
    assert (report.client, report.costs) == ("Acme", None)
    assert report.standings[0].link.cost is None
    assert [(each.known, each.was) for each in report.standings] == [(LinkClass.UNKNOWN, LinkState.NEW)]


async def test_links_that_we_give_are_told_apart(tmp_path: Path) -> None:
    """On a site of ours, owed in a deal that is over, and on a site of ours and tracked no longer."""
    begun, now = datetime(2026, 6, 3, 9, tzinfo=UTC), datetime(2026, 6, 20, 9, tzinfo=UTC)
    store = await open_store(tmp_path)
    for site in ("a.example", "b.example", "blog.ours.example", "our-other.example", "ours.example"):
        link, _ = await store.add_link(NewLink("C1", f"https://{site}/page", "https://to.example/"), begun)
        there = LinkStatus(LinkState.LIVE, begun, last_present_at=now)
        events = [Event(begun, "C1", link.ref, "live")]
        await store.write(Write(links=[replace(link, standing=there)], events=events))
    legs = [Leg(2, Side.THEIRS, "https://b.example/page", ""), Leg(4, Side.OURS, "https://our-other.example/page", "")]
    deal, _ = await store.add_exchange(NewExchange("C1", tuple(legs)), begun)
    over = replace(deal, state=ExchangeState.ENDED, ended_at=now, ended_by="U1")
    gone = Event(now - DAY, "C1", "L-5", "removed", "https://ours.example/page")
    await store.write(Write(exchanges=[over], remove_links=[5], events=[gone]))
    config = Config(our_sites=("ours.example",), digest=Digest(zone="UTC"))
    report = await read_report(store, config, "C1", Month(2026, 6), now)
    await store.close()
    assert [each.link.ref for each in report.standings] == ["L-1", "L-2"]
    assert [(each.link.ref, each.known) for each in report.given] == [("L-3", LinkClass.LIVE), ("L-4", LinkClass.LIVE)]
    assert report.balance == Balance(placed=2, end=2)
    assert [each.link.ref for each in report.happenings] == ["L-1", "L-2"]
    assert (report.classes[LinkClass.LIVE], report.series[-1].live, report.series[-1].watched) == (2, 2, 2)
    assert wording.in_short(report).endswith("In between: 2 placed. Not counted: 2 links that we give.")
    assert "Links that we give: 2" in report_html(report).decode()
