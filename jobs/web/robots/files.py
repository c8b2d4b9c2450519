"""robots.txt of each site: asked for once a day, remembered within bounds."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from weakref import WeakValueDictionary

from aiohttp import ClientSession
from cachetools import LRUCache
from msgspec import Struct

from jobs.model.document import TooComplex
from jobs.model.page import FetchFailure, FetchResult, NotModified, Outcome, Page
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.throttle import Turns
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.rules import KEPT_FOR_SECONDS, READ_AT_MOST, CrawlPolicy, Robots, robots_policy, rules_in
from jobs.web.urls import host, join

GOOGLE = "Googlebot"
PROJECT = ("Stillthere", "Linkwatch")
"""The name that we ask under unless told otherwise, and the project's: whoever runs us under a name of their own obeys
what a site says to all who run us, too."""

_KEPT = timedelta(seconds=KEPT_FOR_SECONDS)
_RETRIED_AFTER = timedelta(minutes=10)
# Google goes on with its last good copy for 30 days while a site's robots.txt fails.
_LAST_COPY_KEPT = timedelta(days=30)
_LEAST_REDIRECTS = 5
_MOST_SITES = 2_000
_MOST_RULES = 300_000
"""Of all sites together: a rule takes about 250 bytes, and a robots.txt holds 60,000 at most."""
_MOST_DECIDED = 500
"""Pages whose verdict is remembered: all that are read at once, and more."""
_NO_RULES = Robots({})


class RobotsVerdict(Struct, frozen=True):
    """What robots.txt says of one page."""

    ours: bool
    """Whether our own user agent may ask for the page."""
    google: bool | None
    """Whether Googlebot may; None where robots.txt could not be read."""
    google_rule: str = ""
    """The line that decided for Googlebot; empty where none speaks of the page."""
    failure: FetchFailure | None = None
    """Why robots.txt could not be read. The page is not asked for then, and its outcome is this failure's."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """What is remembered of one site."""

    asked_at: datetime
    good_until: datetime
    rules: Robots | None
    failure: FetchFailure | None = None

    @property
    def weight(self) -> int:
        """What it takes of `_MOST_RULES`."""
        return _MOST_RULES // _MOST_SITES + (self.rules.size if self.rules else 0)


class RobotsFiles:
    """The robots.txt files of all sites, fetched through the one door as they are needed, and read where pages are."""

    def __init__(
        self, session: ClientSession, policy: NetworkPolicy, now: Callable[[], datetime], pages: ParserPool
    ) -> None:
        self._session, self._pages = session, pages
        self._policy = replace(
            policy, body_bytes=READ_AT_MOST, max_redirects=max(policy.max_redirects, _LEAST_REDIRECTS)
        )
        self._now = now
        self._copies = _copies(_MOST_RULES)
        self._decided: LRUCache[str, tuple[datetime, RobotsVerdict]] = LRUCache(_MOST_DECIDED)
        self._parse = partial(rules_in, agents=(GOOGLE, *PROJECT, policy.robot_name))
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def allowed(self, url: str, throttle: Turns | None = None) -> RobotsVerdict:
        """What robots.txt of the page's site says of the page; asks for it, in its turn, where the copy is too old."""
        copy = await self._copy(_robots_url(url), throttle)
        if copy.rules is None:
            return RobotsVerdict(ours=False, google=None, failure=copy.failure)
        since, verdict = self._decided.get(url, (None, None))  # it is asked for before the page is, and after
        if verdict is None or since != copy.good_until:
            verdict = self._verdict(copy.rules, url)
            self._decided[url] = copy.good_until, verdict
        return verdict

    def _verdict(self, rules: Robots, url: str) -> RobotsVerdict:
        google = rules.decide(GOOGLE, url)
        return RobotsVerdict(
            ours=rules.decide_for((self._policy.robot_name, *PROJECT), url).allowed,
            google=google.allowed,
            google_rule=_line(google.rule.allow, google.rule.pattern) if google.rule else "",
        )

    async def _copy(self, robots_url: str, throttle: Turns | None) -> _Copy:
        known = self._copies.get(robots_url)
        if known is not None and self._now() < known.good_until:
            return known
        async with self._asking.setdefault(robots_url, asyncio.Lock()):  # two who want the same ask once
            known = self._copies.get(robots_url)
            if known is None or self._now() >= known.good_until:
                known = self._copies[robots_url] = await self._fresh(robots_url, throttle, known)
            return known

    async def _fresh(self, robots_url: str, throttle: Turns | None, known: _Copy | None) -> _Copy:
        result = await fetch(
            self._session, robots_url, policy=self._policy, now=self._now, any_type=True, throttle=throttle
        )
        if throttle is not None:
            await throttle.spare_the_pause(host(robots_url))
        rules = await self._rules(result)
        if isinstance(rules, TooComplex):
            result = FetchFailure(robots_url, Outcome.TOO_COMPLEX, "robots.txt could not be read", self._now())
            rules = None
        return _copy_of(result, rules, self._now(), known)

    async def _rules(self, result: FetchResult) -> Robots | TooComplex | None:
        """The rules an answer gives; None where it could not be read, so that everything counts as disallowed."""
        if isinstance(result, Page):
            return await self._pages.read(result, self._parse)
        if isinstance(result, NotModified):
            return None
        leads_nowhere = result.outcome is Outcome.REDIRECT_LOOP or (
            result.outcome is Outcome.REFUSED_ADDRESS and bool(result.hops)
        )
        if leads_nowhere or robots_policy(result.status) is CrawlPolicy.ALLOW_ALL:
            return _NO_RULES
        if result.outcome in {Outcome.TOO_LARGE, Outcome.NOT_HTML}:  # 204, or longer than what counts
            return await self._pages.read(result, self._parse)
        return None


def _copies(most_rules: int) -> LRUCache[str, _Copy]:
    """Room for what is remembered: the copies used least recently go first."""
    return LRUCache(most_rules, getsizeof=lambda copy: copy.weight)


def _copy_of(result: FetchResult, rules: Robots | None, now: datetime, known: _Copy | None) -> _Copy:
    """A copy from the answer; while a site fails, its last good copy goes on."""
    if rules is not None:
        return _Copy(now, now + _KEPT, rules)
    if known is not None and known.rules is not None and now - known.asked_at < _LAST_COPY_KEPT:
        return replace(known, good_until=now + _RETRIED_AFTER)
    return _Copy(now, now + _RETRIED_AFTER, None, _failure(result))


def _failure(result: FetchResult) -> FetchFailure | None:
    """Why there are no rules. That a redirect of robots.txt leads to a dead name says nothing of the site itself."""
    if not isinstance(result, FetchFailure):
        return None
    elsewhere = bool(result.hops) and result.outcome.proves_absence
    return replace(result, outcome=Outcome.CONNECTION_ERROR) if elsewhere else result


@lru_cache(maxsize=_MOST_DECIDED)
def _robots_url(url: str) -> str:
    """Where the rules for `url` are; `url` itself where it is no web address, for the gate to refuse."""
    return join("/robots.txt", url) or url


def _line(allow: bool, pattern: str) -> str:  # noqa: FBT001 - the two words a rule begins with
    return f"{'Allow' if allow else 'Disallow'}: {pattern}"
