"""The form of prospects: keep one, or change what is planned with it; what was typed stays where something is wrong."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.actions.actor import Actor
from bot.actions.forms.add import PATIENCE_SECONDS, show_result
from bot.actions.forms.fields import Fields, WrongFieldError, at_field, fields_of
from bot.grammar.addresses import page_of, target_of
from bot.grammar.errors import CommandError
from bot.grammar.prospect_values import AddProspects, ProspectSaid
from bot.messages.answers.prospects import prospect_changed, prospects_added
from bot.messages.answers.terms import costs_hidden
from bot.messages.forms import prospect as forms
from bot.messages.kit.views import View, about_of, answered, loading
from bot.operations import prospects as operations
from bot.operations.check import silently
from bot.operations.tracked import NotHereError
from bot.request.ask import Request, show_view
from bot.request.deps import Deps
from jobs.alerts.costs import hides_costs
from jobs.model.prospect import Plan, Prospect, ProspectState
from jobs.model.ref import prospect_ref
from jobs.units.dates import DaySaid
from jobs.web.urls import is_on_site

_TITLE = "Add a prospect"


async def open_prospect(request: Request, prospect: Prospect | None, deps: Deps, *, placed: bool = False) -> None:
    """Open the form, filled in with what holds now, or empty for a new one; whether they may, the caller knows."""
    hidden = await hides_costs(deps.store, request.channel)
    if prospect is None:
        await show_view(request, forms.prospect_form(request.channel, hide_costs=hidden), deps)
        return
    shown = await operations.as_shown(prospect, deps)
    await show_view(request, forms.prospect_edit_form(shown, hide_costs=hidden, placed=placed), deps)


async def submit_new(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Keep the page, read it, and show what it says."""
    fields, asker = fields_of(view), person.asker_in(str(about_of(view).get("channel")))
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(forms.PAGE, "You may not add prospects here."))
        return
    try:
        page, said = _address(forms.PAGE, fields.text(forms.PAGE), page_of), said_in(fields)
        _refuse_over(said, Plan(), deps)
        if is_on_site(page, deps.config.our_sites):
            raise WrongFieldError(forms.PAGE, "This is a page of your own.")  # noqa: TRY301 - told as the others are
    except WrongFieldError as wrong:
        await ack(**at_field(wrong.name, wrong.words))
        return

    async def added() -> View:
        kept = await operations.add_prospects(AddProspects((page,), said), asker, deps)
        answer = prospects_added(kept, deps.now())
        hidden = costs_hidden() if said.cost and kept[0].cost_hidden else []
        return answered(_TITLE, answer.with_blocks(hidden), asker.channel)

    await _show(ack, str(view["id"]), added(), loading(_TITLE, "Reading the page."), deps)


async def submit_edit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Write what was changed; where it is placed now, the link is tracked and its page checked."""
    about, fields = about_of(view), fields_of(view)
    asker = person.asker_in(str(about.get("channel")))
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(forms.STATE, "You may not change this prospect."))
        return
    ref = prospect_ref(int(about.get("prospect") or 0))
    try:
        prospect = await operations.prospect_at(ref, asker, deps)
        said = replace(said_in(fields), state=ProspectState(fields.option(forms.STATE)))
        _refuse_over(said, prospect.plan, deps)
        if said.state is ProspectState.PLACED and not (prospect.plan.target if said.target is None else said.target):
            raise WrongFieldError(forms.TARGET, "Say which page of yours the link leads to.")  # noqa: TRY301 - as above
    except WrongFieldError as wrong:
        await ack(**at_field(wrong.name, wrong.words))
        return
    except NotHereError:
        await ack(**at_field(forms.STATE, "This prospect is no longer known."))
        return

    async def edited() -> View:
        done = await operations.edit_prospect(ref, said, asker, deps, silently)
        return answered(str(ref), prospect_changed(done), asker.channel)

    await _show(ack, str(view["id"]), edited(), loading(str(ref), "Reading the page."), deps)


async def _show(ack: AsyncAck, view_id: str, work: Coroutine[Any, Any, View], meanwhile: View, deps: Deps) -> None:
    """What the work gives in the place of the form: at once, or after a word that it takes a while."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
    if done:
        await ack(response_action="update", view=task.result())
        return
    await ack(response_action="update", view=meanwhile)
    await asyncio.sleep(PATIENCE_SECONDS)  # the answer travels beside our calls, and would hide what came before it
    await show_result(view_id, await task, deps)


def said_in(fields: Fields) -> ProspectSaid:
    """What was changed in the form; raises WrongFieldError."""
    said = ProspectSaid(
        owner=fields.person(forms.OWNER) if fields.changed(forms.OWNER) else None,
        contact=fields.text(forms.REACHED) if fields.changed(forms.REACHED) else None,
        notes=fields.text(forms.NOTES) if fields.changed(forms.NOTES) else None,
    )
    if fields.changed(forms.STATE):
        said = replace(said, state=ProspectState(fields.option(forms.STATE)))
    if fields.changed(forms.TARGET):
        typed = fields.text(forms.TARGET)
        said = replace(said, target=_address(forms.TARGET, typed, target_of) if typed else "")
    if fields.changed(forms.NEXT):
        day = fields.day(forms.NEXT)
        said = replace(said, next_on=DaySaid(day.month, day.day, day.year) if day else None, no_next=day is None)
    if forms.COST in fields.values and fields.changed(forms.COST):
        cost = fields.money(forms.COST)
        said = replace(said, cost=cost, no_cost=cost is None)
    return said


def _refuse_over(said: ProspectSaid, known: Plan, deps: Deps) -> None:
    try:
        said.over(known, deps.now())
    except ValueError as error:
        raise WrongFieldError(forms.NEXT, f"That day {error}.") from None


def _address(name: str, typed: str, read: Callable[[str], str]) -> str:
    try:
        return read(typed)
    except CommandError as wrong:
        raise WrongFieldError(name, f"“{wrong.word}” {wrong.why}") from None
