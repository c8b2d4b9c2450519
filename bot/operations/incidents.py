"""What people decide about an incident as a whole; each sets a state, so what arrives twice changes nothing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from msgspec import Struct

from bot.access.permissions import Asker
from bot.operations.change import change, change_telling
from bot.request.deps import Deps
from jobs.alerts import decisions
from jobs.alerts.cases import exchange_of, partner_of
from jobs.alerts.grouping import acknowledge_all, snooze_all
from jobs.alerts.groups import group_state, parts_of
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.write import Write


class IncidentDecision(Struct, frozen=True):
    """What became of a decision about an incident."""

    changed: bool
    incident: Incident | None
    """As it is now; None where it is not known any more."""
    links: tuple[Link, ...] = ()
    """Those of its links that it was decided about, as they were before."""


Act = Callable[[Incident], Awaitable[Write | None]]


async def acknowledge(name: str, who: Asker, deps: Deps) -> IncidentDecision:
    """Somebody is on it; of a group, on all that it holds."""

    async def act(fresh: Incident) -> Write | None:
        if fresh.kind is IncidentKind.GROUP:
            return acknowledge_all(await group_state(deps.store, fresh), who.user, deps.now())
        return decisions.acknowledge(fresh, who.user, deps.now())

    return await _decide(name, who, deps, act)


async def unassign(name: str, who: Asker, deps: Deps) -> IncidentDecision:
    """Whoever asks is on it no longer; nobody else hands it back, so then nothing changes."""

    async def act(fresh: Incident) -> Write | None:
        return decisions.unassign(fresh, who.user, deps.now())

    return await _decide(name, who, deps, act)


async def assign(name: str, assignee: str, who: Asker, deps: Deps) -> IncidentDecision:
    """Somebody shall see to it."""

    async def act(fresh: Incident) -> Write | None:
        return decisions.assign(fresh, assignee, who.user, deps.now())

    return await _decide(name, who, deps, act)


async def snooze(name: str, wait: timedelta, who: Asker, deps: Deps) -> IncidentDecision:
    """Say nothing about it and its links for a while; of a group, about all that it holds."""

    async def act(fresh: Incident) -> Write | None:
        if fresh.kind is IncidentKind.GROUP:
            return snooze_all(await group_state(deps.store, fresh), wait, who.user, deps.now())
        return decisions.snooze(await waiting_links(fresh, deps), [fresh], wait, who.user, deps.now())

    return await _decide(name, who, deps, act)


async def unsnooze(name: str, who: Asker, deps: Deps) -> IncidentDecision:
    """Speak of it again; of a group, of all that it holds."""

    async def act(fresh: Incident) -> Write | None:
        if fresh.kind is IncidentKind.GROUP:
            return snooze_all(await group_state(deps.store, fresh), None, who.user, deps.now())
        return decisions.unsnooze(await waiting_links(fresh, deps), [fresh], who.user, deps.now())

    return await _decide(name, who, deps, act)


async def accept(name: str, who: Asker, deps: Deps) -> IncidentDecision:
    """Call what it tells of the new normal: of its links that still wait, or of its partner page; of a group, all."""
    incident = await deps.store.incident(name)
    if incident and incident.kind is IncidentKind.GROUP:
        decided = [await accept(part.id, who, deps) for part in await parts_of(deps.store, incident)]
        links = tuple(link for each in decided for link in each.links)
        return IncidentDecision(any(each.changed for each in decided), incident, links)
    partner = await partner_of(deps.store, incident) if incident else None
    if partner:
        changed = await accept_partner(partner.id, who, deps)
        return IncidentDecision(changed, await deps.store.incident(name))

    async def decide() -> tuple[Write | None, tuple[Link, ...]]:
        fresh = await _fresh(name, deps)
        links = await _to_accept(fresh, deps) if fresh else []
        about = [fresh, *(await parts_of(deps.store, fresh))] if fresh else []
        write = decisions.accept(links, about, who.user, deps.now()) if fresh else None
        return write, tuple(links)

    changed, links = await change_telling(deps, who, decide)
    return IncidentDecision(changed, await deps.store.incident(name), links)


async def _to_accept(incident: Incident, deps: Deps) -> list[Link]:
    """Its links that still wait; of an exchange, those that broke it."""
    deal = await exchange_of(deps.store, incident)
    if deal is None:
        return await waiting_links(incident, deps)
    return [*(await deps.store.links_by_id([leg.link for leg in deal.legs if leg.is_declared])).values()]


async def accept_partner(partner_id: int, who: Asker, deps: Deps) -> bool:
    """Make a partner page's present links its baseline; False where they are and nothing is open."""

    async def decide() -> Write | None:
        partner = await deps.store.partner(partner_id)
        if partner is None:
            return None
        page = await deps.store.page(partner.page_url)
        domains = frozenset(page.facts.external_domains) if page and page.facts else partner.baseline
        known = await deps.store.incidents(channel=partner.channel, subject=partner.ref)
        if not known and domains == partner.baseline:
            return None
        return decisions.accept_partner(partner, domains, known, who.user, deps.now())

    return await change(deps, who, decide)


async def waiting_links(incident: Incident, deps: Deps) -> list[Link]:
    """Its links that are still waited for, as they are now."""
    waiting = [member for member in incident.members if member in incident.waiting]
    return [*(await deps.store.links_by_id(waiting)).values()]


async def _decide(name: str, who: Asker, deps: Deps, act: Act) -> IncidentDecision:
    """Decide about the incident as it is now, if it is still open."""

    async def decide() -> Write | None:
        fresh = await _fresh(name, deps)
        return await act(fresh) if fresh else None

    changed = await change(deps, who, decide)
    return IncidentDecision(changed, await deps.store.incident(name))


async def _fresh(name: str, deps: Deps) -> Incident | None:
    fresh = await deps.store.incident(name)
    return fresh if fresh and fresh.status.is_open else None
