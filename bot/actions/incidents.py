"""Clicks on an incident's message; each sets a state, so that one that arrives twice changes nothing."""

from collections.abc import Callable, Mapping

from bot.access.permissions import may_manage, may_view
from bot.actions.check_again import check, links_of
from bot.actions.click import Click, ClickHandler
from bot.actions.forms.add import show_result
from bot.actions.forms.edit import open_edit
from bot.actions.forms.stop import ask_about_incident
from bot.actions.see_all import open_all
from bot.commands import carry_out
from bot.commands.decide import accept_partner, take_back
from bot.messages.alerts.letters import LetterLanguage
from bot.messages.alerts.mails import language_of, mail_drafted
from bot.messages.alerts.proof import proof
from bot.messages.answers.help import closed_already, not_allowed
from bot.messages.kit import controls, wording
from bot.messages.kit.blocks import Message, date, note, person
from bot.messages.kit.views import answered, loading, said
from bot.operations.change import change
from bot.request.deps import Deps
from jobs.alerts import decisions as incidents
from jobs.alerts.cases import case_of, partner_of
from jobs.alerts.grouping import acknowledge_all, snooze_all
from jobs.alerts.groups import group_state
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.model.ref import link_ref
from jobs.model.write import Write
from jobs.units.durations import parse_duration


async def clicked(click: Click, deps: Deps) -> Message | None:
    """Carry out a click, if it is allowed and the incident is of this channel and still open."""
    looks_only = click.action_id in _LOOKS or click.value in _LOOKS
    allowed = may_view if looks_only else may_manage
    if not allowed(deps.config.permissions, click.request.asker):
        return not_allowed("look at this" if looks_only else "do that", click.request.asker, to_look=looks_only)
    incident = await deps.store.incident(click.incident_id)
    if incident is None or incident.channel != click.request.channel:
        return closed_already("This alert is not of this channel, or no longer known.")
    is_undo = click.action_id == controls.UNACCEPT and incident.status is IncidentStatus.ACCEPTED
    if not (incident.status.is_open or looks_only or is_undo):
        return closed_already(f"This alert is closed already. {wording.headline(incident)}.")
    return await DEEDS[click.action_id](incident, click, deps)


_LOOKS = frozenset({controls.ACT, controls.SEE_ALL, controls.MAIL_LANGUAGE, controls.PROOF, controls.MAIL})
"""Clicks that change nothing: for whoever may view, and after the incident is closed too."""
TAKE_ITS_PLACE = frozenset({controls.MAIL_LANGUAGE})
"""Clicks whose answer takes the place of the message that they were made on."""


async def acknowledge(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """I'm on it."""

    async def decide() -> Write | None:
        now = await _fresh(incident, deps)
        if now and now.kind is IncidentKind.GROUP:
            return acknowledge_all(await group_state(deps.store, now), click.request.user, deps.now())
        return incidents.acknowledge(now, click.request.user, deps.now()) if now else None

    changed = await change(deps, decide)
    if not changed and incident.holder == click.request.user:
        return note("You are on it already.")
    return note("You are on it.") if click.ephemeral else None


async def unassign(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """I am on it no longer; nobody else hands it back."""
    if incident.holder and incident.holder != click.request.user:
        return note(person(incident.holder), " is on it, and alone can hand it back. You can take it over.")

    async def decide() -> Write | None:
        now = await _fresh(incident, deps)
        return incidents.unassign(now, click.request.user, deps.now()) if now else None

    await change(deps, decide)
    return note("You are no longer on it.") if click.ephemeral else None


async def assign(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Somebody else shall see to it."""

    async def decide() -> Write | None:
        now = await _fresh(incident, deps)
        return incidents.assign(now, click.person, click.request.user, deps.now()) if now and click.person else None

    changed = await change(deps, decide)
    return note("Assigned to ", person(click.person), ".") if click.ephemeral and changed else None


async def snooze(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Quiet for a while, or loud again."""
    if incident.kind is IncidentKind.GROUP:
        return await _snooze_all(incident, click, deps)
    if click.value == controls.END_SNOOZE:
        await _decide(
            incident, deps, lambda now, links: incidents.unsnooze(links, [now], click.request.user, deps.now())
        )
        return note("The snooze is over.") if click.ephemeral else None
    wait = parse_duration(click.value)
    await _decide(
        incident, deps, lambda now, links: incidents.snooze(links, [now], wait, click.request.user, deps.now())
    )
    return note("Snoozed until ", date(deps.now() + wait), ".") if click.ephemeral else None


async def _snooze_all(group: Incident, click: Click, deps: Deps) -> Message | None:
    wait = None if click.value == controls.END_SNOOZE else parse_duration(click.value)

    async def decide() -> Write | None:
        now = await _fresh(group, deps)
        return snooze_all(await group_state(deps.store, now), wait, click.request.user, deps.now()) if now else None

    await change(deps, decide)
    return None


async def more(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """The menu behind the three dots."""
    match click.value:
        case controls.PROOF:
            return proof(incident)
        case controls.ACCEPT:
            return await _accept(incident, click, deps)
        case controls.MAIL:
            return await mail(incident, click, deps)
        case controls.ASK_STOP:
            await ask_about_incident(click.request, incident, _named(incident), deps)
            return None
        case controls.EDIT:
            return await edit(incident, click, deps)
    return closed_already("This entry is from an older version of the bot and does nothing any more.")


async def mail(incident: Incident, click: Click, deps: Deps) -> Message:
    """A draft of a mail, in the page's own language unless another was chosen."""
    if not controls.is_the_partners(incident):  # a card of an older version offers it
        return note("This is about a page of ours, so there is nothing to ask the partner for.")
    chosen = language_of(click.value) if click.action_id == controls.MAIL_LANGUAGE else None
    return await mail_about(incident, deps, chosen)


async def mail_about(incident: Incident, deps: Deps, language: LetterLanguage | None = None) -> Message:
    """The draft, in the page's own language where none is given."""
    case = await case_of(deps.store, incident)
    if language:
        return mail_drafted(case, language)
    url = case.links[0].page_url if case.links else case.partner.page_url if case.partner else ""
    page = await deps.store.page(url)
    return mail_drafted(case, language_of(page.facts.lang if page and page.facts else ""))


async def edit(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """The form with what was agreed about the link."""
    link = await deps.store.link(incident.members[0]) if incident.members else None
    if link is None:
        return closed_already("This link is no longer watched.")
    await open_edit(click.request, link, deps)
    return None


async def act(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Act on what a line of the thread tells of: everything about it in a modal, with what can be done."""
    if len(incident.members) > 1 or incident.kind is IncidentKind.GROUP:
        return await open_all(incident, click, deps)
    named = incident.label
    opened = await deps.client.views_open(trigger_id=click.request.trigger_id, view=loading(named))
    shown = await carry_out(f"show {named}", click.request, deps)
    assert isinstance(shown, Message), "it is shown in words"
    may_act = may_manage(deps.config.permissions, click.request.asker)
    view = answered(named, shown, incident.channel) if may_act else said(named, shown)
    await show_result(str(opened["view"]["id"]), view, deps)
    return None


async def _accept(incident: Incident, click: Click, deps: Deps) -> Message | None:
    partner = await partner_of(deps.store, incident)
    if partner:
        await change(deps, lambda: accept_partner(partner.id, click.request.user, deps))
    else:
        await _decide(incident, deps, lambda now, links: incidents.accept(links, [now], click.request.user, deps.now()))
    if not click.ephemeral:
        return None
    refs = [] if partner else [str(link_ref(member)) for member in incident.members if member not in incident.recovered]
    return note("Accepted as the new normal.").with_blocks(controls.undo_accepting(refs))


async def undo(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Take back that the incident was accepted; None where its message shows that."""
    settled = [member for member in incident.members if member not in incident.recovered]
    done = await take_back(settled, click.request.user, deps)
    if not done:
        return closed_already("The acceptance has ended already: what was accepted is not so any more.")
    return note("The acceptance is taken back.") if click.ephemeral else None


async def _decide(incident: Incident, deps: Deps, act: Callable[[Incident, list[Link]], Write | None]) -> None:
    """Do something about the incident and those of its links that still wait, as they are now."""

    async def decide() -> Write | None:
        now = await _fresh(incident, deps)
        return act(now, await links_of(now, deps)) if now else None

    await change(deps, decide)


async def _fresh(incident: Incident, deps: Deps) -> Incident | None:
    """The incident as it is now, if it is still open."""
    now = await deps.store.incident(incident.id)
    return now if now and now.status.is_open else None


def _named(incident: Incident) -> str:
    several = len(incident.members) > 1
    return f"All {len(incident.members)} links" if several else incident.label


DEEDS: Mapping[str, ClickHandler] = {
    controls.HOLD: acknowledge,
    controls.RELEASE: unassign,
    controls.ASSIGN: assign,
    controls.MAIL_LANGUAGE: mail,
    controls.CHECK: check,
    controls.SNOOZE: snooze,
    controls.MORE: more,
    controls.SEE_ALL: open_all,
    controls.ACT: act,
    controls.UNACCEPT: undo,
}
