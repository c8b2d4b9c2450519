"""One lane of `bench check`, in a process of its own: what it costs to read the pages of a site in one way.

Called as `python -m jobs.bench._lanes LANE PAGES PORT NAMES CERTIFICATE`; prints milliseconds a page by phase: of CPU,
in the lane `clock` by the clock.
"""

import asyncio
import gc
import json
import ssl
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from aiohttp import ClientSession, TCPConnector

from jobs.bench._cpu import children, tree_seconds
from jobs.bench._made_pages import Truth, made_pages
from jobs.bench._simulated import no_canaries
from jobs.bench._tls_site import AGAIN, CHANGED, MARKUP, NOT_MODIFIED, SAME, TEXT, TlsSite
from jobs.checks.allowance import DailyAllowance
from jobs.checks.canaries import read_control
from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.checks.follow_candidates import AbsenceSettler
from jobs.checks.kept_relevance import RelevanceKeeper
from jobs.checks.second_look import SecondLook
from jobs.model.kept_relevance import Compared, KeptRelevance
from jobs.model.link import Expectation, Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.tracked_page import TrackedPage
from jobs.pages.extract import extract
from jobs.pages.reader import PageReader
from jobs.pages.reading import Reading
from jobs.relevance.comparer import Comparer
from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny
from jobs.units.clock import SystemClock
from jobs.web.http.dns import Names
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import browser_tls, page_session
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles

_AT_ONCE = 8
_POLICY = NetworkPolicy(allow_private=True, host_delay=timedelta(0), total_seconds=120)
_DAY = timedelta(hours=27)
"""Longer than the usual rhythm with all of its jitter."""
_MS = 1000.0

Figures = dict[str, float]


def main() -> None:
    """Runs the lane and prints its figures."""
    lane, count, port, names, certificate = sys.argv[1:6]
    site = TlsSite(int(port), names, certificate)
    json.dump(asyncio.run(LANES[lane](int(count), site)), sys.stdout)


async def _bare(count: int, site: TlsSite) -> Figures:
    """Every page by aiohttp alone, on a connection of its own."""
    await _answer_as(site, SAME, 0)
    urls = [site.url_of(made) for made in made_pages(count)]
    tls = ssl.create_default_context(cafile=site.certificate)
    connector = TCPConnector(force_close=True, ssl=tls, resolver=Names((site.names,)))
    async with ClientSession(connector=connector) as session:
        await _get_all(session, urls[:_AT_ONCE])
        gc.freeze()  # as the other lane does
        began = tree_seconds()
        lengths = await _get_all(session, urls)
        taken = tree_seconds() - began
        await _answer_as(site, NOT_MODIFIED, 1)
        began = tree_seconds()
        nothing = await _get_all(session, urls, {"If-None-Match": "*"})
        unchanged = tree_seconds() - began
    wrong = sum(length != len(site.body_of(made)) for length, made in zip(lengths, made_pages(count), strict=True))
    return {"get": taken / count * _MS, "get 304": unchanged / count * _MS, "wrong": wrong + sum(map(bool, nothing))}


async def _get_all(session: ClientSession, urls: list[str], headers: Mapping[str, str] | None = None) -> list[int]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def get(url: str) -> int:
        async with turns, session.get(url, headers=headers) as answer:
            return len(await answer.read())

    return await asyncio.gather(*map(get, urls))


class _LaterClock(SystemClock):
    """The machine's clock, put forward a day at a time."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """The machine's time and what it was put forward."""
        return datetime.now(UTC) + self.ahead


async def _check(count: int, site: TlsSite, seconds: Callable[[], float] = tree_seconds) -> Figures:
    """Every page as the bot checks it: dispatcher, fetch, reading, rules, verdict, store; `seconds` measures."""
    clock, found = _LaterClock(), Figures()
    truths = {site.url_of(made): made.truth for made in made_pages(count)}
    with tempfile.TemporaryDirectory() as folder:
        async with _bot(Path(folder), clock, site) as (store, dispatcher, keeping):
            for url, truth in truths.items():
                await store.add_link(NewLink("C1", url, site.target, Expectation(rel=_agreed(truth))), clock.now())
            gc.freeze()  # as the bot does once it is up
            kinds, pids = list(PHASES), set[int]()
            for number, phase in enumerate(kinds):
                keeping.begun = number > 0
                await _answer_as(site, PHASES[phase], number)
                began, since = seconds(), clock.now()
                await dispatcher.run_due()
                found[phase] = (seconds() - began) / count * _MS
                found["wrong"] = found.get("wrong", 0) + await _wrong(store, truths, since)
                pids |= set(filter(_reads_pages, children()))
                clock.ahead += _DAY
        found["children"] = len(pids)
    return found


PHASES = {
    "first look": SAME,
    "second day": TEXT,
    "words changed": TEXT,
    "changed": CHANGED,
    "markup changed": MARKUP,
    "same bytes": AGAIN,
    "not modified": NOT_MODIFIED,
}
"""What is measured, one day after the other, and how the pages answer on it; all within the week in which a page is
read whole once.

On the second day caches fill, and it is worked out of each link how close its page is to ours; on later days only of
those whose text changed much. What changes in "changed" is in a script and a hidden field, where nothing rests on it;
in "markup changed" another attribute is added, and the page is parsed.
"""


def _reads_pages(pid: int) -> bool:
    """Whether a child process is one of those that read pages; another compares them."""
    return extract.__module__ in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")


def _agreed(truth: Truth) -> frozenset[str]:
    return frozenset(truth.rel)


async def _wrong(store: Store, truths: dict[str, Truth], since: datetime) -> int:
    """How many links are not known as they are, or were not looked at well since then."""
    links, pages = await store.links(), await store.pages(truths.keys())
    unread = sum(not _was_read(page, since) for page in pages.values())
    return abs(len(links) - len(truths)) + unread + sum(not _is_right(link, truths[link.page_url]) for link in links)


def _was_read(page: TrackedPage, since: datetime) -> bool:
    looked_at = page.last_checked_at is not None and page.last_checked_at >= since
    return looked_at and page.last_outcome is Outcome.OK


def _is_right(link: Link, truth: Truth) -> bool:
    best = link.sighting.best if link.sighting else None
    if best is None or not truth.present:
        return best is None and not truth.present and link.standing.state is LinkState.PENDING
    seen = (best.rel, best.hidden, best.place.value) == (truth.rel, truth.hidden, truth.place)
    well = link.standing.state is LinkState.LIVE
    return seen and well is not truth.hidden and bool(best.before or best.after)


async def _answer_as(site: TlsSite, mode: str, number: int) -> None:
    """Has the pages answer in this way from now on."""
    tls = ssl.create_default_context(cafile=site.certificate)
    async with ClientSession(connector=TCPConnector(ssl=tls)) as session:
        await (await session.get(f"https://127.0.0.1:{site.port}/-/{mode}/{number}")).read()


class _Keeping(RelevanceKeeper):
    """Begins later than the rest, so that a first look is measured without what is worked out once."""

    begun = False

    async def look(self, links: Iterable[Link], reading: Reading) -> Mapping[Compared, KeptRelevance]:
        """What was worked out now."""
        return await super().look(links, reading) if self.begun else {}


@asynccontextmanager
async def _bot(folder: Path, clock: _LaterClock, site: TlsSite) -> AsyncIterator[tuple[Store, Dispatcher, _Keeping]]:
    """The part of the bot that checks, wired as `bot/wiring` does it, but without canaries."""
    tls = browser_tls()
    tls.load_verify_locations(site.certificate)
    store = await open_tiny(folder)
    async with page_session(_POLICY, Names((site.names,)), tls) as session, ParserPool(extract.__module__) as pages:
        reader = PageReader(session, _POLICY, RobotsFiles(session, _POLICY, clock.now, pages), pages, clock)
        allowance = DailyAllowance(clock)
        comparer = Comparer()
        keeping = _Keeping(comparer.compare, reader.read, clock)
        parts = CheckDeps(
            store=store,
            read=SecondLook(reader.read, allowance).read,
            read_control=partial(read_control, reader.read, allowance),
            settle_absences=AbsenceSettler(reader.follow, reader.read, clock, allowance).settle,
            canary_answers=no_canaries,
            clock=clock,
            relevance=keeping,
        )
        try:
            yield store, Dispatcher(store, partial(check_page, parts), clock, Bounds(hosts=_AT_ONCE)), keeping
        finally:
            await comparer.close()
            await store.close()


LANES: dict[str, Callable[[int, TlsSite], Coroutine[None, None, Figures]]] = {
    "bare": _bare,
    "check": _check,
    "clock": partial(_check, seconds=monotonic),
}

if __name__ == "__main__":
    main()
