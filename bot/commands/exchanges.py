"""`exchange`: enter deals, list, change and end them; `show` shows one."""

from dataclasses import replace

from bot.access.permissions import may_manage
from bot.grammar.exchange_values import AddExchange, EditExchange, EndExchange, ListExchanges, OpenExchange
from bot.grammar.exchanges import ADD_EXAMPLE, EDIT_EXAMPLE
from bot.messages.answers.exchanges import (
    exchange_added,
    exchange_edited,
    exchange_ended,
    exchange_over,
    exchange_rows,
)
from bot.messages.answers.help import not_understood
from bot.messages.answers.listing import ROWS, Listed, nothing_listed, rows_listed
from bot.messages.answers.terms import costs_hidden
from bot.messages.kit.blocks import Message
from bot.operations import exchanges as operations
from bot.request.ask import Form, OpenModal, Request
from bot.request.deps import Deps
from jobs.model.exchange import Exchange
from jobs.model.queries import ExchangeQuery

_EXAMPLE = "exchange add <their page> -> <our target> for <our page> -> <their target>"


async def open_form(_command: OpenExchange, _request: Request, _deps: Deps) -> OpenModal:
    """Nothing was named to give for anything: ask for it in a modal."""
    return OpenModal(Form.EXCHANGE)


async def add(command: AddExchange, request: Request, deps: Deps) -> Message:
    """Track the links, check them, keep them as one deal and show it; raises NotThereError."""
    try:
        done = await operations.add_exchange(command, request.asker, deps, request.answer.while_checking)
    except operations.OverAlreadyError:
        return _over(command.typed, f"{ADD_EXAMPLE} until 2027-03-01", deps)
    except operations.SameLinkError:
        why = "Two of the links are one and the same."
        return not_understood(deps.config.slack.command, "", why, ADD_EXAMPLE, command.typed)
    answer = exchange_added(done.exchange, done.pages, deps.now(), is_new=done.is_new)
    return answer.with_blocks(costs_hidden() if done.cost_hidden else [])


async def list_exchanges(command: ListExchanges, request: Request, deps: Deps) -> Message:
    """The channel's exchanges, in the states asked for."""
    query = ExchangeQuery(request.channel, frozenset(command.states))
    found = await deps.store.list_exchanges(query, (command.page - 1) * ROWS, ROWS)
    listed = Listed(str(command), command.what, "", found.total, command.page, in_direct=request.in_direct)
    if not found.total:
        manages = may_manage(deps.config.permissions, request.asker)
        slash = deps.config.slack.command
        everything = f"{slash} exchange list" if command.states else ""
        return nothing_listed(listed, f"{slash} {_EXAMPLE}" if manages else "", everything)
    if listed.page > listed.pages:
        return await list_exchanges(replace(command, page=listed.pages), request, deps)
    return rows_listed([exchange_rows(found.exchanges)], listed)


async def edit(command: EditExchange, request: Request, deps: Deps) -> Message:
    """What was typed holds from now on; raises NotHereError."""
    await operations.exchange_at(command.ref, request.asker, deps)

    def change(deal: Exchange) -> Exchange:
        until = None if command.no_end else command.until or deal.until
        return replace(deal, until=until, cost=None if command.no_cost else command.cost or deal.cost)

    try:
        done = await operations.edit_exchange(command.ref.number, change, request.asker, deps)
    except operations.OverAlreadyError:
        return _over(command.typed, EDIT_EXAMPLE, deps)
    except operations.EndedError:
        return exchange_over(str(command.ref), f"{deps.config.slack.command} {_EXAMPLE}")
    shown = await operations.as_shown(done.exchange, deps)
    hidden = costs_hidden() if command.cost and not shown.cost else []
    return exchange_edited(shown, done.exchange, done.before, deps.now()).with_blocks(hidden)


async def end(command: EndExchange, request: Request, deps: Deps) -> Message:
    """The deal holds no longer; raises NotHereError."""
    done = await operations.end_exchange(command.ref, request.asker, deps)
    return exchange_ended(done.exchange, changed=done.changed)


def _over(typed: str, example: str, deps: Deps) -> Message:
    why = "That day is over already: write one that is still to come."
    return not_understood(deps.config.slack.command, "", why, example, typed)
