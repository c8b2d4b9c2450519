"""A channel's report from the store, a part at a time: the event loop never waits for it, however many links there are.

The history is read first, then the links as they are then; what changed in between is known from them.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from jobs.config.sections import Config
from jobs.digests.reports.build import Proofs, ReportFacts, build_report, report_link, wants_proof
from jobs.digests.reports.course import Courses
from jobs.digests.reports.report import Report, ReportLink
from jobs.digests.schedule import digest_plan
from jobs.digests.shares import read_shares
from jobs.digests.trend import Past
from jobs.digests.watched import read_forecast
from jobs.exchanges.read import given_in, our_sites_of, read_reciprocity
from jobs.exchanges.sides import is_given
from jobs.model.channel import ChannelSettings
from jobs.model.digest import WeekPoint
from jobs.model.kept_relevance import Opinion
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.queries import LinkQuery
from jobs.store.protocol import Store
from jobs.units.months import Month, month_of

_MOST_SHARES = 20
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Links:
    """What is kept of the links that are tracked now."""

    links: dict[int, ReportLink] = field(default_factory=dict)
    states: dict[int, LinkState] = field(default_factory=dict)
    proofs: dict[int, list[Proofs]] = field(default_factory=dict)
    opinions: list[Opinion] = field(default_factory=list)

    def take(self, link: Link, *, hide_cost: bool) -> None:
        self.links[link.id] = report_link(link.without_cost() if hide_cost else link)
        self.states[link.id] = link.standing.state
        if link.opinion:
            self.opinions.append(link.opinion)
        if link.proofs:
            self.proofs[link.id] = [link.proofs]


async def read_report(store: Store, config: Config, channel: str, month: Month, now: datetime) -> Report:
    """A channel's report of a month, up to `now` where that is not over yet."""
    zone = await report_zone(store, config, channel)
    chosen = await store.channel_settings(channel)
    end = min(month.ends(zone), now)
    courses = Courses(month.begins(zone), end)
    async for events in (await store.event_stream(channel, _BEGINNING)).chunks:
        courses.take(events.items)
    tracked = await _tracked(store, channel, courses, chosen)
    our_sites, owed = our_sites_of(config), await given_in(store, channel)
    given = courses.take_out(lambda link_id, page_url: is_given(link_id, page_url, our_sites, owed))
    for link_id in wants_proof(courses, tracked.proofs):
        told = await store.incidents(link_id=link_id, only_open=False)
        first = [incident.proofs for incident in told if incident.members[0] == link_id]
        tracked.proofs[link_id] = [*tracked.proofs.get(link_id, ()), *first]
    series = await _series(store, channel, courses, tracked.states, zone)
    sides = (await read_reciprocity(store, our_sites, [channel])).sites
    facts = ReportFacts(courses, chosen, tracked.links, tracked.proofs, series, tracked.opinions, sides, given)
    report = await asyncio.to_thread(build_report, channel, month, zone, facts, now)
    days = courses.start.astimezone(UTC).date(), end.astimezone(UTC).date()
    shares = await read_shares(store, await store.partners(channel), *days, most=_MOST_SHARES)
    ahead = await read_forecast(store, our_sites, [channel], end)
    known = None if ahead.gone is None else ahead
    return replace(report, logo=await store.logo(channel), shares=shares, ahead=known)


async def report_zone(store: Store, config: Config, channel: str) -> str:
    """The zone whose calendar a channel's months follow: that of its digest."""
    plan = digest_plan(config.digest, await store.channel_settings(channel))
    return plan.zone if plan else config.digest.zone


async def usual_month(store: Store, config: Config, channel: str, now: datetime) -> Month:
    """The month that a report is of where none is named: the last one, or this one where tracking began in it."""
    zone = await report_zone(store, config, channel)
    present = month_of(now.astimezone(ZoneInfo(zone)).date())
    first = (await store.list_links(LinkQuery(channel), 0, 1)).links
    is_young = not first or first[0].added_at >= present.begins(zone)
    return present if is_young else present.plus(-1)


async def _tracked(store: Store, channel: str, courses: Courses, chosen: ChannelSettings) -> _Links:
    tracked = _Links()
    async for links in (await store.link_stream([LinkQuery(channel)])).chunks:
        for link in links.items:
            courses.settle(link)
            tracked.take(link, hide_cost=chosen.hide_costs)
    return tracked


async def _series(
    store: Store, channel: str, courses: Courses, states: Mapping[int, LinkState], zone: str
) -> tuple[WeekPoint, ...]:
    """The weeks up to the end, of these links alone: which they are is known only once all that happened is read."""
    past = Past(courses.end, only=courses.by_link)
    async for events in (await store.event_stream(channel, _BEGINNING)).chunks:
        past.take(events.items)
    present = Counter(state for link_id, state in states.items() if link_id in courses.by_link)
    return past.points(present, {link_id: states[link_id] for link_id in past.links if link_id in states}, zone)
