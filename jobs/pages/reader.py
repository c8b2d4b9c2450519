"""Read one page: our manners, the fetch, the parse, the facts; a failure is a value."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TypeVar

from aiohttp import ClientSession

from jobs.config import Config
from jobs.model.document import TooComplex
from jobs.model.page import FetchFailure, FetchResult, Hop, NotModified, Outcome, Page, Validators, header_values
from jobs.model.reading import PageFacts, Seen
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import Classified, Extracted, LinkQuestion
from jobs.pages.block_pages import recognise
from jobs.pages.lasting import body_hash, lasting_of, may_be_as_read
from jobs.pages.onward import leads_on
from jobs.pages.page_facts import confirmed, failure_facts, kept_of
from jobs.pages.reading import EXTRACTOR, Followed, Reading, examine
from jobs.pages.rendered import Drawing, page_of
from jobs.units.clock import Clock
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.request_state import Trip
from jobs.web.http.session import page_session
from jobs.web.http.throttle import HostThrottle, Turns
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.render.renderer import Renderer, browser_trouble, chromium_of
from jobs.web.render.rendering import NotRendered, Render
from jobs.web.robots.files import RobotsFiles
from jobs.web.urls import host

_SUCCESS = range(200, 300)

T = TypeVar("T")

Examine = partial[Extracted]
"""Parses a page and answers what was asked of it; picklable, for another process does it."""


class PageReader:
    """Reads pages through the one guarded door, one request at a time for each host."""

    def __init__(
        self,
        session: ClientSession,
        policy: NetworkPolicy,
        robots: RobotsFiles,
        pages: ParserPool,
        clock: Clock,
        *,
        obey_robots: bool = True,
        former_sites: Collection[str] = (),
        render: Render | None = None,
        turns: Turns | None = None,
    ) -> None:
        """`turns` at hosts are this process's own unless given."""
        self._session = session
        self._policy = policy
        self._robots = robots
        self._pages = pages
        self._clock = clock
        self._obey_robots = obey_robots
        self._former_sites = tuple(former_sites)
        self._render = render
        self._turns: Turns = turns or HostThrottle(policy.host_delay, clock)

    @property
    def can_draw(self) -> bool:
        """Whether there is a browser to draw pages with."""
        return self._render is not None

    async def read(
        self,
        url: str,
        known: TrackedPage | None = None,
        asked: Collection[LinkQuestion] = (),
        *,
        whole: bool = False,
        outward: bool = False,
        contacts: bool = False,
        as_browser: bool = False,
        owner: bool = False,
    ) -> Reading:
        """Read `url` and answer what is `asked` of it; `whole`, `outward` and `contacts` are those of `extract`.

        Where `known` is given the request is conditional, an unchanged page is not parsed again, and of one that has
        changed what rests on the same as before is not worked out again. A page that only sends its visitors on is
        followed, as a redirect is. With `as_browser` the request has the browsers' form. `owner` is that of `Read`.
        """
        kept = kept_of(known.facts, known.good_sketch, owner=owner) if known else None
        examine_it = partial(
            examine,
            asked=tuple(asked),
            whole=whole,
            outward=outward,
            contacts=contacts,
            layout=owner,
            former_sites=self._former_sites,
            kept=kept,
        )
        # What pages of one owner share may stand in what is fleeting, too.
        seen = [each.before for each in asked] if kept and kept.owner else []
        validators, trip = known.validators if known else None, Trip(url)
        got = await self._fetch(url, trip, validators, as_browser=as_browser)
        reading = await self._examined(got, known, examine_it, seen)
        while onward := leads_on(reading):
            trip = trip.onward((*got.hops, Hop(reading.facts.final_url, reading.facts.status, onward)))
            if len(trip.hops) > self._policy.max_redirects:
                reading = _failed(got, Outcome.REDIRECT_LOOP, "too many redirects")
                break
            got = await self._fetch(onward, trip, validators, as_browser=as_browser)
            reading = await self._examined(got, known, examine_it, seen)
        if reading.outcome is not Outcome.OK and reading.examined is None:
            return reading
        verdict = await self._robots.allowed(reading.facts.final_url, self._turns)
        if (verdict.google, verdict.google_rule) == (reading.facts.google_allowed, reading.facts.google_rule):
            return reading
        facts = replace(reading.facts, google_allowed=verdict.google, google_rule=verdict.google_rule)
        return replace(reading, facts=facts)

    async def _fetch(self, url: str, trip: Trip, validators: Validators | None, *, as_browser: bool) -> FetchResult:
        return await fetch(
            self._session,
            url,
            policy=self._policy,
            now=self._clock.now,
            validators=validators,
            throttle=self._turns,
            leave=self._leave if self._obey_robots else None,
            as_browser=as_browser,
            trip=trip,
        )

    async def follow(self, url: str) -> Followed:
        """Where a link leads, by its redirects alone: no page is read, and robots.txt is obeyed at every hop.

        What concerns only programs like ours, a challenge or a robots.txt that fails, is told from what visitors meet.
        """
        got = await fetch(
            self._session,
            url,
            policy=self._policy,
            now=self._clock.now,
            head_only=True,
            throttle=self._turns,
            leave=self._leave_link if self._obey_robots else None,
        )
        passed = (*(hop.url for hop in got.hops), got.final_url or got.url)
        if isinstance(got, FetchFailure):
            seen = recognise(got)
            return Followed(passed, seen.outcome, seen.reason)
        return Followed(passed, Outcome.OK)

    async def draw(
        self, served: Reading, asked: Collection[LinkQuestion] = (), *, whole: bool = False
    ) -> Drawing | NotRendered:
        """Have a browser draw a page that was read, and answer what is `asked` of what it shows.

        The browser asks for the page again, with all that its scripts ask for, in its host's turn.
        """
        assert self._render is not None
        assert served.page is not None
        async with self._turns.acquire(host(served.facts.final_url)):
            drawn = await self._render(served.facts.final_url)
        if isinstance(drawn, NotRendered):
            return drawn
        if drawn.status not in _SUCCESS:
            return NotRendered(f"the server answered it with {drawn.status}")
        page = page_of(drawn, served.page, self._clock.now())
        examine_it = partial(examine, asked=tuple(asked), whole=whole, former_sites=self._former_sites)
        return Drawing(await self._examined(page, None, examine_it), drawn.settled)

    async def download(self, url: str, validators: Validators | None = None) -> FetchResult:
        """A file as it is, of any type; robots.txt speaks to robots, not to whoever has a file of theirs read."""
        return await fetch(
            self._session,
            url,
            policy=self._policy,
            now=self._clock.now,
            validators=validators,
            any_type=True,
            throttle=self._turns,
        )

    async def read_file(self, url: str, examine: Callable[[Page | FetchFailure], T]) -> T | TooComplex:
        """What `examine`, which is picklable and runs where pages are parsed, makes of a file of any type."""
        got = await self.download(url)
        if isinstance(got, NotModified):
            why = "the server said “not modified” to a request that set no condition"
            got = FetchFailure(url, Outcome.BAD_HTTP, why, got.fetched_at)
        return await self._pages.read(got, examine)

    async def _leave(self, url: str) -> FetchFailure | None:
        """Why robots.txt keeps us away: it forbids the page, or could not be read, and then its fault is the page's."""
        told = await self._robots.allowed(url, self._turns)
        if told.ours:
            return None
        if told.failure is None:
            reason = f"its robots.txt asks {self._policy.robot_name} to stay away"
            return FetchFailure(url, Outcome.ROBOTS_REFUSED, reason, self._clock.now())
        failure = recognise(told.failure)
        if _is_nobody_there(failure):  # that is no matter of robots.txt
            return failure
        why = failure.reason.replace("the page", "it")
        return replace(failure, reason=f"its robots.txt could not be read: {why}")

    async def _leave_link(self, url: str) -> FetchFailure | None:
        """The same for a link that is followed: visitors need no robots.txt, so its fault is not the link's.

        Where nobody is at the host, there is nobody for visitors either; a robots.txt slow or garbled tells less.
        """
        refused = await self._leave(url)
        of_itself = {Outcome.TIMEOUT, Outcome.BAD_HTTP}
        if refused is None or (_is_nobody_there(refused) and refused.outcome not in of_itself):
            return refused
        return replace(refused, outcome=Outcome.ROBOTS_REFUSED)

    async def _examined(
        self, got: FetchResult, known: TrackedPage | None, examine_it: Examine, seen: Collection[Seen | None] = ()
    ) -> Reading:
        """What came, read; where its links were `seen` and it is as it was, it is not parsed."""
        if isinstance(got, FetchFailure):
            return await self._as_far_as_it_came(got, examine_it)
        before = known.facts if known else None
        if isinstance(got, NotModified):
            if known and before:
                return _unchanged(got, known, before)
            # Nobody asked conditionally, so there is nothing it could be the same as.
            return _failed(got, Outcome.BAD_HTTP, "the server said “not modified” to a request that set no condition")
        lasting = lasting_of(got) if before and may_be_as_read(before, seen) else None
        lasts = before is not None and lasting is not None and lasting.mark == before.lasting_mark
        digest = "" if lasts else body_hash(got)
        if known and before and (lasts or digest == known.body_hash):
            return _unchanged(got, known, before)
        was_read_well = known is not None and known.last_outcome is Outcome.OK
        examined = await self._pages.read(got, partial(examine_it, lasting=lasting), read_well=was_read_well)
        if isinstance(examined, TooComplex):
            return _failed(got, Outcome.TOO_COMPLEX, "could not be read (too complex)")
        return Reading(Outcome.OK, "", examined.facts, got.headers, digest, None, got, examined, got.packed_hash)

    async def _as_far_as_it_came(self, failure: FetchFailure, examine_it: Examine) -> Reading:
        """A failure, with what can be read of a 2xx page that was cut off."""
        seen = recognise(failure)
        reading = Reading(seen.outcome, seen.reason, failure_facts(seen), seen.headers, failure=seen)
        if failure.status not in _SUCCESS or not failure.body:
            return reading
        page = Page(
            url=failure.url,
            final_url=failure.final_url,
            status=failure.status or 0,
            headers=failure.headers,
            body=failure.body,
            fetched_at=failure.fetched_at,
            hops=failure.hops,
        )
        shown = Classified(seen.outcome, seen.reason)
        examined = await self._pages.read(page, partial(examine_it, shown=shown))
        if isinstance(examined, TooComplex):
            return reading
        return replace(reading, facts=examined.facts, examined=examined)


def _is_nobody_there(robots: FetchFailure) -> bool:
    """Whether its host itself gave no answer to the request for a robots.txt."""
    return robots.status is None and not robots.hops


def _unchanged(got: Page | NotModified, known: TrackedPage, before: PageFacts) -> Reading:
    """The page as it was, with the headers as they are now."""
    facts, headers = confirmed(before, got), got.headers
    packed_hash = known.validators.packed_hash if isinstance(got, NotModified) else got.packed_hash
    if isinstance(got, NotModified) and not got.sent_again:
        kept = (("etag", known.validators.etag), ("last-modified", known.validators.last_modified))
        headers += tuple((name, value) for name, value in kept if value and not header_values(headers, name))
    return Reading(Outcome.OK, "", facts, headers, known.body_hash, packed_hash=packed_hash)


def _failed(got: FetchResult, outcome: Outcome, reason: str) -> Reading:
    failure = FetchFailure(
        got.url, outcome, reason, got.fetched_at, got.final_url, got.status, got.headers, hops=got.hops
    )
    return Reading(outcome, reason, failure_facts(failure), got.headers, failure=failure)


@asynccontextmanager
async def open_reader(config: Config, clock: Clock, turns: Turns | None = None) -> AsyncIterator[PageReader]:
    """A reader of pages, closed with all that it opened; `turns` are those that several processes share."""
    policy = NetworkPolicy.of(config.network)
    async with page_session(policy) as session, ParserPool(EXTRACTOR) as pages:
        robots = RobotsFiles(session, policy, clock.now, pages)
        yield PageReader(
            session,
            policy,
            robots,
            pages,
            clock,
            obey_robots=config.network.obey_robots,
            former_sites=config.our_former_sites,
            render=_render_for(config, policy),
            turns=turns,
        )


def _render_for(config: Config, policy: NetworkPolicy) -> Render | None:
    """What draws pages, where that is asked for and can be done."""
    chosen = config.render
    if not chosen.enabled or browser_trouble(chosen.chromium):
        return None
    return Renderer(chromium_of(chosen.chromium) or "", policy).render
