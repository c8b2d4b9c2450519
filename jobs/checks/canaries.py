"""Ask beside the page: its host's home page, addresses that cannot exist there, and pages that are always up."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from jobs.checks.allowance import Allowance
from jobs.model.page import Outcome
from jobs.model.queries import LinkQuery
from jobs.model.reading import PageFacts
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings, of_the_site, seen_as
from jobs.store.protocol import TrackedItems
from jobs.units.clock import Clock
from jobs.web.urls import host, join, parse

ReadAlone = Callable[[str], Awaitable[Reading]]
"""Reads a page that nothing is looked for on."""

_SLASHES_BEFORE_A_FOLDER = 3
"""In an address whose page is in a folder: `https://host/folder`."""
ENOUGH = 5
LINKS_ASKED = 500
"""Links whose targets are gone through for canaries: enough to find a few hosts, few enough to cost nothing."""
ASK_AGAIN_AFTER = timedelta(minutes=1)
SILENT_FOR = timedelta(hours=6)
"""A canary that was silent for so long while others answer says nothing of our own line."""


async def read_control(
    read: ReadAlone, allowance: Allowance, url: str, token: Callable[[], str] = lambda: secrets.token_hex(8)
) -> ControlReadings | None:
    """Read the home page of the host of `url` and addresses that cannot exist there, one after the other.

    None where `url` has cost enough for one day. Where the home page fails in a way that passes, nothing else is asked.
    """
    sibling = sibling_of(url, token())
    if not await allowance.take(url, 3 if sibling else 2):
        return None
    root = await _as_of_the_site(read, join("/", url) or url)
    if root.outcome.meaning.passes:
        return ControlReadings(root, root)
    random = await _as_of_the_site(read, join(f"/{token()}", url) or url)
    return ControlReadings(root, random, await _as_of_the_site(read, sibling) if sibling else None)


async def _as_of_the_site(read: ReadAlone, url: str) -> PageFacts:
    reading = await read(url)
    return seen_as(reading, of_the_site(reading)).facts


def sibling_of(url: str, token: str) -> str:
    """An address that cannot exist beside `url`: in its folder, or with another value under its last query key.

    Empty where a random path of the host is that already.
    """
    place, mark, query = url.partition("#")[0].partition("?")
    if mark:
        keys, _, last = query.rpartition("&")
        name, _, value = last.partition("=")
        return f"{place}?{keys}{'&' if keys else ''}{name}={_another(value, token)}" if value else ""
    folder, _, name = place.rstrip("/").rpartition("/")
    if folder.count("/") < _SLASHES_BEFORE_A_FOLDER:
        return ""
    stem, dot, ending = name.partition(".")
    return f"{folder}/{_another(stem, token)}{dot}{ending}{'/' if place.endswith('/') else ''}"


def _another(value: str, token: str) -> str:
    return str(int(token, 16)) if value.isdecimal() else token


class Canaries:
    """Pages that are always up; where none are configured, the home pages of our links' targets.

    A target whose host has never answered is no canary: its silence says nothing about our own line. Nor does that of
    one that has been silent for six hours while others answer: the fault is its own, and pages that links stand on
    and that were read well lately are asked in its place.
    """

    def __init__(self, read: ReadAlone, store: TrackedItems, configured: Sequence[str], clock: Clock) -> None:
        self._read = read
        self._store = store
        self._configured = configured
        self._clock = clock
        self._asked_at: datetime | None = None
        self._answers: dict[str, bool] = {}
        self._have_answered: set[str] = set()
        self._silent_since: dict[str, datetime] = {}
        self._turn = asyncio.Lock()

    async def answers(self) -> dict[str, bool]:
        """Which of them answer, by host; asked again after a minute."""
        async with self._turn:
            now = self._clock.now()
            # A clock that was set back must not keep old answers alive.
            if self._asked_at is None or not timedelta(0) <= now - self._asked_at < ASK_AGAIN_AFTER:
                self._answers = await self._ask(now)
                self._asked_at = now
            return self._answers

    async def _ask(self, now: datetime) -> dict[str, bool]:
        answers = await self._answers_of(await self._pages())
        self._have_answered |= {name for name, answered in answers.items() if answered}
        if not self._configured:
            answers = {name: answered for name, answered in answers.items() if name in self._have_answered}
        fallen = self._long_silent(answers, now)
        if not fallen:
            return answers
        stand_ins = await self._answers_of(await self._stand_ins(answers))
        asked = answers | stand_ins
        # While nobody at all answers, the fault may be ours, however long it lasts.
        return {name: up for name, up in asked.items() if name not in fallen} if any(asked.values()) else asked

    def _long_silent(self, answers: Mapping[str, bool], now: datetime) -> set[str]:
        """Those that have not answered for so long that their silence may be their own."""
        silent = [name for name, answered in answers.items() if not answered]
        self._silent_since = {name: min(self._silent_since.get(name, now), now) for name in silent}
        return {name for name, since in self._silent_since.items() if now - since >= SILENT_FOR}

    async def _answers_of(self, pages: Sequence[str]) -> dict[str, bool]:
        readings = await asyncio.gather(*(self._read(page) for page in pages))
        silent = [reading.outcome.meaning.may_be_our_line for reading in readings]
        return {host(page): not is_silent for page, is_silent in zip(pages, silent, strict=True)}

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

    async def _stand_ins(self, canaries: Collection[str]) -> list[str]:
        """Home pages of other hosts, of which a page was read well when it was last checked."""
        homes: dict[str, str] = {}
        for link in (await self._store.list_links(LinkQuery(), 0, LINKS_ASKED)).links:
            page = await self._store.page(link.page_url)
            if page is None or page.last_outcome is not Outcome.OK or host(page.url) in canaries:
                continue
            homes.setdefault(host(page.url), join("/", page.url) or page.url)
            if len(homes) >= ENOUGH:
                break
        return list(homes.values())


def _address(text: str) -> str | None:
    return parse(text) if "//" in text else parse(f"https://{text}/")
