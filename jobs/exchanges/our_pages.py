"""Our own pages: found by the configuration and by sitemaps, read in turn, a few at a time, for the links we give."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from random import random
from typing import TypeVar

from msgspec import Struct

from jobs.config import Config
from jobs.exchanges.ours.inside import MOST_LINKED, as_page, inward_of, spelled, with_failures
from jobs.exchanges.ours.read import read_inside
from jobs.model.our_page import LINKED, OurPage, OurPageQuery, wanted_under
from jobs.model.page import Outcome, Validators
from jobs.model.reading import PageFacts
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write
from jobs.pages.indexing import told_by
from jobs.pages.reader import PageReader
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import what_it_is
from jobs.store.kept import OurPages
from jobs.store.protocol import Store
from jobs.units.clock import Clock
from jobs.web.sitemaps.files import is_list, pages_listed
from jobs.web.sitemaps.listed import SitemapContent
from jobs.web.urls import host, parse, registrable_domain

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_PAGES = 5_000
"""Of one list; more are not read."""
AT_ONCE = 20
"""So many pages are read in one go; the others are due still."""
AGAIN_AFTER = timedelta(days=1)
"""What could not be read is tried again so soon, where it is not read more often anyway."""
_WRITTEN_AT_ONCE = 500


class OurPageRhythm(Struct, frozen=True):
    """How often they are read, and what counts as too many links."""

    every: timedelta = timedelta(days=7)
    jitter: float = 0.1
    most_links: int = 100
    """Followed links to other sites: a rule of thumb."""

    @classmethod
    def of(cls, config: Config) -> "OurPageRhythm":
        """As configured."""
        return cls(config.checks.our_pages_every, config.checks.jitter, config.partners.max_outbound)


class OurPageWatch(Struct, frozen=True):
    """Reads what is due of our own pages, one after the other; what is due the store knows."""

    store: Store
    reader: PageReader
    clock: Clock
    wanted: Mapping[str, None]
    """As `addresses_of` gives them."""
    rhythm: OurPageRhythm = OurPageRhythm()
    chance: Callable[[], float] = random

    async def look(self) -> int:
        """Read what is due, at most `AT_ONCE`; how many pages that were."""
        await self._follow_configuration()
        lists = OurPageQuery(due_at=self.clock.now(), lists=True)
        for each in await _first(self.store, lists, AT_ONCE):
            await self._read_list(each)
        pages = await _first(self.store, OurPageQuery(due_at=self.clock.now(), lists=False), AT_ONCE)
        for page in pages:
            reading = await self.reader.read(page.url, page.page, outward=True)
            after = self._after(page, reading)
            await self.store.write(Write(our_pages=[after, *await self._linked_from(after, reading)]))
        if pages and not await _first(self.store, OurPageQuery(due_at=self.clock.now()), 1):
            await self._look_for_orphans()
        return len(pages)

    async def _linked_from(self, page: OurPage, reading: Reading) -> list[OurPage]:
        """Pages that no list names and this one links to: they are read from now on, too, as far as they may be."""
        if reading.examined is None or page.page.last_outcome is not Outcome.OK:
            return []
        known, now = await self.store.our_addresses(), self.clock.now()
        keys = set(map(spelled, known))
        room = MOST_LINKED - sum(by.startswith(LINKED) for by in known.values())
        new = {spelled(url): url for url in map(as_page, reading.examined.inward) if url}
        root = wanted_under(page.url, page.listed_by)
        return [_new(url, now, f"{LINKED}{root}") for key, url in new.items() if key not in keys][: max(room, 0)]

    async def _look_for_orphans(self) -> None:
        """Once a day, when all that was due was read: which pages none of ours links to, or does no more."""
        now = self.clock.now()
        if not await self.store.claim_once("our pages", "", now.date().isoformat()):
            return
        search = await read_inside(self.store)
        marks, gone = await asyncio.to_thread(search.news, now)
        async for part in (await self.store.our_pages(OurPageQuery(lists=False))).chunks:
            marked = [replace(page, orphan_since=marks[page.url]) for page in part.items if page.url in marks]
            await self.store.write(Write(our_pages=marked))
        await self.store.write(Write(remove_our_pages=gone))

    def _after(self, page: OurPage, reading: Reading) -> OurPage:
        return after_reading(page, reading, self.rhythm, self.clock.now(), self.chance())

    async def _follow_configuration(self) -> None:
        """What is wanted and new is due now; what is wanted no longer is forgotten, with all that it named."""
        known, now = await self.store.our_addresses(), self.clock.now()
        new = [_new(url, now) for url in self.wanted if known.get(url) != ""]
        gone = [url for url, by in known.items() if wanted_under(url, by) not in self.wanted]
        if new or gone:
            await self.store.write(Write(our_pages=new, remove_our_pages=gone))

    async def _read_list(self, ours: OurPage) -> None:
        """Take in what a list names; only one that was read whole takes pages away."""
        listed = await pages_listed(self.reader.read_file, ours.url, MOST_PAGES)
        known, now = await self.store.our_addresses(), self.clock.now()
        new = [_new(url, now, ours.url) for url in listed.pages if url not in known]
        named = set(listed.pages)
        gone = [url for url, by in known.items() if by == ours.url and url not in named] if not listed.trouble else []
        if listed.trouble:
            log.warning("%s: not all of our pages are known: %s", ours.url, listed.trouble)
        for pages in _parts(new):
            await self.store.write(Write(our_pages=pages))
        for urls in _parts(gone):
            await self.store.write(Write(remove_our_pages=urls))
        after = after_list(ours, listed, self.rhythm, now, self.chance())
        await self.store.write(Write(our_pages=[after]))


def addresses_of(wanted: Iterable[str]) -> dict[str, None]:
    """The address of each, in order: of a domain that of its robots.txt, which names its sitemaps."""
    urls = (each if "//" in each else f"https://{each}/robots.txt" for each in wanted)
    return dict.fromkeys(url for each in urls if (url := parse(each)))


def after_reading(page: OurPage, reading: Reading, rhythm: OurPageRhythm, now: datetime, chance: float) -> OurPage:
    """A page of ours after it was asked for (pure): what could not be read says nothing of its links.

    One that is gone has none. Nor has one that leads to another site: that one's links are not ours.
    """
    shown = what_it_is(reading)
    is_read = reading.outcome is Outcome.OK and shown.outcome is Outcome.OK
    away = registrable_domain(reading.facts.final_url) != registrable_domain(page.url)
    known = _checked(page.page, reading, now, _next(rhythm, now, chance, again=not is_read))
    page = with_failures(page, reading, now)
    if shown.outcome is Outcome.GONE or (is_read and away):
        outcome = shown.outcome if not is_read else Outcome.REPLACED
        return _without_links(
            page, replace(known, last_outcome=outcome, facts=None, body_hash="", validators=Validators())
        )
    if not is_read:
        return replace(page, page=replace(known, last_outcome=shown.outcome, last_reason=shown.reason))
    links = page.links if reading.examined is None else reading.examined.outward
    passes = told_by(reading.facts).nofollow is None
    followed = reading.facts.followed_external if passes else None
    is_over = followed is not None and followed > rhythm.most_links
    return replace(
        page,
        page=replace(
            known, last_read_at=now, facts=_small(reading), body_hash=reading.body_hash, validators=reading.validators
        ),
        links=links if passes else tuple(replace(link, followed=False) for link in links),
        sites=tuple(dict.fromkeys(link.site for link in links)),
        **inward_of(page, reading),
        followed=followed,
        over_limit_since=(page.over_limit_since or now) if is_over else None,
    )


def after_list(ours: OurPage, listed: SitemapContent, rhythm: OurPageRhythm, now: datetime, chance: float) -> OurPage:
    """A list of our pages after it was read (pure)."""
    known = replace(
        ours.page,
        last_outcome=Outcome.TRUNCATED if listed.trouble else Outcome.OK,
        last_reason=listed.trouble,
        last_checked_at=now,
        last_read_at=ours.page.last_read_at if listed.trouble else now,
        next_check_at=_next(rhythm, now, chance, again=bool(listed.trouble)),
    )
    return replace(ours, page=known, listed=max(len(listed.pages), ours.listed if listed.trouble else 0))


def _checked(known: TrackedPage, reading: Reading, now: datetime, next_at: datetime) -> TrackedPage:
    return replace(
        known,
        last_outcome=reading.outcome,
        last_reason=reading.reason,
        last_status=reading.facts.status,
        last_checked_at=now,
        next_check_at=next_at,
    )


def _small(reading: Reading) -> PageFacts:
    """What is kept of its facts: the sketch of its text, and the sites that `links` name anyway, are not."""
    return replace(reading.facts, shingles=(), external_domains=())


def _without_links(page: OurPage, known: TrackedPage) -> OurPage:
    kept = replace(page, page=known, links=(), sites=(), followed=None, over_limit_since=None)
    return replace(kept, inward=b"", inward_left_out=False)


def _next(rhythm: OurPageRhythm, now: datetime, chance: float, *, again: bool) -> datetime:
    wait = min(rhythm.every, AGAIN_AFTER) if again else rhythm.every
    return now + wait * (1 + rhythm.jitter * (2 * chance - 1))


def _new(url: str, now: datetime, listed_by: str = "") -> OurPage:
    return OurPage(url, TrackedPage(url, host(url), now), listed_by, is_list=not listed_by and is_list(url))


async def _first(store: OurPages, query: OurPageQuery, most: int) -> list[OurPage]:
    found: list[OurPage] = []
    async for chunk in (await store.our_pages(query)).chunks:
        found += chunk.items
        if len(found) >= most:
            break
    return found[:most]


def _parts(items: Collection[T]) -> Iterable[list[T]]:
    rest = iter(items)
    return iter(partial(lambda: list(islice(rest, _WRITTEN_AT_ONCE))), [])
