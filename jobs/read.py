"""Read one page: our own robots.txt manners, the fetch, the parse, the facts; a failure is a value."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from aiohttp import ClientSession

from jobs.classify import recognise
from jobs.clock import Clock
from jobs.facts import failure_facts, page_facts, with_headers
from jobs.model.document import Document, TooComplex
from jobs.model.link import WatchedPage
from jobs.model.page import FetchFailure, Headers, NotModified, Outcome, Page, Validators, header_values
from jobs.model.reading import PageFacts
from jobs.web.fetch import fetch
from jobs.web.policy import NetworkPolicy
from jobs.web.reader import PageReader
from jobs.web.robots_fetch import RobotsFiles, RobotsVerdict


@dataclass(frozen=True, slots=True)
class Reading:
    """What asking for a page gave, ready to be judged."""

    outcome: Outcome
    reason: str
    facts: PageFacts
    """Of a page that could not be read: its address, status and outcome only."""
    headers: Headers = ()
    body_hash: str = ""
    failure: FetchFailure | None = None
    page: Page | None = None
    document: Document | None = None
    """None where the page could not be read, or is unchanged since it was last parsed."""

    @property
    def validators(self) -> Validators:
        """What makes the next request conditional."""
        etag = header_values(self.headers, "etag")[:1]
        modified = header_values(self.headers, "last-modified")[:1]
        return Validators("".join(etag), "".join(modified), self.facts.final_url)


Read = Callable[[str, WatchedPage | None], Awaitable[Reading]]
"""Read a page; given what is known of it, "unchanged" will do."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads pages through the one guarded door."""

    session: ClientSession
    policy: NetworkPolicy
    robots: RobotsFiles
    pages: PageReader
    clock: Clock
    obey_robots: bool = True

    async def read(self, url: str, known: WatchedPage | None = None) -> Reading:
        """Read `url`; where `known` is given the request is conditional, and an unchanged page is not parsed again."""
        told = await self.robots.allowed(url)
        if self.obey_robots and not told.ours:
            return _failed(_stay_away(url, told, self.policy.robot_name, self.clock.now()))
        validators = known.validators if known else None
        got = await fetch(self.session, url, policy=self.policy, now=self.clock.now, validators=validators)
        if isinstance(got, FetchFailure):
            return _failed(recognise(got))
        reading = await _parsed(self.pages, got, known)
        verdict = await self.robots.allowed(reading.facts.final_url)
        facts = replace(reading.facts, google_allowed=verdict.google, google_rule=verdict.google_rule)
        return replace(reading, facts=facts)


async def _parsed(pages: PageReader, got: Page | NotModified, known: WatchedPage | None) -> Reading:
    digest = hashlib.blake2b(got.body, digest_size=16).hexdigest() if isinstance(got, Page) else ""
    if known and known.facts and (isinstance(got, NotModified) or digest == known.body_hash):
        facts = with_headers(known.facts, got.headers, got.fetched_at)
        facts = replace(facts, final_url=got.final_url, hops=got.hops)
        return Reading(Outcome.OK, "", facts, got.headers, known.body_hash)
    if isinstance(got, NotModified):  # nobody asked conditionally, so there is nothing it could be the same as
        reason = "the server said “not modified” to a request that set no condition"
        return _failed(FetchFailure(got.url, Outcome.BAD_HTTP, reason, got.fetched_at, got.final_url, got.status))
    kind = "".join(header_values(got.headers, "content-type")[:1])
    document = await pages.read_document(got.body, url=got.final_url, content_type=kind, headers=got.headers)
    if isinstance(document, TooComplex):
        reason = "could not be read (too complex)"
        return _failed(FetchFailure(got.url, Outcome.TOO_COMPLEX, reason, got.fetched_at, got.final_url, got.status))
    return Reading(Outcome.OK, "", page_facts(got, document), got.headers, digest, None, got, document)


def _stay_away(url: str, told: RobotsVerdict, robot: str, now: datetime) -> FetchFailure:
    """robots.txt forbids the page, or could not be read: then nothing is asked for, and its fault is the page's."""
    if told.failure is not None:
        return replace(told.failure, url=url, reason=f"its robots.txt: {told.failure.reason}")
    return FetchFailure(url, Outcome.ROBOTS_REFUSED, f"its robots.txt asks {robot} to stay away", now)


def _failed(failure: FetchFailure) -> Reading:
    return Reading(failure.outcome, failure.reason, failure_facts(failure), failure.headers, failure=failure)
