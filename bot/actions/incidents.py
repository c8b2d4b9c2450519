"""Clicks on an incident's message; each sets a state, so that one that arrives twice changes nothing."""

from collections.abc import Mapping
from dataclasses import replace

from bot.access.permissions import may_manage, may_view
from bot.actions.click import Click, ClickHandler
from bot.actions.forms.add import show_result
from bot.actions.forms.edit import open_edit
from bot.actions.forms.exchange import open_exchange
from bot.actions.forms.stop import ask_about_incident
from bot.actions.link_menu import answer_in_words, mail_about
from bot.actions.see_all import open_all
from bot.messages.alerts.mails import language_of
from bot.messages.alerts.proof import proof_view
from bot.messages.answers.checked import after_the_check, check_answer, our_pages_checked
from bot.messages.answers.exchanges import exchange_ended
from bot.messages.answers.help import closed_already, not_allowed
from bot.messages.answers.link_menu import LinkAction
from bot.messages.kit import controls, text, wording
from bot.messages.kit.blocks import Message, date, note, person
from bot.messages.kit.views import answered, loading, said
from bot.operations import incidents as operations
from bot.operations.check import check_incident
from bot.operations.decide import unaccept_incident
from bot.operations.exchanges import end_exchange
from bot.request.ask import show_view
from bot.request.deps import Deps
from jobs.alerts.cases import case_of, exchange_of
from jobs.alerts.groups import parts_of
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.ref import link_ref
from jobs.units.durations import parse_duration


async def clicked(click: Click, deps: Deps) -> Message | None:
    """Carry out a click, if it is allowed and the incident is of this channel and still open."""
    only_views = click.action_id in _VIEWING or click.value in _VIEWING
    allowed = may_view if only_views else may_manage
    if not allowed(deps.config.permissions, click.request.asker):
        return not_allowed("see this" if only_views else "do that", click.request.asker, to_view=only_views)
    incident = await deps.store.incident(click.incident_id)
    if incident is None or incident.channel != click.request.channel:
        return closed_already("This alert is not of this channel, or no longer known.")
    is_undo = click.action_id == controls.UNACCEPT and incident.status is IncidentStatus.ACCEPTED
    if not (incident.status.is_open or only_views or is_undo):
        return closed_already(f"This alert is closed already. {wording.headline(incident)}.")
    return await HANDLERS[click.action_id](incident, click, deps)


_VIEWING = frozenset(
    {
        controls.ACT,
        controls.SEE_ALL,
        controls.SHOW_PROOF,
        controls.MAIL_DRAFT,
        controls.MAIL_LANGUAGE,
        controls.PROOF,
        controls.MAIL,
    }
)
"""Clicks that change nothing: for whoever may view, and after the incident is closed too."""
TAKE_ITS_PLACE = frozenset({controls.MAIL_LANGUAGE})
"""Clicks whose answer takes the place of the message that they were made on."""


async def check(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Check again; of very many pages a message shows how far it is."""
    seen = await check_incident(incident, click.request.asker, deps, click.request.answer.while_checking)
    if incident.kind is IncidentKind.TARGET and not seen.long:
        answer = our_pages_checked(seen.own_pages, deps.now())
    else:
        answer = check_answer(seen, deps.now(), deps.config.slack.command)
    if seen.long:
        return answer
    return answer.with_blocks([after_the_check(incident, await deps.store.incident(incident.id))])


async def acknowledge(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """I'm on it."""
    if incident.holder and incident.holder != click.request.user and controls.is_of_todo(click.block_id):
        return note(person(incident.holder), " is on it already.").with_blocks(controls.take_over(incident))
    decision = await operations.acknowledge(incident.id, click.request.asker, deps)
    if not decision.changed and decision.incident and decision.incident.holder == click.request.user:
        return note("You are on it already.")
    return note("You are on it.") if click.wants_words else None


async def unassign(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """I am on it no longer; nobody else hands it back."""
    if incident.holder and incident.holder != click.request.user:
        return note(person(incident.holder), " is on it, and alone can hand it back. You can take it over.")
    await operations.unassign(incident.id, click.request.asker, deps)
    return note("You are no longer on it.") if click.wants_words else None


async def assign(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Somebody else shall see to it."""
    if not click.person:
        return None
    decision = await operations.assign(incident.id, click.person, click.request.asker, deps)
    if not click.wants_words:
        return None
    return note("Assigned to " if decision.changed else "It is already with ", person(click.person), ".")


async def snooze(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Quiet for a while, or loud again; of a group its message shows that."""
    says = click.wants_words and incident.kind is not IncidentKind.GROUP
    if click.value == controls.END_SNOOZE:
        await operations.unsnooze(incident.id, click.request.asker, deps)
        return note("The snooze is over.") if says else None
    wait = parse_duration(click.value)
    await operations.snooze(incident.id, wait, click.request.asker, deps)
    return note("Snoozed until ", date(deps.now() + wait), ".") if says else None


async def more(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """The menu behind the three dots."""
    handler = _ENTRIES.get(click.value)
    if handler is None:
        return closed_already("This entry is from an older version of the bot and does nothing any more.")
    return await handler(incident, click, deps)


async def mail(incident: Incident, click: Click, deps: Deps) -> Message:
    """A draft of a mail, in the page's own language unless another was chosen."""
    if not controls.is_the_partners(incident):  # a card of an older version offers it
        return note("This is about a page of ours, so there is nothing to ask the partner for.")
    chosen = language_of(click.value) if click.action_id == controls.MAIL_LANGUAGE else None
    return await mail_about(incident, deps, chosen)


async def edit(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """The form with what was agreed about the link, or the exchange."""
    if deal := await exchange_of(deps.store, incident):
        await open_exchange(click.request, deal, deps)
        return None
    link = await deps.store.link(incident.members[0]) if incident.members else None
    if link is None:
        return closed_already("This link is no longer tracked.")
    await open_edit(click.request, link, deps)
    return None


async def act(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Act on what a line of the thread tells of: everything about it in a modal, with what can be done."""
    if len(incident.members) > 1 or incident.kind is IncidentKind.GROUP:
        return await open_all(incident, click, deps)
    ref = link_ref(incident.members[0]) if incident.members else incident.ref
    if ref is None:
        return closed_already("This alert is about nothing that is tracked.")
    opened = await deps.client.views_open(trigger_id=click.request.trigger_id, view=loading(str(ref)))
    answer = await answer_in_words(LinkAction.SHOW, ref, click.request, deps)
    may_act = may_manage(deps.config.permissions, click.request.asker)
    view = answered(str(ref), answer, incident.channel) if may_act else said(str(ref), answer)
    await show_result(str(opened["view"]["id"]), view, deps)
    return None


async def show_proof(incident: Incident, click: Click, deps: Deps) -> None:
    """What was found in full, and what was kept as proof, in a window."""
    case = replace(await case_of(deps.store, incident), parts=tuple(await parts_of(deps.store, incident)))
    await show_view(click.request, proof_view(case), deps)


async def _ask_stop(incident: Incident, click: Click, deps: Deps) -> None:
    """The question before tracking ends."""
    await ask_about_incident(click.request, incident, _named(incident), deps)


async def _accept(incident: Incident, click: Click, deps: Deps) -> Message | None:
    decision = await operations.accept(incident.id, click.request.asker, deps)
    if not click.wants_words:
        return None
    undo = controls.undo_accepting([link.ref for link in decision.links])
    return note("Accepted as the new normal.").with_blocks(undo)


async def unaccept(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Revoke that the incident was accepted; None where its message shows that."""
    decision = await unaccept_incident(incident.id, click.request.asker, deps)
    if not decision.done:
        return closed_already("The acceptance has ended already: what was accepted is not so any more.")
    return note("The acceptance is taken back.") if click.wants_words else None


async def _end_deal(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Nobody owes anything any more."""
    if incident.ref is None:
        return None
    done = await end_exchange(incident.ref, click.request.asker, deps)
    return exchange_ended(done.exchange, changed=done.changed)


def _named(incident: Incident) -> str:
    several = len(incident.members) > 1
    return f"{text.all_of(len(incident.members))} links" if several else incident.label


_ENTRIES: Mapping[str, ClickHandler] = {
    controls.PROOF: show_proof,
    controls.ACCEPT: _accept,
    controls.MAIL: mail,
    controls.ASK_STOP: _ask_stop,
    controls.EDIT: edit,
    controls.END_DEAL: _end_deal,
}
"""The entries of the menu behind the three dots."""
HANDLERS: Mapping[str, ClickHandler] = {
    controls.ACKNOWLEDGE: acknowledge,
    controls.UNASSIGN: unassign,
    controls.ASSIGN: assign,
    controls.MAIL_DRAFT: mail,
    controls.MAIL_LANGUAGE: mail,
    controls.CHECK: check,
    controls.SNOOZE: snooze,
    controls.MORE: more,
    controls.SEE_ALL: open_all,
    controls.SHOW_PROOF: show_proof,
    controls.ACT: act,
    controls.UNACCEPT: unaccept,
}
