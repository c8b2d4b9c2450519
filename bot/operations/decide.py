"""What people decide about links and partner pages that they name: of several, what can be done is done."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.access.permissions import Asker
from bot.operations import incidents
from bot.operations.change import change_telling, check_soon
from bot.operations.tracked import NotHereError, is_bound, tracked_of
from bot.request.deps import Deps
from jobs.alerts import decisions, said
from jobs.alerts.cases import incidents_of
from jobs.alerts.undo import undoable
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.operation import ChangedLinks, DecisionOutcome
from jobs.model.partner import Partner
from jobs.model.ref import Ref, link_ref
from jobs.model.write import Write

Act = Callable[[Sequence[Link], Sequence[Partner], Sequence[Incident]], Write | None]
"""What is decided about links, partner pages and the incidents that are about them alone."""
Concerns = Callable[[Link | Partner, Sequence[Incident]], bool]
"""Whether there is anything to decide about one of them, given its open incidents."""


async def snooze(refs: Sequence[Ref], wait: timedelta, who: Asker, deps: Deps) -> DecisionOutcome:
    """Say nothing about these for a while; a partner page is snoozed by what is open about it."""
    return await _decide(
        refs,
        who,
        deps,
        lambda links, _, known: decisions.snooze(links, known, wait, who.user, deps.now()),
        lambda tracked, known: isinstance(tracked, Link) or bool(known),
    )


async def unsnooze(refs: Sequence[Ref], who: Asker, deps: Deps) -> DecisionOutcome:
    """Speak of these again."""
    return await _decide(
        refs,
        who,
        deps,
        lambda links, _, known: decisions.unsnooze(links, known, who.user, deps.now()),
        lambda tracked, known: decisions.waits_for_snooze(tracked, known, deps.now()),
    )


async def accept(refs: Sequence[Ref], who: Asker, deps: Deps) -> DecisionOutcome:
    """Call what was found the new normal."""
    found = await tracked_of(refs, who, deps)
    partners = tuple([each for each in found.partners if await incidents.accept_partner(each.id, who, deps)])
    accepted = DecisionOutcome()
    if found.links:
        accepted = await _decide(
            [link_ref(link.id) for link in found.links],
            who,
            deps,
            lambda links, _, known: decisions.accept(links, known, who.user, deps.now()),
            decisions.is_acceptable,
            alone=False,
        )
    done = {*(each.ref for each in partners), *accepted.done}
    idle = tuple(ref for ref in found.refs if ref not in done)
    return DecisionOutcome(accepted.links, partners, idle, found.missing)


async def unaccept(refs: Sequence[Ref], who: Asker, deps: Deps) -> DecisionOutcome:
    """Revoke what was accepted of these links: it is open again, and their pages are checked soon."""

    async def decide() -> tuple[Write | None, DecisionOutcome]:
        found = await tracked_of(refs, who, deps)
        accepted = tuple(link for link in found.links if link.expected.accepted)
        known = await incidents_of(deps.store, accepted, only_open=False)
        idle = tuple(ref for ref in found.refs if ref not in {link.ref for link in accepted})
        write = decisions.unaccept(accepted, known, who.user, deps.now())
        return write, DecisionOutcome(accepted, idle=idle, missing=found.missing)

    _, decision = await change_telling(deps, who, decide)
    await check_soon(deps, *(link.page_url for link in decision.links))
    return decision


async def unaccept_incident(name: str, who: Asker, deps: Deps) -> DecisionOutcome:
    """Revoke that an incident was accepted, for those of its links that had not recovered before."""
    incident = await deps.store.incident(name)
    settled = [member for member in incident.members if member not in incident.recovered] if incident else []
    try:
        return await unaccept([link_ref(member) for member in settled], who, deps)
    except NotHereError:
        return DecisionOutcome()


async def mark(refs: Sequence[Ref], who: Asker, deps: Deps, *, live: bool) -> DecisionOutcome:
    """A person says of links what we cannot read."""
    found = await tracked_of(refs, who, deps)
    for link in found.links:
        await _decide(
            [link_ref(link.id)],
            who,
            deps,
            lambda links, _, known: decisions.mark(links[0], known, who.user, deps.now(), live=live),
        )
    return DecisionOutcome(found.links, missing=found.missing)


async def mark_index(refs: Sequence[Ref], who: Asker, deps: Deps, *, indexed: bool) -> DecisionOutcome:
    """A person says whether a search engine has the pages of these links."""
    return await _decide(
        refs, who, deps, lambda links, _, __: said.mark_index(links, who.user, deps.now(), indexed=indexed)
    )


async def mark_fit(refs: Sequence[Ref], who: Asker, deps: Deps, *, fits: bool | None) -> DecisionOutcome:
    """A person says whether the pages of these links fit ours; None takes back what was said."""
    return await _decide(
        refs,
        who,
        deps,
        lambda links, _, __: said.say_whether_it_fits(links, who.user, deps.now(), fits=fits),
        lambda tracked, _: isinstance(tracked, Link) and tracked.fits is not fits,
    )


async def remove(refs: Sequence[Ref], who: Asker, deps: Deps) -> DecisionOutcome:
    """Track these no longer; links are kept so that it can be undone, unless an exchange ends with one of them."""
    change = secrets.token_hex(8)

    async def decide() -> tuple[Write, DecisionOutcome]:
        found = await tracked_of(refs, who, deps)
        known = await _open_about(found.links, found.partners, deps)
        write = decisions.stop(found.links, found.partners, known, who.user, deps.now())
        decision = DecisionOutcome(found.links, found.partners, missing=found.missing)
        if not found.links or any([await is_bound(link, deps) for link in found.links]):
            return write, decision
        part = ChangedLinks(change, 0, who.channel, deps.now(), who.user)
        about = [incident for incident in known if {*incident.members} & {*write.remove_links}]
        kept = undoable(part, found.links, about, write)
        return replace(write, changed_links=[kept]), replace(decision, change=change)

    _, decision = await change_telling(deps, who, decide)
    return decision


async def acknowledge(refs: Sequence[Ref], who: Asker, deps: Deps) -> DecisionOutcome:
    """Somebody is on all that is open about these links; nothing is open about those that are idle."""
    found = await tracked_of(refs, who, deps)
    known = [(link, await incidents_of(deps.store, [link])) for link in found.links]
    for name in dict.fromkeys(incident.id for _, about in known for incident in about):
        await incidents.acknowledge(name, who, deps)
    idle = tuple(link.ref for link, about in known if not about)
    return DecisionOutcome(tuple(link for link, about in known if about), idle=idle, missing=found.missing)


async def _decide(
    refs: Sequence[Ref], who: Asker, deps: Deps, act: Act, concerns: Concerns | None = None, *, alone: bool = True
) -> DecisionOutcome:
    """Decide about as many of the references as are there and concerned, in one write.

    `alone`: of incidents, about those only in which no other link still waits. Raises NotHereError where none is there.
    """

    async def decide() -> tuple[Write | None, DecisionOutcome]:
        found = await tracked_of(refs, who, deps)
        known = await _open_about(found.links, found.partners, deps)
        about = _only_about(known, found.links) if alone else known
        links = tuple(link for link in found.links if not concerns or concerns(link, _of(link, about)))
        partners = tuple(each for each in found.partners if not concerns or concerns(each, _of(each, about)))
        decision = DecisionOutcome(links, partners, missing=found.missing)
        decision = replace(decision, idle=tuple(ref for ref in found.refs if ref not in decision.done))
        chosen = _only_about(about, links) if alone else about
        return act(links, partners, chosen) if decision.done else None, decision

    _, decision = await change_telling(deps, who, decide)
    return decision


async def _open_about(links: Sequence[Link], partners: Sequence[Partner], deps: Deps) -> list[Incident]:
    found = await incidents_of(deps.store, links)
    for partner in partners:
        found += await deps.store.incidents(channel=partner.channel, subject=partner.ref)
    return found


def _only_about(known: Sequence[Incident], links: Sequence[Link]) -> list[Incident]:
    """Those of the incidents in which no other link still waits: what is decided for the links decides them too."""
    chosen = {link.id for link in links}
    return [incident for incident in known if incident.waiting <= chosen]


def _of(tracked: Link | Partner, known: Sequence[Incident]) -> list[Incident]:
    if isinstance(tracked, Partner):
        return [incident for incident in known if incident.subject == tracked.ref]
    return [incident for incident in known if tracked.id in incident.members]
