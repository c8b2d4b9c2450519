"""`list`, `show`, `check` and the bare command: what is there, and how it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.access.permissions import may_manage
from bot.commands.add import CHECKED_AT_ONCE, check_pages
from bot.grammar.list_query import Flag, ListLinks, ListPartners
from bot.grammar.values import Check, Glance, Show
from bot.messages.answers.checked import CheckedLink, checked, checked_several, not_watched, partner_checked
from bot.messages.answers.help import missing
from bot.messages.answers.listing import ROWS, Listed, links_listed, nothing_listed, partners_listed
from bot.messages.answers.reachability import not_all_here
from bot.messages.answers.shown import link_shown, partner_shown
from bot.messages.answers.status import glance as glance_message
from bot.messages.kit.blocks import Message, line, note, rich
from bot.messages.kit.controls import share
from bot.messages.kit.text import several
from bot.request.ask import Request, found_of, links_of, partners_of
from bot.request.deps import Deps
from bot.slack.post_access import PostAccess, Sharing
from jobs.alerts.costs import as_shown
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.queries import LinkQuery, PartnerQuery
from jobs.model.ref import Kind
from jobs.web.urls import Degree, host, same_target

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


async def glance(_command: Glance, request: Request, deps: Deps) -> Message:
    """The channel in one message."""
    manages = may_manage(deps.config.permissions, request.asker)
    return glance_message(
        await deps.store.channel_counts(request.channel), deps.config.slack.command, may_manage=manages
    )


async def list_links(command: ListLinks, request: Request, deps: Deps) -> Message:
    """The channel's links, narrowed down as asked."""
    query = LinkQuery(
        channel=request.channel,
        states=frozenset(command.states),
        domain=_site(command.domain),
        tags=command.tags,
        unknown=Flag.UNKNOWN in command.beside,
        unreachable=Flag.UNREACHABLE in command.beside,
        snoozed_at=deps.now() if Flag.SNOOZED in command.beside else None,
    )
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
    query = PartnerQuery(request.channel, _site(command.domain))
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
    ref, manages = command.ref, may_manage(deps.config.permissions, request.asker)
    events = await deps.store.events(channel=request.channel, since=_EVER, subject=str(ref))
    if ref.kind is Kind.LINK:
        [link] = await links_of(deps, request, [ref])
        incidents = await deps.store.incidents(channel=request.channel, link_id=link.id)
        shown = await as_shown(deps.store, link)
        page = await deps.store.page(link.page_url)
        return link_shown(shown, page, incidents, events, deps.now(), may_manage=manages)
    [partner] = await partners_of(deps, request, [ref])
    incidents = await deps.store.incidents(channel=request.channel, subject=str(ref))
    page = await deps.store.page(partner.page_url)
    return partner_shown(partner, page, incidents, events, deps.now(), may_manage=manages)


async def check(command: Check, request: Request, deps: Deps) -> Message:
    """Look now, and show what was seen; what it changes is told as ever."""
    if command.everything:
        return await _check_all(request, deps)
    if command.place:
        links, partners = await _at(command.place, request, deps)
        if not links and not partners:
            manages = may_manage(deps.config.permissions, request.asker)
            return not_watched(command.place, deps.config.slack.command, may_manage=manages)
        return await check_these(links, partners, request, deps)
    found = await found_of(deps, request, command.refs)
    told = await check_these(found.links, found.partners, request, deps)
    return told.with_blocks([rich(line(*missing(found.missing, deps.config.slack.command)))] if found.missing else [])


async def check_these(links: Sequence[Link], partners: Sequence[Partner], request: Request, deps: Deps) -> Message:
    """Look at the pages of these, and show what was seen of each."""
    pages = _pages(links, partners)
    if len(pages) > CHECKED_AT_ONCE:
        return await check_in_steps(
            pages, request, deps, (await deps.directory.channels.place_lately(request.channel)).reach
        )
    for url in pages:
        await deps.store.due_now(url, deps.now())
    await check_pages(deps, request, pages)
    seen = [CheckedLink(await deps.store.link(old.id) or old, await deps.store.page(old.page_url)) for old in links]
    if len(seen) == 1 and not partners:
        return checked(seen[0], deps.now(), asked=True).with_blocks(share(f"show {seen[0].link.ref}"))
    if len(partners) == 1 and not seen:
        partner = await deps.store.partner(partners[0].id) or partners[0]
        told = partner_checked(partner, await deps.store.page(partner.page_url), deps.now())
        return told.with_blocks(share(f"show {partner.ref}"))
    counted = [await deps.store.partner(old.id) or old for old in partners]
    return checked_several(seen, counted, deps.now())


async def _check_all(request: Request, deps: Deps) -> Message:
    place = await deps.directory.channels.place(request.channel)
    if place.sharing is not Sharing.OURS:
        return not_all_here(place)
    pages = await deps.store.pages_in(request.channel)
    if len(pages) > CHECKED_AT_ONCE:
        return await check_in_steps(pages, request, deps, place.reach)
    if not pages:
        return note("Nothing is watched in this channel yet.")
    query = LinkQuery(channel=request.channel)
    return await check_these(await deps.store.links(query), await deps.store.partners(request.channel), request, deps)


async def check_in_steps(pages: Sequence[str], request: Request, deps: Deps, reach: PostAccess) -> Message:
    """Look at very many pages: a message shows how far it is, in the channel where we get into it."""

    async def look_at_one(url: str) -> None:
        await deps.store.due_now(url, deps.now())
        deps.wake()
        await deps.check_now(url)

    if not deps.check_runs.start(deps.client, request.channel, request.user, pages, look_at_one):
        return note("Many pages of this channel are being looked at already; a message above shows how far it is.")
    where = (
        "A message in this channel" if reach is PostAccess.FINE else "As I cannot post here, a direct message to you"
    )
    return note(f"Looking at {several(len(pages), 'page')}. {where} shows how far it is.")


def _pages(links: Sequence[Link], partners: Sequence[Partner]) -> list[str]:
    """Each page once."""
    return list(dict.fromkeys([*(link.page_url for link in links), *(partner.page_url for partner in partners)]))


async def _at(place: str, request: Request, deps: Deps) -> tuple[list[Link], list[Partner]]:
    """What the channel watches at an address, or anywhere in a domain.

    An address is found under its other spellings too: http or https, with www or without, with a slash at its end or
    without. Where only a site was named and its first page is not watched, all of the site is meant.
    """
    site = _site(host(place) if "//" in place else place)
    links = await deps.store.links(LinkQuery(channel=request.channel, domain=site))
    partners = [each for each in await deps.store.partners(request.channel) if _is_in(each.page_url, site)]
    if "//" not in place:
        return links, partners
    pages = _meant({*(link.page_url for link in links), *(partner.page_url for partner in partners)}, place)
    if not pages and place.endswith(f"//{host(place)}/"):
        return links, partners
    return [each for each in links if each.page_url in pages], [each for each in partners if each.page_url in pages]


def _meant(pages: set[str], place: str) -> set[str]:
    """The page itself, else those that are other spellings of it."""
    spelt = {url for url in pages if same_target(url, place).degree in {Degree.EXACT, Degree.VARIANT}}
    return {place} & pages or spelt


def _is_in(url: str, site: str) -> bool:
    return f".{host(url)}".endswith(f".{site}")


def _site(domain: str) -> str:
    """A host name as the site that a person means by it, which is the same without www."""
    bare = domain.removeprefix("www.")
    return bare if "." in bare else domain
