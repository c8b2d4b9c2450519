"""Enter, change and end exchanges; rehearse a move of our pages."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from msgspec import Struct

from bot.access.permissions import Asker
from bot.grammar.edit_values import Row
from bot.grammar.exchange_values import AddExchange
from bot.operations.add import add_links
from bot.operations.change import change, change_telling
from bot.operations.check import Wait
from bot.operations.tracked import NotHereError
from bot.request.deps import Deps
from bot.request.destination import destination_here
from jobs.alerts.costs import cards_of_deal, hides_costs
from jobs.alerts.edits import deal_in_words
from jobs.exchanges.follow import legs_now
from jobs.exchanges.legs import new_leg
from jobs.exchanges.ours.read import read_linked_addresses
from jobs.exchanges.ours.redirect_rules import RedirectRules
from jobs.exchanges.ours.rehearsal import Rehearsal, rehearse
from jobs.exchanges.sides import Pair, sides_of
from jobs.exchanges.timing import is_over
from jobs.formats.reader import FileReader
from jobs.formats.redirect_list import read_redirects, unread_words
from jobs.formats.sheet import RefusedFile
from jobs.model.event import Event
from jobs.model.exchange import Exchange, ExchangeState, NewExchange
from jobs.model.ref import Kind, Ref
from jobs.model.terms import Money
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write


class OverAlreadyError(Exception):
    """A deal was to end on a day that is over."""


class EndedError(Exception):
    """A deal that people ended was to be changed."""


class SameLinkError(Exception):
    """Two of the links of a deal are one and the same."""


class ExchangeChange(Struct, frozen=True):
    """A deal after somebody wanted it otherwise."""

    exchange: Exchange
    changed: bool
    """False where it was so already."""


class ExchangeEdited(Struct, frozen=True):
    """A deal after somebody wanted something else agreed."""

    exchange: Exchange
    before: Exchange
    """As it was; the same terms where nothing changed."""


class ExchangeAdded(Struct, frozen=True):
    """A deal that somebody entered, after the first check of its links."""

    exchange: Exchange
    """As its channel shows it."""
    pages: Mapping[str, TrackedPage]
    """Those that its links stand on."""
    is_new: bool
    cost_hidden: bool
    """Whether they named a cost that the channel does not show."""


async def add_exchange(asked: AddExchange, who: Asker, deps: Deps, wait: Wait) -> ExchangeAdded:
    """Track the links, check them, and keep them as one deal; one that is known takes on what is said of it.

    Raises NotThereError where whoever asks may not, OverAlreadyError and SameLinkError before anything is written.
    """
    refuse_over(asked.until, deps.now())
    refuse_same(asked.pairs)
    here = destination_here(who, deps.config.permissions)
    agreed = Row("", "", rel=asked.rel, owner=asked.owner, every=asked.every, tags=asked.tags, render=asked.render)
    rows = [(replace(agreed, page=page, target=target), here) for page, target in asked.pairs]
    tracked = [each.link for each in (await add_links(rows, who, deps, wait)).links]
    sides = sides_of(asked.pairs, deps.config.our_sites)
    legs = tuple(new_leg(link, side) for link, side in zip(tracked, sides, strict=True))
    new = NewExchange(who.channel, legs, asked.until, asked.cost, who.user)
    exchange, is_new = await deps.store.add_exchange(new, deps.now())
    await edit_exchange(exchange.id, lambda deal: _with_terms(deal, asked.until, asked.cost), who, deps)
    shown = await as_shown(await _found(exchange.id, who, deps), deps)
    pages = await deps.store.pages([leg.page_url for leg in shown.legs])
    return ExchangeAdded(shown, pages, is_new, cost_hidden=bool(asked.cost and not shown.cost))


def _with_terms(deal: Exchange, until: date | None, cost: Money | None) -> Exchange:
    return replace(deal, until=until or deal.until, cost=cost or deal.cost)


async def edit_exchange(number: int, edit: Callable[[Exchange], Exchange], who: Asker, deps: Deps) -> ExchangeEdited:
    """What `edit` makes of a deal's end and cost holds from now on; a later end revives one that had expired.

    Raises NotHereError, EndedError, and OverAlreadyError where it would end on a day that is over.
    """

    async def decide() -> tuple[Write, Exchange]:
        deal = await _found(number, who, deps)
        if deal.state is ExchangeState.ENDED:
            raise EndedError
        edited = edit(deal)
        changed = edited != deal
        event = Event(deps.now(), deal.channel, deal.ref, "edited", deal_in_words(deal, edited), who.user)
        if edited.until != deal.until:
            refuse_over(edited.until, deps.now())
            edited = _until_another_day(edited, deps.now())
        cards = await cards_of_deal(deps.store, deal, edited, deps.now())
        events = [event] if changed else []
        return Write(exchanges=[await legs_now(deps.store, edited)], events=events, notices=cards), deal

    _, before = await change_telling(deps, who, decide)
    return ExchangeEdited(await _found(number, who, deps), before)


def refuse_over(until: date | None, now: datetime) -> None:
    """Raises OverAlreadyError where that day is over."""
    if until is not None and is_over(until, now):
        raise OverAlreadyError


def refuse_same(pairs: Sequence[Pair]) -> None:
    """Raises SameLinkError where a link stands in there twice."""
    if len(set(pairs)) < len(pairs):
        raise SameLinkError


def _until_another_day(deal: Exchange, now: datetime) -> Exchange:
    """What was reminded of is reminded of again; what had come to its end goes on."""
    state = ExchangeState.ACTIVE if deal.state is ExchangeState.EXPIRED else deal.state
    return replace(deal, state=state, agreed_at=now, reminded=None, announced=None)


async def end_exchange(ref: Ref, who: Asker, deps: Deps) -> ExchangeChange:
    """Nobody owes anything any more; the links stay tracked. Raises NotHereError."""

    async def decide() -> Write | None:
        deal = await exchange_at(ref, who, deps)
        if deal.state.is_over:
            return None
        return Write(exchanges=[replace(deal, ended_at=deps.now(), ended_by=who.user)])

    changed = await change(deps, who, decide)
    return ExchangeChange(await exchange_at(ref, who, deps), changed)


async def exchange_at(ref: Ref, who: Asker, deps: Deps) -> Exchange:
    """The exchange that a reference names; raises NotHereError where the channel has none of that name."""
    exchange = await deps.store.exchange(ref.number) if ref.kind is Kind.EXCHANGE else None
    if exchange is None or exchange.channel != who.channel:
        raise NotHereError([ref])
    return exchange


async def as_shown(exchange: Exchange, deps: Deps) -> Exchange:
    """The exchange as its channel shows it: without its cost where that is hidden. Never to be written back."""
    return replace(exchange, cost=None) if await hides_costs(deps.store, exchange.channel) else exchange


async def _found(number: int, who: Asker, deps: Deps) -> Exchange:
    return await exchange_at(Ref(Kind.EXCHANGE, number), who, deps)


class PastedRehearsal(Struct, frozen=True):
    """What becomes of the links, and sentences about lines that say nothing."""

    rehearsal: Rehearsal
    unread: Sequence[str]


async def rehearsed(lines: Sequence[str], who: Asker, deps: Deps) -> PastedRehearsal | RefusedFile:
    """What the links of the asker's channel would meet; a refusal where no line names a redirect."""
    base = next((f"https://{site}/" for site in deps.config.our_sites), "")
    read = partial(read_redirects, name="pasted.txt", base=base)
    listed = await FileReader().read_as("\n".join(lines).encode(), read)
    if isinstance(listed, RefusedFile):
        return listed
    linked = await read_linked_addresses(deps.store, [who.channel])
    found = await asyncio.to_thread(rehearse, linked, RedirectRules(listed.rules))
    return PastedRehearsal(found, unread_words(listed))
