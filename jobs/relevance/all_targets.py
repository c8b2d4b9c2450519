"""A page compared with all of our tracked targets: which are nearest, and how close it is to them together."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Protocol

from jobs.model.document import TooComplex
from jobs.model.page import FetchFailure, Outcome
from jobs.model.relevance import NearPage, Relevance, SiteScore
from jobs.pages.asked import LinkQuestion
from jobs.pages.reading import Reading
from jobs.relevance.compare_pages import compare_readings, prepared, unreadable
from jobs.relevance.encoders import WORDS, Engine
from jobs.relevance.scoring import compare, points_of, together
from jobs.relevance.vectors import mean_of, meanings, nearness

MOST_TARGETS = 20
_SECONDS = 15.0
_SECONDS_BESIDE = 5.0
"""Where a target was named: the others are read beside it, and say less."""
_NAMED = 3


class ReadsPage(Protocol):
    """Reads a page."""

    def __call__(self, url: str, *, asked: Collection[LinkQuestion] = ()) -> Awaitable[Reading]:
        """Read `url`, and answer what is `asked` of it."""


CompareAll = Callable[[Reading, Sequence[Reading], bool], Awaitable[Relevance | TooComplex]]
"""Compares their page to ours, of which the first is the one that was named, where one was; all could be read."""


async def compare_with_all(
    read: ReadsPage, compare_all: CompareAll, page: str, target: str, tracked: Sequence[str]
) -> Relevance | FetchFailure:
    """How close `page` is to our `target`, or where that is empty to the nearest of the `tracked`; and to all together.

    Of the tracked, 20 at most count, and those that are read within 15 seconds (5 beside a target): one host is asked
    once a second. Where
    `page` or `target` cannot be read, or none of the tracked, that is the answer.
    """
    others = [url for url in dict.fromkeys(tracked) if url != target][:MOST_TARGETS]
    named = [target] if target else []
    reading = [asyncio.ensure_future(read(url)) for url in others]
    try:
        theirs, *ours = await asyncio.gather(
            read(page, asked=[LinkQuestion(url) for url in named or others]), *map(read, named)
        )
        if reading:
            await asyncio.wait(reading, timeout=_SECONDS_BESIDE if target else _SECONDS)
        rest = [task.result() for task in reading if task.done() and not task.exception()]
    finally:
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
    failures = [failure for each in (*ours, theirs) if (failure := unreadable(each)) is not None]
    readable = [*ours, *(each for each in rest if unreadable(each) is None)]
    if failures or not readable:
        return failures[0] if failures else _none_read(rest, theirs)
    found = await compare_all(theirs, readable, bool(target))
    if isinstance(found, TooComplex):
        return FetchFailure(page, Outcome.TOO_COMPLEX, found.reason, _read_at(theirs))
    return found


def _none_read(rest: Sequence[Reading], theirs: Reading) -> FetchFailure:
    failures = (failure for each in rest if (failure := unreadable(each)) is not None)
    late = FetchFailure(theirs.facts.url, Outcome.TIMEOUT, "none of our targets was read in time", _read_at(theirs))
    return next(failures, late)


def _read_at(reading: Reading) -> datetime:
    assert reading.page is not None
    return reading.page.fetched_at


def compare_with_readings(
    theirs: Reading, ours: Sequence[Reading], engine: Engine = WORDS, *, is_named: bool
) -> Relevance:
    """The same of pages that were read: with the first of ours where it was named, else with the nearest."""
    their, pages = prepared(theirs), [prepared(each) for each in ours]
    theirs_meant, *meant = meanings([their, *pages], engine)
    close = [compare(page, their, nearness(vector, theirs_meant)) for page, vector in zip(pages, meant, strict=True)]
    ranked = sorted(range(len(pages)), key=lambda place: -close[place])
    found = compare_readings(theirs, ours[0 if is_named else ranked[0]], engine)
    if len(pages) == 1:
        return found
    nearest = (NearPage(pages[place].page.url, pages[place].page.title, round(100 * close[place])) for place in ranked)
    points = points_of(together(pages), their, nearness(mean_of(meant), theirs_meant))
    return replace(found, site=SiteScore(points, len(pages), tuple(islice(nearest, _NAMED))))
