"""The forms of exchanges: enter one, change its end and cost; what was typed stays where something is wrong."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.actions.actor import Actor
from bot.actions.forms.add import PATIENCE_SECONDS, show_result
from bot.actions.forms.fields import Fields, WrongFieldError, at_field, fields_of
from bot.grammar.addresses import page_of, target_of
from bot.grammar.errors import CommandError
from bot.grammar.exchange_values import AddExchange
from bot.messages.answers.exchanges import exchange_added
from bot.messages.answers.terms import costs_hidden
from bot.messages.forms import exchange as forms
from bot.messages.kit.views import about_of, answered, loading
from bot.operations import exchanges as operations
from bot.operations.check import silently
from bot.operations.tracked import NotHereError
from bot.request.ask import Request, show_view
from bot.request.deps import Deps
from jobs.alerts.costs import hides_costs
from jobs.model.exchange import Exchange

_TITLE = "Add an exchange"


async def open_exchange(request: Request, exchange: Exchange | None, deps: Deps) -> None:
    """Open the form of a deal with what holds now, or empty for a new one; whether they may, the caller knows."""
    if exchange is None:
        hidden = await hides_costs(deps.store, request.channel)
        await show_view(request, forms.exchange_form(request.channel, hide_costs=hidden), deps)
        return
    hidden = await hides_costs(deps.store, exchange.channel)
    shown = await operations.as_shown(exchange, deps)
    await show_view(request, forms.edit_form(shown, deps.now(), hide_costs=hidden), deps)


async def submit_new(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Track the links, keep them as one deal, and show what the first check saw."""
    fields, asker = fields_of(view), person.asker_in(str(about_of(view).get("channel")))
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(forms.PAGES[0], "You may not add links here."))
        return
    try:
        asked = _asked(fields)
        operations.refuse_over(asked.until, deps.now())
        operations.refuse_same(asked.pairs)
    except WrongFieldError as wrong:
        await ack(**at_field(wrong.name, wrong.words))
        return
    except operations.OverAlreadyError:
        await ack(**at_field(forms.UNTIL, "That day is over already."))
        return
    except operations.SameLinkError:
        await ack(**at_field(forms.PAGES[1], "Two of the links are one and the same."))
        return
    await ack(response_action="update", view=loading(_TITLE, "Checking the pages."))
    await asyncio.sleep(PATIENCE_SECONDS)
    done = await operations.add_exchange(asked, asker, deps, silently)
    answer = exchange_added(done.exchange, done.pages, deps.now(), is_new=done.is_new)
    answer = answer.with_blocks(costs_hidden() if done.cost_hidden else [])
    await show_result(str(view["id"]), answered(_TITLE, answer, asker.channel), deps)


async def submit_edit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Write the new end and cost."""
    about, fields = about_of(view), fields_of(view)
    asker = person.asker_in(str(about.get("channel")))
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(forms.UNTIL, "You may not change this exchange."))
        return
    try:
        until, cost = fields.day(forms.UNTIL), fields.money(forms.COST)
        keeps_cost = not fields.changed(forms.COST)

        def change(deal: Exchange) -> Exchange:
            return replace(deal, until=until, cost=deal.cost if keeps_cost else cost)

        await operations.edit_exchange(int(about.get("exchange") or 0), change, asker, deps)
    except WrongFieldError as wrong:
        await ack(**at_field(wrong.name, wrong.words))
        return
    except operations.OverAlreadyError:
        await ack(**at_field(forms.UNTIL, "That day is over already."))
        return
    except operations.EndedError:
        await ack(**at_field(forms.UNTIL, "This exchange was ended, so nothing of it can be changed."))
        return
    except NotHereError:
        await ack(**at_field(forms.UNTIL, "This exchange is no longer known."))
        return
    await ack()  # only now: the form stays, with what was typed, where the writing fails


def _asked(fields: Fields) -> AddExchange:
    pairs = [_pair(fields, page, target) for page, target in zip(forms.PAGES, forms.TARGETS, strict=True)]
    return AddExchange(tuple(filter(None, pairs)), fields.day(forms.UNTIL), fields.money(forms.COST))


def _pair(fields: Fields, page: str, target: str) -> tuple[str, str] | None:
    """One link; None where neither of its fields is filled in, which is fine for the third alone."""
    typed = {name: fields.text(name) for name in (page, target)}
    if not any(typed.values()) and page == forms.PAGES[-1]:
        return None
    for name, words in typed.items():
        if not words:
            raise WrongFieldError(name, "An address is missing here.")
    return _address(page, typed[page], page_of), _address(target, typed[target], target_of)


def _address(name: str, typed: str, read: Any) -> str:
    try:
        return str(read(typed))
    except CommandError as wrong:
        raise WrongFieldError(name, f"“{wrong.word}” {wrong.why}") from None
