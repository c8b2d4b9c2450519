"""Links that we get as they were watched, from the store: a part at a time, worked out in threads.

Those that we give, on pages of ours, are left out: whether they stand is up to us. The whole history of a channel is
read: how links fared that are tracked no longer stands only there.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from datetime import UTC, datetime

from jobs.digests.forecast import WatchedLinks
from jobs.digests.lives import WatchedLink, watched_link
from jobs.digests.reports.course import Courses
from jobs.exchanges.read import given_in
from jobs.exchanges.sides import is_given
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.queries import LinkQuery
from jobs.model.worth import YEAR, Forecast
from jobs.store.protocol import Store

Watched = tuple[Link | None, WatchedLink]
"""A link, None where it is tracked no longer, and how it was watched."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


async def watched_parts(
    store: Store, our_sites: Collection[str], channel: str, now: datetime
) -> AsyncIterator[list[Watched]]:
    """The links of a channel that were seen up to `now`; without costs where it hides them.

    `our_sites` are domains of ours, or addresses there.
    """
    owed = await given_in(store, channel)

    def is_got(link_id: int, page_url: str) -> bool:
        return not is_given(link_id, page_url, our_sites, owed)

    courses = Courses(_BEGINNING, now)
    async for events in (await store.event_stream(channel, _BEGINNING)).chunks:
        await asyncio.to_thread(courses.take, events.items)
    hides = (await store.channel_settings(channel)).hide_costs
    async for part in (await store.link_stream([LinkQuery(channel)])).chunks:
        yield await asyncio.to_thread(_tracked, courses, part.items, now, is_got, hides=hides)
    yield await asyncio.to_thread(_untracked, courses, now, is_got)


async def read_forecast(
    store: Store, our_sites: Collection[str], channels: Collection[str], now: datetime, days: int = YEAR
) -> Forecast:
    """What was likely at `now` of the links of these channels; without costs where a channel hides them.

    `our_sites` are domains of ours, or addresses there.
    """
    ahead = WatchedLinks()
    for channel in channels:
        async for part in watched_parts(store, our_sites, channel, now):
            await asyncio.to_thread(_take, ahead, part)
    return await asyncio.to_thread(ahead.forecast, days)


def life_of(link: Link, events: Iterable[Event], now: datetime) -> WatchedLink | None:
    """One link as it was watched, by what happened to it alone; None where it was never seen."""
    courses = Courses(_BEGINNING, now)
    courses.take(events)
    return watched_link(courses.settle(link), link, now)


def _take(ahead: WatchedLinks, part: Iterable[Watched]) -> None:
    for link, watched in part:
        ahead.take(watched, link)


def _tracked(
    courses: Courses, links: Iterable[Link], now: datetime, is_got: Callable[[int, str], bool], *, hides: bool
) -> list[Watched]:
    """Takes the courses of these links out of all."""
    found: list[Watched] = []
    for link in links:
        watched = watched_link(courses.settle(link), link, now)
        courses.by_link.pop(link.id)
        if watched and is_got(link.id, link.page_url):
            found.append((link.without_cost() if hides else link, watched))
    return found


def _untracked(courses: Courses, now: datetime, is_got: Callable[[int, str], bool]) -> list[Watched]:
    got = (course for link_id, course in courses.by_link.items() if is_got(link_id, course.page_url))
    watched = (watched_link(course, None, now) for course in got)
    return [(None, each) for each in watched if each]
