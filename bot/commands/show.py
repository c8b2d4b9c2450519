"""`list`, `show` and the bare command: what is there, and how it is."""

from dataclasses import replace

from bot.access.permissions import may_manage
from bot.grammar.list_query import ListLinks, ListPartners
from bot.grammar.values import Glance, Show
from bot.messages.answers.listing import ROWS, Listed, links_listed, nothing_listed, partners_listed
from bot.messages.answers.shown import shown
from bot.messages.answers.status import glance as glance_message
from bot.messages.kit.blocks import Message
from bot.operations.details import details_of
from bot.operations.place import links_asked, site_of
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.model.queries import PartnerQuery


async def glance(_command: Glance, request: Request, deps: Deps) -> Message:
    """The channel in one message."""
    manages = may_manage(deps.config.permissions, request.asker)
    return glance_message(
        await deps.store.channel_counts(request.channel), deps.config.slack.command, may_manage=manages
    )


async def list_links(command: ListLinks, request: Request, deps: Deps) -> Message:
    """The channel's links, narrowed down as asked."""
    query = links_asked(command, request.channel, deps.now())
    found = await deps.store.list_links(query, (command.page - 1) * ROWS, ROWS)
    what = " ".join(filter(None, [*command.beside, " or ".join(command.states), "link"]))
    filters = " ".join(filter(None, [command.domain, *(f"tag:{tag}" for tag in sorted(command.tags))]))
    listed = Listed(str(command), what, filters, found.total, command.page)
    manages = may_manage(deps.config.permissions, request.asker)
    if not found.total:
        return nothing_listed(listed, f"{deps.config.slack.command} add <page> -> <target>" if manages else "")
    if listed.page > listed.pages:
        return await list_links(replace(command, page=listed.pages), request, deps)
    return links_listed(found.links, listed, deps.now(), may_manage=manages)


async def list_partners(command: ListPartners, request: Request, deps: Deps) -> Message:
    """The channel's partner pages."""
    query = PartnerQuery(request.channel, site_of(command.domain))
    found = await deps.store.list_partners(query, (command.page - 1) * ROWS, ROWS)
    listed = Listed(str(command), "partner page", command.domain, found.total, command.page)
    if not found.total:
        manages = may_manage(deps.config.permissions, request.asker)
        return nothing_listed(listed, f"{deps.config.slack.command} partner add <page> max 100" if manages else "")
    if listed.page > listed.pages:
        return await list_partners(replace(command, page=listed.pages), request, deps)
    return partners_listed(found.partners, listed)


async def show(command: Show, request: Request, deps: Deps) -> Message:
    """Everything about one link or partner page."""
    details = await details_of(command.ref, request.asker, deps)
    return shown(details, deps.now(), may_manage=may_manage(deps.config.permissions, request.asker))
