"""A quarter of checks: pages are served from the world, and read, judged, told and stored as ever."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from jobs.bench._simulated import JumpingClock, settled
from jobs.bench.deals.world import HOUR, START, Deal, DealWeb, Has, Silence
from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.exchanges.follow import follow_clock
from jobs.exchanges.legs import new_leg
from jobs.model.exchange import Exchange, NewExchange, Side
from jobs.model.incident import IncidentKind
from jobs.model.link import NewLink
from jobs.model.notice import NoticeKind
from jobs.model.page import FetchFailure, Outcome, Page
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings, of_the_site, seen_as
from jobs.rules import alerts
from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny

_TALE = "We walked the long ridge above the lake, slept in the old hut and wore out our soles on the way down. " * 6
_HOME = "<title>Walks</title><h1>Walks</h1><p>" + "Tales from the hills, and who writes them down. " * 9
_WALLS = {
    Silence.CHALLENGE: "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
    Silence.LOGIN: "<title>Log in</title><p>This is protected. <form method=post><input type=password name=p></form>",
}
_FAILURES = {
    Silence.BLOCKED: (Outcome.BLOCKED, 403),
    Silence.TIMEOUT: (Outcome.TIMEOUT, None),
    Silence.SERVER_ERROR: (Outcome.SERVER_ERROR, 503),
}
_REL = {Has.LINK: "", Has.NOFOLLOW: " rel=nofollow"}


@dataclass(slots=True)
class Quarter:
    """What was seen, held against what is true."""

    states_right: int = 0
    first_right: int = 0
    declared_unreadable: int = 0
    unfounded: int = 0
    missed: int = 0
    told_twice: int = 0
    """How often a channel heard of a breach, in a message or a line that is shown in it, beyond once a breach."""
    longest_wait: float = 0.0
    checks: int = 0
    unread: int = 0


@dataclass(slots=True)
class _Net:
    """Serves the world, and remembers of each page whether its last answer could be read."""

    world: DealWeb
    clock: JumpingClock
    unreadable: dict[str, bool] = field(default_factory=dict)
    checks: int = 0
    unread: int = 0

    async def read(
        self,
        url: str,
        known: TrackedPage | None = None,  # noqa: ARG002  # as `Read` has it
        asked: Collection[LinkQuestion] = (),
        *,
        owner: bool = False,  # noqa: ARG002  # as `Read` has it
    ) -> Reading:
        """What the page says now; it is never unchanged."""
        deal, side = self.world.by_host[urlsplit(url).netloc]
        fault = deal.fault(side, self.clock.at)
        if url == deal.page(side):
            fault = fault or (Silence.TIMEOUT if self.world.fails_once() else None)
            self.checks += 1
            self.unread += fault is not None
            self.unreadable[url] = fault is not None
        return self._answer(url, deal, side, fault, list(asked))

    def _answer(
        self, url: str, deal: Deal, side: Side, fault: Silence | None, questions: Sequence[LinkQuestion]
    ) -> Reading:
        if fault in _FAILURES:
            return self._failed(url, *_FAILURES[fault])
        if fault is not None:
            return self._page(url, _WALLS[fault], questions)
        if url == deal.page(side):
            has = deal.has(side, self.clock.at)
            link = f"<a href='{deal.target(side)}'{_REL[has]}>good boots</a>" if has in _REL else "good boots"
            html = f"<title>A ridge walk</title><h1>A walk</h1><p>{_TALE} In the village we bought {link}."
            return self._failed(url, Outcome.GONE, 404) if has is Has.GONE else self._page(url, html, questions)
        is_home = urlsplit(url).path == "/"
        return self._page(url, _HOME, questions) if is_home else self._failed(url, Outcome.GONE, 404)

    async def control(self, url: str) -> ControlReadings:
        """The home page of the host, and an address that there is not."""
        name = urlsplit(url).netloc
        root, random = [await self.read(f"https://{name}/{path}") for path in ("", "no-such-page")]
        return ControlReadings(seen_as(root, of_the_site(root)).facts, seen_as(random, of_the_site(random)).facts)

    def _page(self, url: str, html: str, questions: Sequence[LinkQuestion]) -> Reading:
        headers = (("content-type", "text/html; charset=utf-8"),)
        page = Page(url, url, 200, headers, html.encode(), self.clock.at)
        examined = extract(page, questions)
        return Reading(Outcome.OK, "", examined.facts, headers, "", None, page, examined)

    def _failed(self, url: str, outcome: Outcome, status: int | None) -> Reading:
        failure = FetchFailure(url, outcome, outcome.value, self.clock.at, url, status)
        return Reading(outcome, failure.reason, failure_facts(failure), failure=failure)


async def play_quarter(world: DealWeb, folder: Path) -> Quarter:
    """Enter all deals on the first day and watch them to the last; see what was said of each."""
    store = await open_tiny(folder)
    try:
        clock = JumpingClock(START)
        net = _Net(world, clock)
        deps = _deps(store, net, clock)
        dispatcher = Dispatcher(store, partial(check_page, deps), clock, Bounds())
        entered = [await _enter(store, deal) for deal in world.deals]
        seen = Quarter()
        end = START + timedelta(days=world.days)
        states = dict.fromkeys(entered, False)
        while clock.at < end:
            due = await store.next_due_at()
            clock.at = min(max(clock.at + timedelta(minutes=1), due or end), clock.at + HOUR, end)
            await dispatcher.run_due()
            await follow_clock(store, alerts, clock.at)
            states = await _note(store, world, net, seen, states)
        seen.checks, seen.unread = net.checks, net.unread
        for number, deal in zip(entered, world.deals, strict=True):
            await _judge(store, seen, deal, number)
        return seen
    finally:
        await store.close()


def _deps(store: Store, net: _Net, clock: JumpingClock) -> CheckDeps:
    async def canaries() -> dict[str, bool]:
        return {f"canary-{name}.example": True for name in "abc"}

    return CheckDeps(store, net.read, net.control, settled, canaries, clock, chance=lambda: 0.5)


async def _enter(store: Store, deal: Deal) -> int:
    legs = []
    for side in Side:
        link, _ = await store.add_link(NewLink("C1", deal.page(side), deal.target(side)), START)
        legs.append(new_leg(link, side))
    exchange, _ = await store.add_exchange(NewExchange("C1", tuple(legs)), START)
    return exchange.id


async def _note(store: Store, world: DealWeb, net: _Net, seen: Quarter, before: dict[int, bool]) -> dict[int, bool]:
    """Hold each breach that was just declared against the world."""
    now = {}
    for number, deal in zip(before, world.deals, strict=True):
        exchange = await _exchange(store, number)
        now[number] = exchange.state.is_breach
        if now[number] and not before[number]:
            seen.declared_unreadable += any(net.unreadable.get(deal.page(side), True) for side in Side)
            seen.unfounded += not deal.is_broken(net.clock.at)
            seen.longest_wait = max(seen.longest_wait, _waited(deal, net.clock.at) / HOUR)
    return now


def _waited(deal: Deal, now: datetime) -> timedelta:
    """How long ago the last turn was, less the times in which a side could not be read since."""
    begun = max((deal.begins(turn) for turn in deal.story.turns if deal.begins(turn) <= now), default=now)
    spells = [spell for of_side in deal.spells.values() for spell in of_side]
    unread = [min(spell.end, now) - max(spell.start, begun) for spell in spells]
    return now - begun - sum((each for each in unread if each > timedelta()), timedelta())


async def _judge(store: Store, seen: Quarter, deal: Deal, number: int) -> None:
    exchange = await _exchange(store, number)
    first = exchange.first_leg.side if exchange.first_leg else None
    seen.states_right += exchange.state is deal.story.ends_as
    seen.first_right += first is deal.story.first
    told = [
        each
        for each in await store.incidents(channel="C1", subject=exchange.ref, only_open=False)
        if each.kind is IncidentKind.BREACH
    ]
    breaks = sum(bool(turn.day) and turn.has is not Has.LINK for turn in deal.story.turns)
    seen.missed += bool(breaks) and not told
    heard = [
        each.incident_id
        for each in await store.notices(channel="C1")
        if each.kind is NoticeKind.CARD or (each.kind is NoticeKind.REPLY and each.broadcast)
    ]
    seen.told_twice += beyond_once(heard, [incident.id for incident in told], breaks)


def beyond_once(heard: Sequence[str], told: Sequence[str], breaks: int) -> int:
    """How often alerts were heard of beyond once each, and how many there are beyond one a break (pure).

    Counted alert by alert, so that one that nobody heard of does not make up for one that was told twice.
    """
    return sum(max(0, heard.count(alert) - 1) for alert in told) + max(0, len(told) - breaks)


async def _exchange(store: Store, number: int) -> Exchange:
    found = await store.exchange(number)
    assert found is not None, "deals are never forgotten"
    return found
