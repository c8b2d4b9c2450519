"""Monthly audits on loopback, through restarts and sleeps: which pages, how many requests, and what is told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

from jobs.checks.audit_page import audit_page
from jobs.checks.monthly_audit import MonthlyAudits
from jobs.config import Config
from jobs.model.channel import AuditScope, ChannelSettings
from jobs.model.exchange import Leg, NewExchange, Side
from jobs.model.notice import Notice
from jobs.model.site_audit import AuditNews
from jobs.model.write import Write
from tests.tools.site import Answer, Asked
from tests.tools.world import World, open_world

pytestmark = pytest.mark.both_stores

DAY = timedelta(days=1)
HOST, PAGE, FRIENDS = "partner.example", "partner.example/walk", "partner.example/friends"
WORDS = (
    "<p>We walked the long ridge above the lake and wore out our soles, so we looked for new ones and found {} in a "
    "small town where the shop keeper knew the hills better than we did.</p>"
)


@dataclass
class Audited:
    """A partner's site with a page of an exchange and a partner page."""

    world: World

    @property
    def audits(self) -> MonthlyAudits:
        """As after a start: it remembers nothing itself."""
        audit = partial(audit_page, self.world.reader, self.world.clock, most=0)
        return MonthlyAudits(self.world.store, Config(), audit)

    async def choose(self, scope: AuditScope) -> None:
        await self.world.store.write(Write(settings={"C1": ChannelSettings(audit=scope)}))

    def cloak(self) -> None:
        """Show browsers' form another page than ours."""
        anchor = f'<a href="{self.world.sites.url("shop.example/boots")}">good boots</a>'

        async def by_who_asks(asked: Asked) -> Answer:
            is_browser = asked.headers["User-Agent"].startswith("Mozilla/")
            return Answer(page("good boots" if is_browser else anchor))

        self.world.sites[PAGE] = by_who_asks

    async def audit(self) -> list[str]:
        """Audit what is due; the places that were asked for."""
        before = len(self.world.sites.asked)
        audits, now = self.audits, self.world.clock.now()
        for _ in range(5):
            await audits.write_due(now)
        return [each.place for each in self.world.sites.asked[before:] if "robots.txt" not in each.place]

    async def later(self, wait: timedelta) -> list[str]:
        await self.world.pass_time(wait)
        return await self.audit()

    async def told(self) -> list[AuditNews]:
        found: list[Notice] = [each for each in await self.world.notices() if each.key.startswith("audit/")]
        return [msgspec.json.decode(each.payload, type=AuditNews) for each in found]


def page(link: str) -> str:
    others = "".join(f'<li><a href="https://other-{n}.example/">shop {n}</a></li>' for n in range(4))
    return f"<title>A walk</title><h1>A walk</h1>{WORDS.format(link)}<ul>{others}</ul>"


@pytest.fixture
async def audited(tmp_path: Path) -> AsyncIterator[Audited]:
    async with open_world(tmp_path) as world:
        world.sites["shop.example/boots"] = f"<title>Boots</title><h1>Boots</h1>{WORDS.format('boots')}"
        world.sites["ours.example/friends"] = page(f'<a href="{world.sites.url(HOST)}">friends</a>')
        world.sites[f"{HOST}/"] = '<title>Hills</title><h1>Hills</h1><p>Stories of the hills.</p><a href="/walk">A</a>'
        world.sites[PAGE] = page(f'<a href="{world.sites.url("shop.example/boots")}">good boots</a>')
        world.sites[FRIENDS] = page("nothing")
        theirs = await world.watch(PAGE, "shop.example/boots")
        ours = await world.watch("ours.example/friends", HOST)
        sides = ((theirs, Side.THEIRS), (ours, Side.OURS))
        legs = tuple(Leg(each.id, side, each.page_url, each.target) for each, side in sides)
        await world.store.add_exchange(NewExchange("C1", legs), world.clock.now())
        await world.watch_partner(FRIENDS, most=100)
        yield Audited(world)


async def test_pages_of_exchanges_are_audited_once_a_month_with_few_requests(audited: Audited) -> None:
    assert await audited.audit() == [PAGE, PAGE], "in both forms"
    assert await audited.audit() == []
    assert await audited.later(29 * DAY) == []
    assert await audited.later(2 * DAY) == [PAGE, PAGE]
    assert await audited.told() == []


@pytest.mark.parametrize(
    ("scope", "pages"),
    [
        (AuditScope.OFF, []),
        (AuditScope.EXCHANGES, [PAGE, PAGE]),
        (AuditScope.MONTHLY, [PAGE, PAGE, FRIENDS, FRIENDS]),
    ],
)
async def test_the_channel_says_which(audited: Audited, scope: AuditScope, pages: list[str]) -> None:
    await audited.choose(scope)
    assert await audited.audit() == pages


async def test_what_is_dishonest_since_the_last_audit_is_told_once_after_two_days(audited: Audited) -> None:
    await audited.audit()
    audited.cloak()
    await audited.later(31 * DAY)
    assert await audited.told() == [], "one look is no proof"
    await audited.later(DAY / 2)
    assert await audited.told() == []
    await audited.later(DAY)
    [news] = await audited.told()
    [found] = news.pages
    assert (news.site, found.url, found.refs) == (HOST, audited.world.sites.url(PAGE), ("L-1",))
    assert found.said[0].startswith("L-1: other visitors get another page.")
    await audited.later(31 * DAY)
    await audited.later(31 * DAY)
    assert len(await audited.told()) == 1


async def test_after_a_long_sleep_it_is_caught_up_with_once(audited: Audited) -> None:
    await audited.audit()
    audited.world.clock.move(200 * DAY)
    assert await audited.audit() == [PAGE, PAGE]
    assert await audited.audit() == []


async def test_a_host_that_wants_to_be_left_in_peace_is_asked_a_day_later(audited: Audited) -> None:
    state = await audited.world.store.host(HOST)
    peace = audited.world.clock.now() + timedelta(hours=2)
    await audited.world.store.write(Write(hosts=[replace(state, not_before=peace)]))
    assert await audited.audit() == []
    assert await audited.later(DAY + timedelta(hours=1)) == [PAGE, PAGE]


async def test_who_turns_us_away_is_not_accused(audited: Audited) -> None:
    await audited.audit()
    audited.world.sites[PAGE] = Answer("<title>Just a moment...</title>", status=403)
    for wait in (31 * DAY, DAY, DAY):
        await audited.later(wait)
    assert await audited.told() == []


async def test_a_partner_page_without_links_of_ours_is_told_by_itself(audited: Audited) -> None:
    await audited.choose(AuditScope.MONTHLY)
    await audited.audit()
    audited.world.sites[FRIENDS] = f'<meta name="robots" content="noindex">{page("nothing")}'
    await audited.later(31 * DAY)
    await audited.later(DAY * 2)
    [news] = await audited.told()
    assert [each.refs for each in news.pages] == [("P-1",)]
    assert "noindex" in news.pages[0].said[0]
