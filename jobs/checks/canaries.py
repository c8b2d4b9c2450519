"""Ask beside the page: its host's home page and a path that cannot exist, and pages that are always up."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from jobs.model.queries import LinkQuery
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings, of_the_site, seen_as
from jobs.store.protocol import WatchList
from jobs.units.clock import Clock
from jobs.web.urls import host, join, parse

ReadAlone = Callable[[str], Awaitable[Reading]]
"""Reads a page that nothing is looked for on."""

ENOUGH = 5
LINKS_ASKED = 500
"""Links whose targets are gone through for canaries: enough to find a few hosts, few enough to cost nothing."""
ASK_AGAIN_AFTER = timedelta(minutes=1)


async def read_control(
    read: ReadAlone, url: str, token: Callable[[], str] = lambda: secrets.token_hex(8)
) -> ControlReadings:
    """Read the home page of the host of `url` and a random path there, one after the other."""
    root = await read(join("/", url) or url)
    random = await read(join(f"/{token()}", url) or url)
    return ControlReadings(*(seen_as(each, of_the_site(each)).facts for each in (root, random)))


class Canaries:
    """Pages that are always up; where none are configured, the home pages of our links' targets.

    A target whose host has never answered is no canary: its silence says nothing about our own line.
    """

    def __init__(self, read: ReadAlone, store: WatchList, configured: Sequence[str], clock: Clock) -> None:
        self._read = read
        self._store = store
        self._configured = configured
        self._clock = clock
        self._asked_at: datetime | None = None
        self._answers: dict[str, bool] = {}
        self._have_answered: set[str] = set()
        self._turn = asyncio.Lock()

    async def answers(self) -> dict[str, bool]:
        """Which of them answer, by host; asked again after a minute."""
        async with self._turn:
            now = self._clock.now()
            # A clock that was set back must not keep old answers alive.
            if self._asked_at is None or not timedelta(0) <= now - self._asked_at < ASK_AGAIN_AFTER:
                pages = await self._pages()
                readings = await asyncio.gather(*(self._read(page) for page in pages))
                hosts = map(host, pages)
                silent = [reading.outcome.meaning.may_be_our_line for reading in readings]
                answers = {name: not is_silent for name, is_silent in zip(hosts, silent, strict=True)}
                self._have_answered |= {name for name, answered in answers.items() if answered}
                known = set(answers) if self._configured else self._have_answered
                self._answers = {name: answered for name, answered in answers.items() if name in known}
                self._asked_at = now
            return self._answers

    async def _pages(self) -> list[str]:
        if self._configured:
            return [page for text in self._configured if (page := _address(text))]
        homes: dict[str, str] = {}
        for link in (await self._store.list_links(LinkQuery(), 0, LINKS_ASKED)).links:
            page = _address(link.target)
            if page and host(page) not in homes:
                homes[host(page)] = join("/", page) or page
                known = await self._store.page(page)
                if known is not None and known.facts is not None:  # it was read well once, perhaps before a restart
                    self._have_answered.add(host(page))
            if len(homes) >= ENOUGH:
                break
        return list(homes.values())


def _address(text: str) -> str | None:
    return parse(text) if "//" in text else parse(f"https://{text}/")
