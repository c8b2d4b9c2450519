"""The question before tracking ends, and what becomes of its answer."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.actions.actor import Actor
from bot.messages.answers.decided import removed
from bot.messages.answers.help import not_allowed, not_here
from bot.messages.forms.partner import ask_stop
from bot.messages.kit.blocks import Message, note
from bot.messages.kit.views import about_of, answered
from bot.operations.decide import remove
from bot.operations.tracked import NotHereError
from bot.request.ask import Request, show_view
from bot.request.deps import Deps
from bot.request.response import Responder
from jobs.alerts.costs import hides_costs
from jobs.model.incident import Incident
from jobs.model.ref import Kind, Ref, link_ref, partner_ref

_TITLE = "Stop tracking"


async def ask_about_incident(request: Request, incident: Incident, named: str, deps: Deps) -> None:
    """Ask before everything that an incident is about is forgotten; `named` is that in words."""
    view = ask_stop(named, len(incident.members), incident=incident.id, channel=incident.channel)
    await show_view(request, view, deps)


async def submit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Track no longer; the answer takes the question's place and holds what brings the links back."""
    about = about_of(view)
    request = Request(person.asker_in(str(about.get("channel"))), Responder(deps.client, ""))
    allowed = await person.still_manages(request.channel, deps.config.permissions)
    answer = await _stopped(about, request, deps) if allowed else not_allowed("stop tracking", request.asker)
    await ack(response_action="update", view=answered(_TITLE, answer, request.channel))


async def _stopped(about: Mapping[str, Any], request: Request, deps: Deps) -> Message:
    refs = await _refs(about, deps)
    if not refs:
        return note("None of this is tracked any more.")
    try:
        decision = await remove(refs, request.asker, deps)
    except NotHereError as missing:
        return not_here(missing.refs, deps.config.slack.command)
    hidden = await hides_costs(deps.store, request.channel)
    return removed(decision, request.channel, deps.config.slack.command, hide_costs=hidden)


async def _refs(about: Mapping[str, Any], deps: Deps) -> list[Ref]:
    """What the question was about, as far as it is still there."""
    if "link" in about:
        return await _tracked([int(about["link"])], deps)
    if "partner" in about:
        partner = await deps.store.partner(int(about["partner"]))
        return [partner_ref(partner.id)] if partner else []
    incident = await deps.store.incident(str(about.get("incident")))
    if incident is None:
        return []
    if incident.ref and incident.ref.kind is Kind.PARTNER:
        return [incident.ref]
    return await _tracked([member for member in incident.members if member not in incident.recovered], deps)


async def _tracked(numbers: list[int], deps: Deps) -> list[Ref]:
    """Those of the links that are still there."""
    tracked = await deps.store.link_states(numbers)
    return [link_ref(number) for number in numbers if number in tracked]
