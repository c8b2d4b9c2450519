"""`list`, `show`, `history` and the bare command: what is there, and how it is."""

from dataclasses import replace
from functools import partial

from bot.access.permissions import may_manage
from bot.commands.places import nothing_at
from bot.grammar.list_query import ListLinks, ListPartners, ShowHistory
from bot.grammar.places import NamedPlace
from bot.grammar.values import Glance, Show
from bot.messages.answers.help import missing
from bot.messages.answers.history import deeds_shown, fills_page, history_shown, reading_history
from bot.messages.answers.listing import (
    ROWS,
    Listed,
    links_listed,
    nothing_listed,
    partners_listed,
    several_shown,
    whose_of,
)
from bot.messages.answers.shown import shown
from bot.messages.answers.status import glance as glance_message
from bot.messages.kit.blocks import Message, line, rich
from bot.operations.details import details_of
from bot.operations.history import deeds_in, history_of
from bot.operations.tracked import list_asked, over_limit_first, tracked_at, tracked_of
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.formats.filters.link_filter import ALL_LINKS, SOON, LinkFilter
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.queries import PartnerQuery
from jobs.model.ref import parse_ref
from jobs.units.durations import format_duration
from jobs.web.urls import site_name


async def glance(_command: Glance, request: Request, deps: Deps) -> Message:
    """The channel in one message."""
    manages = may_manage(deps.config.permissions, request.asker)
    counts = await deps.store.channel_counts(request.channel)
    return glance_message(counts, deps.config.slack.command, may_manage=manages, in_direct=request.in_direct)


async def list_links(command: ListLinks, request: Request, deps: Deps) -> Message:
    """The channel's links, narrowed down as asked."""
    found = await list_asked(command, request.asker, deps, ROWS)
    narrowed = command.links
    listed = Listed(
        str(command),
        _what(narrowed),
        _filters(narrowed),
        found.total,
        command.page,
        whose_of(narrowed),
        in_direct=request.in_direct,
    )
    manages = may_manage(deps.config.permissions, request.asker)
    if not found.total:
        slash = deps.config.slack.command
        everything = f"{slash} list" if narrowed != ALL_LINKS else ""
        return nothing_listed(listed, f"{slash} add <page> -> <target>" if manages else "", everything)
    if listed.page > listed.pages:
        return await list_links(replace(command, page=listed.pages), request, deps)
    return links_listed(found.links, listed, deps.now(), may_manage=manages)


def _what(asked: LinkFilter) -> str:
    expiring = ["expiring"] if asked.ends_within == SOON else []
    return " ".join(
        [*asked.traits, *expiring, *asked.beside, *([" or ".join(asked.states)] if asked.states else []), "link"]
    )


def _filters(asked: LinkFilter) -> str:
    """What `_what` does not say, and is of no person."""
    lasting = f"{format_duration(asked.lasting)} or longer" if asked.lasting else ""
    within = None if asked.ends_within == SOON else asked.ends_within
    rest = replace(asked, states=(), beside=(), traits=(), lasting=None, person="", owner="", ends_within=within)
    return f"{lasting} {rest}".strip()


async def history(command: ShowHistory, request: Request, deps: Deps) -> Message:
    """What happened to one, or who did what in the channel."""
    if command.ref is None:
        reading = deeds_in(request.channel, deps, partial(fills_page, page=command.page))
        deeds = await request.answer.while_waiting(reading, reading_history())
        return deeds_shown(str(command), deeds.events, command.page, are_all=deeds.are_all)
    events = await history_of(command.ref, request.asker, deps)
    return history_shown(str(command.ref), str(command), events, command.page)


async def list_partners(command: ListPartners, request: Request, deps: Deps) -> Message:
    """The channel's partner pages."""
    query = PartnerQuery(request.channel, site_name(command.domain))
    found = await over_limit_first(query, (command.page - 1) * ROWS, ROWS, deps.store)
    listed = Listed(
        str(command), "partner page", command.domain, found.total, command.page, in_direct=request.in_direct
    )
    if not found.total:
        manages = may_manage(deps.config.permissions, request.asker)
        slash = deps.config.slack.command
        everything = f"{slash} list partners" if command.domain else ""
        return nothing_listed(listed, f"{slash} partner add <page> max 100" if manages else "", everything)
    if listed.page > listed.pages:
        return await list_partners(replace(command, page=listed.pages), request, deps)
    return partners_listed(found.partners, listed)


async def show(command: Show, request: Request, deps: Deps) -> Message:
    """Everything about one link or partner page, or the rows of several."""
    if command.place:
        return await _show_place(command.place, request, deps)
    manages = may_manage(deps.config.permissions, request.asker)
    if len(command.refs) == 1:
        reading = details_of(command.refs[0], request.asker, deps)
        details = await request.answer.while_waiting(reading, reading_history())
        return shown(details, deps.now(), may_manage=manages)
    found = await tracked_of(command.refs, request.asker, deps)
    rows: list[Link | Partner] = [*found.links, *found.partners]
    answer = several_shown(rows[:ROWS], len(rows), deps.now(), may_manage=manages)
    return answer.with_blocks([rich(line(*missing(found.missing, deps.config.slack.command)))] if found.missing else [])


async def _show_place(place: NamedPlace, request: Request, deps: Deps) -> Message:
    """The same of what is tracked at a place; of much no more is read than is shown."""
    there = await tracked_at(place.where, request.asker, deps, ROWS)
    if not there.total:
        return nothing_at(place, request, deps)
    if there.total == 1:
        return await show(Show(tuple(filter(None, (parse_ref(each.ref) for each in there.found)))), request, deps)
    manages = may_manage(deps.config.permissions, request.asker)
    return several_shown(there.found[:ROWS], there.total, deps.now(), may_manage=manages)
