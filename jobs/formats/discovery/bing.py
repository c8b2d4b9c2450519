"""Bing's Webmaster API: which links it knows of our sites, asked through the guarded session, a page at a time."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from aiohttp import ClientSession
from pydantic import SecretStr

from jobs.config import Config
from jobs.formats.discovery.bing_answers import BingPage, BingTrouble, read_answer
from jobs.formats.discovery.compare import as_listed
from jobs.formats.discovery.taking_in import take_in
from jobs.formats.kinds.bing import ENGINE
from jobs.model.document import TooComplex
from jobs.model.listing import Counted, ListedLink, Listing
from jobs.model.page import NotModified
from jobs.store.protocol import Store
from jobs.units.clock import Clock
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session
from jobs.web.http.throttle import HostThrottle
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.urls import site_name

log = logging.getLogger(__name__)

MOST_REQUESTS = 500
"""Of one site and day: the pages with most links come first, and what is left is taken over from the day before."""
_LONGEST = timedelta(minutes=30)


class BingLinks:
    """Asks Bing for the links of each site once a day, and takes them in for the channel that the settings name."""

    def __init__(
        self, session: ClientSession, policy: NetworkPolicy, pages: ParserPool, clock: Clock, config: Config
    ) -> None:
        self._session, self._pages, self._clock = session, pages, clock
        # A redirect would carry the key to where it leads.
        self._policy = replace(policy, max_redirects=0)
        self._turns = HostThrottle(policy.host_delay, clock)
        self._base = config.bing.base_url
        self._sites: Mapping[str, str] = config.bing.sites
        self._key: SecretStr = config.secrets.bing_api_key

    async def look(self, store: Store) -> int:
        """Ask for the sites that were not asked for today; of how many something was taken in.

        Each is claimed for its day before it is asked for: a failure is tried again tomorrow.
        """
        taken, now = 0, self._clock.now()
        for site, channel in self._sites.items():
            if await store.claim_once("bing", f"{channel} {site}", f"{now.astimezone(UTC):%Y-%m-%d}"):
                listing = await self.listing(site)
                if isinstance(listing, BingTrouble):
                    log.warning("%s: %s", site, listing.why)
                    continue
                await take_in(listing, channel, "", store, self._clock.now())
                taken += 1
        return taken

    async def listing(self, site: str) -> Listing | BingTrouble:
        """The links that Bing knows of a site; in part, and marked so, where it had enough of us in between."""
        allowance = _Allowance(self._clock.now() + _LONGEST)
        about = site if "//" in site else f"https://{site}/"
        targets, missing = await self._all("GetLinkCounts", {"siteUrl": about}, allowance)
        if missing and not targets:
            return missing
        links: list[ListedLink] = []
        for url, _, _ in sorted(targets, key=lambda target: -target[2]):
            found, trouble = await self._all("GetUrlLinks", {"siteUrl": about, "link": url}, allowance)
            links += [ListedLink(page, url, anchor) for page, anchor, _ in found]
            missing = missing or trouble  # of targets that were not told, no link is known either
            if trouble:
                break
        if missing:
            log.warning("%s: %s", site, missing.why)
        today = self._clock.now().astimezone(UTC).date()
        counted = tuple(Counted(url, count) for url, _, count in targets)
        return as_listed(
            Listing(ENGINE, site_name(site), today, tuple(links), targets=counted, is_partial=missing is not None)
        )

    async def _all(
        self, method: str, about: Mapping[str, str], allowance: "_Allowance"
    ) -> tuple[list[tuple[str, str, int]], BingTrouble | None]:
        """The rows of all pages of an answer, and why some are missing."""
        rows: list[tuple[str, str, int]] = []
        number, last = 0, 1
        while number < last:
            if not allowance.may_ask(self._clock.now()):
                return rows, BingTrouble("Bing knows more links than are asked for in a day.")
            page = await self._page(method, {**about, "page": str(number)})
            if isinstance(page, BingTrouble):
                return rows, page
            rows += page.urls
            number, last = number + 1, max(last, page.total_pages)
        return rows, None

    async def _page(self, method: str, about: Mapping[str, str]) -> BingPage | BingTrouble:
        key = {"apikey": self._key.get_secret_value()}
        url = f"{self._base}{method}?{urlencode({**about, **key})}"
        now, policy = self._clock.now, self._policy
        got = await fetch(self._session, url, policy=policy, now=now, any_type=True, throttle=self._turns)
        if isinstance(got, NotModified):
            return BingTrouble("Bing answered that nothing has changed, which was not asked.")
        read = await self._pages.read(got, read_answer)
        return BingTrouble("Bing's answer takes too long to read.") if isinstance(read, TooComplex) else read


class _Allowance:
    """How often a site's links were asked for today."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._left = MOST_REQUESTS

    def may_ask(self, now: datetime) -> bool:
        """Whether once more is not too often; it counts as asked."""
        self._left -= 1
        return self._left >= 0 and now < self._until


@asynccontextmanager
async def open_bing(config: Config, clock: Clock) -> AsyncIterator[BingLinks | None]:
    """What asks Bing, closed with all that it opened; None without a key, or without sites."""
    if not config.secrets.bing_api_key.get_secret_value() or not config.bing.sites:
        yield None
        return
    policy = NetworkPolicy.of(config.network)
    async with page_session(policy) as session, ParserPool(read_answer.__module__) as pages:
        yield BingLinks(session, policy, pages, clock, config)
