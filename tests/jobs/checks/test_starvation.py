"""Losses never starve: a page that can be read is judged at its own times, whatever any other host does."""

import tempfile
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.model.incident import IncidentKind
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState
from jobs.model.page import FetchFailure, Outcome, Page
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings
from jobs.store.errors import StaleError
from jobs.store.tiny.store import TinyStore, open_tiny
from jobs.web.urls import host, join
from tests.tools.clocks import HandClock
from tests.tools.site import Answer
from tests.tools.times import NOON
from tests.tools.world import World, open_world

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OURS = "https://ours.example/boots"
STEADY = "https://steady.example/ridge"
OTHERS = ("https://east.example/p", "https://west.example/p")
NEIGHBOURS = tuple(f"https://steady.example/old{number}" for number in range(3))
"""Pages on the host of the steady one."""
WORDS = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones. " * 3
LINKED = f'<p>{WORDS} We bought <a href="{OURS}">good boots</a>.</p>'
UNLINKED = f"<p>{WORDS} We bought good boots.</p>"


@dataclass(frozen=True)
class Spell:
    """A host fails from one hour to another."""

    host: str
    since: float
    until: float
    outcome: Outcome


@dataclass
class PaperWeb:
    """Pages that answer without a network, and hosts that fail as told; remembers when each page was read."""

    clock: HandClock
    spells: Collection[Spell] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Page -> the page on another host that it redirects to."""
    lost_at: datetime = NOON + 1000 * DAY
    """From when on the steady page has no link."""
    read_at: dict[str, list[datetime]] = field(default_factory=dict)

    async def read(
        self, url: str, known: TrackedPage | None = None, asked: Collection[LinkQuestion] = (), *, owner: bool = False
    ) -> Reading:
        now = self.clock.now()
        self.read_at.setdefault(url, []).append(now)
        at = self.redirects.get(url, url)
        for spell in self.spells:
            if spell.host in {host(url), host(at)} and spell.since <= (now - NOON) / HOUR < spell.until:
                failed = url if spell.host == host(url) else at
                failure = FetchFailure(url, spell.outcome, "as the test says", now, failed)
                return Reading(spell.outcome, failure.reason, failure_facts(failure), failure=failure)
        return _page(url, self._html(url, now), asked, now, at)

    async def read_control(self, url: str) -> ControlReadings:
        home, nowhere = join("/", url) or url, FetchFailure(url, Outcome.GONE, "nothing there", self.clock.now(), url)
        return ControlReadings(_page(home, "<h1>Walks</h1>", (), self.clock.now()).facts, failure_facts(nowhere))

    def _html(self, url: str, now: datetime) -> str:
        return UNLINKED if url == STEADY and now >= self.lost_at else LINKED


def _page(url: str, html: str, asked: Collection[LinkQuestion], now: datetime, at: str = "") -> Reading:
    headers = (("content-type", "text/html; charset=utf-8"),)
    page = Page(url, at or url, 200, headers, html.encode(), now)
    examined = extract(page, list(asked))
    return Reading(Outcome.OK, "", examined.facts, headers, str(hash(html)), None, page, examined)


@dataclass
class Paper:
    """The work itself upon a paper web, in a real store."""

    web: PaperWeb
    store: TinyStore
    dispatcher: Dispatcher

    async def pass_days(self, days: int) -> None:
        """Check all that falls due in so many days from the start."""
        await self.dispatcher.run_due()
        while (due := await self.store.next_due_at()) and due < NOON + days * DAY:
            self.web.clock.move(max(due - self.web.clock.now(), timedelta(seconds=1)))
            await self.dispatcher.run_due()


@asynccontextmanager
async def open_paper(web: PaperWeb, folder: Path) -> AsyncIterator[Paper]:
    """Open it with an empty store in `folder`; it has no canaries."""

    async def canaries() -> dict[str, bool]:
        return {}

    async def as_read(reading: Reading) -> Reading:
        return reading

    store = await open_tiny(folder)
    deps = CheckDeps(store, web.read, web.read_control, as_read, canaries, web.clock, chance=lambda: 0.5)
    try:
        yield Paper(web, store, Dispatcher(store, partial(check_page, deps), web.clock, Bounds()))
    finally:
        await store.close()


async def lived(
    spells: Collection[Spell], lost_at: datetime, redirects: Mapping[str, str] | None = None
) -> tuple[list[datetime], datetime | None]:
    """When the steady page was read, and when its link was found lost, in a world where others fail so."""
    web = PaperWeb(HandClock(NOON), spells, redirects or {}, lost_at)
    with tempfile.TemporaryDirectory() as folder:
        async with open_paper(web, Path(folder)) as paper:
            for url in (STEADY, *OTHERS, *web.redirects):
                await paper.store.add_link(NewLink("C1", url, OURS), NOON)
            await paper.pass_days(6)
            (link,) = [each for each in await paper.store.links() if each.page_url == STEADY]
    return web.read_at[STEADY], link.standing.since if link.standing.state is LinkState.LOST else None


async def test_a_target_that_many_links_lead_to_refuses_no_check_of_theirs_while_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are due at once, day after day; what is refused would be judged again."""
    refused: list[Write] = []
    write_or_refuse = TinyStore.write

    async def write(store: TinyStore, change: Write) -> None:
        try:
            await write_or_refuse(store, change)
        except StaleError:
            refused.append(change)
            raise

    monkeypatch.setattr(TinyStore, "write", write)
    async with open_paper(PaperWeb(HandClock(NOON)), tmp_path) as paper:
        for number in range(60):
            await paper.store.add_link(NewLink("C1", f"https://site{number}.example/p", OURS), NOON)
        await paper.pass_days(2)
        assert {len(times) for times in paper.web.read_at.values()} == {2}
    assert refused == []


def failing() -> st.SearchStrategy[list[Spell]]:
    """Spells of trouble of every host but the steady one, short and long, of every kind that makes a host wait."""
    troubles = [outcome for outcome in Outcome if outcome.meaning.is_host_trouble]
    spell = st.builds(
        lambda host, since, lasts, outcome: Spell(host, since, since + lasts, outcome),
        st.sampled_from([host(url) for url in (OURS, *OTHERS)]),
        st.integers(0, 130),
        st.integers(1, 140),
        st.sampled_from(troubles),
    )
    return st.lists(spell, min_size=1, max_size=4)


@pytest.mark.slow
@settings(max_examples=20)
@given(failing(), st.integers(1, 72))
async def test_what_other_hosts_do_moves_no_check_of_a_page_that_can_be_read(spells: list[Spell], hours: float) -> None:
    lost_at = NOON + hours * HOUR
    assert await lived(spells, lost_at) == await lived((), lost_at)


@pytest.mark.slow
@settings(max_examples=20)
@given(failing(), st.integers(1, 72), st.dictionaries(st.sampled_from(NEIGHBOURS), st.sampled_from(OTHERS), min_size=1))
async def test_nor_do_pages_of_its_own_host_that_redirect_to_one_that_fails(
    spells: list[Spell], hours: float, redirects: dict[str, str]
) -> None:
    lost_at = NOON + hours * HOUR
    assert await lived(spells, lost_at, redirects) == await lived((), lost_at, redirects)


async def test_a_page_that_redirects_to_a_host_that_fails_waits_for_that_one(tmp_path: Path) -> None:
    moved, failing_one = NEIGHBOURS[0], OTHERS[0]
    spell = Spell(host(failing_one), 0, 10, Outcome.SERVER_ERROR)
    web = PaperWeb(HandClock(NOON), [spell], dict.fromkeys(NEIGHBOURS, failing_one))
    async with open_paper(web, tmp_path) as paper:
        for url in (STEADY, *NEIGHBOURS):
            await paper.store.add_link(NewLink("C1", url, OURS), NOON)
        await paper.pass_days(2)
        failed, own = await paper.store.host(host(failing_one)), await paper.store.host(host(moved))
    waits = [(later - at) / HOUR for at, later in pairwise(web.read_at[moved])]
    assert [wait for wait in waits if wait < 20] == [0.5, 1, 2, 4, 8], "one back-off, however many pages lead there"
    assert (failed.failures, failed.not_before) == (0, None), "it answers again"
    assert (own.failures, own.not_before) == (0, None)


@pytest.mark.slow
async def test_removals_are_all_told_in_time_while_our_site_is_down_for_two_weeks(tmp_path: Path) -> None:
    """Real pages, real time-table: one removal a day among many sites, and our own server answers 503."""
    async with open_world(tmp_path) as world:
        gone = await _removals_while_we_are_down(world, sites=20, removals=8)
        losses = [each for each in await world.incidents() if each.kind is IncidentKind.LOST]
        told = {member: each.opened_at for each in losses for member in each.members}
        assert told.keys() == gone.keys()
        assert all(told[number] - at <= DAY + timedelta(hours=34) for number, at in gone.items())


async def _removals_while_we_are_down(world: World, sites: int, removals: int) -> dict[int, datetime]:
    """When each of the removed links went."""
    target = world.sites.url("ours.example/boots")
    linked = f'<p>{WORDS} We bought <a href="{target}">good boots</a>.</p>'
    world.sites["ours.example/boots"] = world.sites["ours.example/"] = "<h1>Boots</h1>"
    for number in range(sites):
        world.sites[f"site{number}.example/"] = "<h1>Walking</h1><p>Stories from the hills.</p>"
        world.sites[f"site{number}.example/p"] = linked
        await world.watch(f"site{number}.example/p", "ours.example/boots")
        await world.pass_time(HOUR)
    world.sites["ours.example/boots"] = world.sites["ours.example/"] = Answer("busy", status=503)
    gone: dict[int, datetime] = {}
    for number in range(removals):
        await world.pass_time(DAY)
        world.sites[f"site{number}.example/p"] = UNLINKED
        gone[number + 1] = world.clock.now()
    await world.pass_time((14 - removals) * DAY)
    return gone
