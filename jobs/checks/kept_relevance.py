"""How close each link's page is to ours: worked out once, kept, and again where either text has changed much."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobs.model.document import TooComplex
from jobs.model.kept_relevance import Compared, KeptRelevance
from jobs.model.link import Link
from jobs.model.page import Outcome
from jobs.model.reading import Seen
from jobs.model.relevance import Closeness, Doubt, Relevance
from jobs.pages.reading import Read, Reading
from jobs.pages.similarity import pack, similarity, unpack
from jobs.pages.what_it_is import what_it_is
from jobs.relevance.compare_pages import Compare
from jobs.units.clock import Clock
from jobs.web.urls import mask

log = logging.getLogger(__name__)

_HASHES = 24
"""Of a text's sketch, kept with each link; an estimate of what two texts share is off by .1 (standard deviation)."""
_STILL_SAME = 0.5
"""A rule of thumb: where two texts share less of their runs of words, they may be about something else."""
_OUR_PAGES_KEPT = 16
_OUR_PAGE_STAYS = timedelta(hours=1)


@dataclass(slots=True)
class _OurPage:
    """A page of ours as it was read last; whoever needs it first reads it, the others wait."""

    at: datetime
    reading: Reading | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class RelevanceKeeper:
    """Works out for the links of a page that was read what is not known yet of how close it is to ours."""

    def __init__(self, compare: Compare, read: Read, clock: Clock) -> None:
        self._compare = compare
        self._read = read
        self._clock = clock
        self._ours: OrderedDict[str, _OurPage] = OrderedDict()

    async def look(self, links: Iterable[Link], reading: Reading) -> Mapping[Compared, KeptRelevance]:
        """What was worked out now, by the link; most checks work out nothing.

        A page of ours that cannot be read leaves its links as they are, until their page changes or is read whole.
        """
        found: dict[Compared, KeptRelevance] = {}
        if not _is_readable(reading):
            return found
        for link in links:
            seen = _seen(link, reading)
            if seen is not None and is_due(link.relevance, reading):
                ours = await self._our_page(_our_address(link, seen))
                told = await self._told(reading, ours) if _is_readable(ours) else None
                if told is not None:
                    found[link.id, link.target] = _kept(told, reading, ours, self._clock.now())
        return found

    async def _told(self, theirs: Reading, ours: Reading) -> Relevance | TooComplex | None:
        """None where nothing can compare them now: the check goes on, and the next whole reading tries it again."""
        try:
            return await self._compare(theirs, ours)
        except (RuntimeError, OSError) as error:
            log.warning("%s was not compared with ours: %s", mask(theirs.facts.url), error)
            return None

    async def _our_page(self, url: str) -> Reading:
        """Our page, read at most once an hour however many links lead to it."""
        now = self._clock.now()
        known = self._ours.get(url)
        if known is None or not timedelta(0) <= now - known.at < _OUR_PAGE_STAYS:
            known = self._ours[url] = _OurPage(now)
        self._ours.move_to_end(url)
        while len(self._ours) > _OUR_PAGES_KEPT:
            self._ours.popitem(last=False)
        async with known.turn:
            if known.reading is None:
                known.reading = await self._read(url)
            return known.reading


def is_due(kept: KeptRelevance | None, reading: Reading) -> bool:
    """Whether it has to be worked out how close a page that was read is (pure)."""
    return kept is None or kept.is_outdated or _changed_much(kept.their_sketch, reading.facts.shingles)


def outdated(links: Sequence[Link], reading: Reading) -> Mapping[Compared, KeptRelevance]:
    """What is kept of links that lead to this page of ours, and holds no longer since its text changed much (pure)."""
    if not _is_readable(reading):
        return {}
    kept = [
        ((link.id, link.target), link.relevance) for link in links if link.relevance and not link.relevance.is_outdated
    ]
    changed = {each.our_sketch: _changed_much(each.our_sketch, reading.facts.shingles) for _, each in kept}
    return {link: replace(each, is_outdated=True) for link, each in kept if changed[each.our_sketch]}


def _is_readable(reading: Reading) -> bool:
    """Whether there is a text to compare: challenges and "not found" pages are none."""
    return reading.page is not None and what_it_is(reading).outcome is Outcome.OK


def _changed_much(sketch: str, shingles: tuple[int, ...]) -> bool:
    return similarity(unpack(sketch), shingles[:_HASHES], _HASHES) < _STILL_SAME


def _seen(link: Link, reading: Reading) -> Seen | None:
    """The link as it stands on the page; of one that does not, nothing is worked out."""
    answer = reading.examined.answers.get((link.target, link.expected.anchor)) if reading.examined else None
    return answer.sighting.best if answer else None


def _our_address(link: Link, seen: Seen) -> str:
    """The page of ours that the link leads to; of a link to any page of a domain, the one that it names."""
    return link.target if "://" in link.target else seen.href


def _kept(told: Relevance | TooComplex, theirs: Reading, ours: Reading, now: datetime) -> KeptRelevance:
    """What is kept; of pages that could not be weighed that they could not, so that this is not tried each day."""
    sketches = pack(theirs.facts.shingles, _HASHES), pack(ours.facts.shingles, _HASHES)
    if isinstance(told, TooComplex):
        unclear = KeptRelevance(0, Closeness.UNCLEAR, now, (Doubt.NOT_WEIGHED,))
        return replace(unclear, their_sketch=sketches[0], our_sketch=sketches[1])
    return KeptRelevance(
        score=told.score,
        closeness=told.closeness,
        at=now,
        doubts=told.doubts,
        shared=told.shared,
        their_language=told.theirs.language,
        our_language=told.ours.language,
        their_sketch=sketches[0],
        our_sketch=sketches[1],
    )
