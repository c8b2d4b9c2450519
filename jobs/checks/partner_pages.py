"""What a check makes of the partner pages at its address: their findings, their incidents, and their series."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from msgspec import Struct

from jobs.alerts.incidents import AlertChanges
from jobs.model.findings import Finding, Severity
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.series import PageSeries
from jobs.model.tracked_page import DuePage
from jobs.model.verdict import Evaluation
from jobs.pages.reading import Reading
from jobs.partners.incidents import partner_changes
from jobs.partners.outbound import PartnerPast, evaluate_partner
from jobs.partners.series import series_after
from jobs.store.protocol import Store
from jobs.web.urls import registrable_domain


class PartnerPolicy(Struct, frozen=True):
    """What partner pages are judged by."""

    hysteresis: float
    severities: Mapping[str, Severity]
    speaks: Callable[[Finding], bool]


class PartnersAfter(Struct, frozen=True):
    """The partner pages of an address after a check."""

    partners: tuple[Partner, ...]
    snoozes_end: tuple[datetime | None, ...]
    """When the snoozes end of what is open about them: then that is said again."""
    series: tuple[PageSeries, ...] = ()


async def snoozed_only(store: Store, due: DuePage) -> PartnersAfter:
    """They stay as they were, for nothing was learnt of their page."""
    known = [await store.incidents(channel=each.channel, subject=each.ref) for each in due.partners]
    return PartnersAfter(due.partners, tuple(incident.snoozed_until for each in known for incident in each))


async def judge_partners(
    store: Store, due: DuePage, reading: Reading, links: Collection[Link], policy: PartnerPolicy, *, now: datetime
) -> tuple[PartnersAfter, AlertChanges]:
    """The partner pages after a check that read their page whole, and what is said of it.

    `links` are those tracked on it, as they are after the check.
    """
    series = await _series(store, due, reading, links, now)
    points = series[0].points if series else ()
    ways = await store.site_ways(registrable_domain(due.page.url)) if due.partners else None
    way = ways.way(due.page.url) if ways else None
    changes, after, ends = AlertChanges(), list[Partner](), list[datetime | None]()
    for partner in due.partners:
        known = await store.incidents(channel=partner.channel, subject=partner.ref)
        is_snoozed = any(incident.is_snoozed(now) for incident in known)
        here = frozenset(link.id for link in links if link.channel == partner.channel)
        past = PartnerPast(points, here, way, due.page.last_read_at)
        check = evaluate_partner(
            partner, reading.facts, policy.hysteresis, policy.severities, past=past, is_snoozed=is_snoozed
        )
        said = partner_changes(check, known, policy.speaks, now)
        changes.incidents.update(said.incidents)
        changes.notices.extend(said.notices)
        changes.events.extend(said.events)
        after.append(check.partner)
        ends += [incident.snoozed_until for incident in known]
    return PartnersAfter(tuple(after), tuple(ends), series), changes


async def _series(
    store: Store, due: DuePage, reading: Reading, links: Collection[Link], now: datetime
) -> tuple[PageSeries, ...]:
    """The page's series, gone on with; none of a page that is no partner page."""
    if not due.partners:
        return ()
    before = next(iter(await store.series([due.page.url])), PageSeries(due.page.url))
    after = series_after(before, reading, links, now.date())
    return (after,) if after else ()


def links_on(due: DuePage, judged: Collection[Evaluation]) -> list[Link]:
    """The links that stand on the page, as they are after the check."""
    after = {each.after.id: each.after for each in judged}
    return [after.get(link.id, link) for link in due.links]
