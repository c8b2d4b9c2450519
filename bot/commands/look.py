"""`list`, `show`, `check` and the bare command: what is there, and how it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.access.permissions import may_manage
from bot.commands.add import LOOKED_AT_ONCE, look_at
from bot.grammar.list_query import Beside, ListLinks, ListPartners
from bot.grammar.values import Check, Glance, Show
from bot.messages.answers.checked import LookedAt, checked_several, looked, not_watched, partner_looked
from bot.messages.answers.help import missing
from bot.messages.answers.listing import ROWS, Listed, links_listed, nothing_listed, partners_listed
from bot.messages.answers.reachability import not_all_here
from bot.messages.answers.shown import link_shown, partner_shown
from bot.messages.answers.status import glance as glance_message
from bot.messages.kit.blocks import Message, line, note, rich
from bot.messages.kit.controls import share
from bot.messages.kit.text import several
from bot.request.ask import Ask, found_of, links_of, partners_of
from bot.request.deps import Deps
from bot.slack.reach import Reach, Sharing
from jobs.alerts.costs import as_shown
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.ref import Kind
from jobs.store.queries import LinkQuery, PartnerQuery
from jobs.web.urls import Degree, host, same_target

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


async def glance(_command: Glance, ask: Ask, deps: Deps) -> Message:
    """The channel in one message."""
    manages = may_manage(deps.config.permissions, ask.asker)
    return glance_message(await deps.store.tally(ask.channel), deps.config.slack.command, may_manage=manages)


async def list_links(command: ListLinks, ask: Ask, deps: Deps) -> Message:
    """The channel's links, narrowed down as asked."""
    query = LinkQuery(
        channel=ask.channel,
        states=frozenset(command.states),
        domain=_site(command.domain),
        tags=command.tags,
        unknown=Beside.UNKNOWN in command.beside,
        unreachable=Beside.UNREACHABLE in command.beside,
        snoozed_at=deps.now() if Beside.SNOOZED in command.beside else None,
    )
    found = await deps.store.link_page(query, (command.page - 1) * ROWS, ROWS)
    what = " ".join(filter(None, [*command.beside, " or ".join(command.states), "link"]))
    filters = " ".join(filter(None, [command.domain, *(f"tag:{tag}" for tag in sorted(command.tags))]))
    listed = Listed(str(command), what, filters, found.total, command.page)
    manages = may_manage(deps.config.permissions, ask.asker)
    if not found.total:
        return nothing_listed(listed, f"{deps.config.slack.command} add <page> -> <target>" if manages else "")
    if listed.page > listed.pages:
        return await list_links(replace(command, page=listed.pages), ask, deps)
    return links_listed(found.links, listed, deps.now(), may_manage=manages)


async def list_partners(command: ListPartners, ask: Ask, deps: Deps) -> Message:
    """The channel's partner pages."""
    query = PartnerQuery(ask.channel, _site(command.domain))
    found = await deps.store.partner_page(query, (command.page - 1) * ROWS, ROWS)
    listed = Listed(str(command), "partner page", command.domain, found.total, command.page)
    if not found.total:
        manages = may_manage(deps.config.permissions, ask.asker)
        return nothing_listed(listed, f"{deps.config.slack.command} partner add <page> max 100" if manages else "")
    if listed.page > listed.pages:
        return await list_partners(replace(command, page=listed.pages), ask, deps)
    return partners_listed(found.partners, listed)


async def show(command: Show, ask: Ask, deps: Deps) -> Message:
    """Everything about one link or partner page."""
    ref, manages = command.ref, may_manage(deps.config.permissions, ask.asker)
    events = await deps.store.events(channel=ask.channel, since=_EVER, subject=str(ref))
    if ref.kind is Kind.LINK:
        [link] = await links_of(deps, ask, [ref])
        incidents = await deps.store.incidents(channel=ask.channel, link_id=link.id)
        shown = await as_shown(deps.store, link)
        page = await deps.store.page(link.page_url)
        return link_shown(shown, page, incidents, events, deps.now(), may_manage=manages)
    [partner] = await partners_of(deps, ask, [ref])
    incidents = await deps.store.incidents(channel=ask.channel, subject=str(ref))
    page = await deps.store.page(partner.page_url)
    return partner_shown(partner, page, incidents, events, deps.now(), may_manage=manages)


async def check(command: Check, ask: Ask, deps: Deps) -> Message:
    """Look now, and show what was seen; what it changes is told as ever."""
    if command.everything:
        return await _check_all(ask, deps)
    if command.place:
        links, partners = await _at(command.place, ask, deps)
        if not links and not partners:
            manages = may_manage(deps.config.permissions, ask.asker)
            return not_watched(command.place, deps.config.slack.command, may_manage=manages)
        return await look(links, partners, ask, deps)
    found = await found_of(deps, ask, command.refs)
    told = await look(found.links, found.partners, ask, deps)
    return told.with_blocks([rich(line(*missing(found.missing, deps.config.slack.command)))] if found.missing else [])


async def look(links: Sequence[Link], partners: Sequence[Partner], ask: Ask, deps: Deps) -> Message:
    """Look at the pages of these, and show what was seen of each."""
    pages = _pages(links, partners)
    if len(pages) > LOOKED_AT_ONCE:
        return await look_in_steps(pages, ask, deps, (await deps.directory.channels.place_lately(ask.channel)).reach)
    for url in pages:
        await deps.store.due_now(url, deps.now())
    await look_at(deps, ask, pages)
    seen = [LookedAt(await deps.store.link(old.id) or old, await deps.store.page(old.page_url)) for old in links]
    if len(seen) == 1 and not partners:
        return looked(seen[0], deps.now(), asked=True).with_blocks(share(f"show {seen[0].link.ref}"))
    if len(partners) == 1 and not seen:
        partner = await deps.store.partner(partners[0].id) or partners[0]
        told = partner_looked(partner, await deps.store.page(partner.page_url), deps.now())
        return told.with_blocks(share(f"show {partner.ref}"))
    counted = [await deps.store.partner(old.id) or old for old in partners]
    return checked_several(seen, counted, deps.now())


async def _check_all(ask: Ask, deps: Deps) -> Message:
    place = await deps.directory.channels.place(ask.channel)
    if place.sharing is not Sharing.OURS:
        return not_all_here(place)
    pages = await deps.store.pages_in(ask.channel)
    if len(pages) > LOOKED_AT_ONCE:
        return await look_in_steps(pages, ask, deps, place.reach)
    if not pages:
        return note("Nothing is watched in this channel yet.")
    query = LinkQuery(channel=ask.channel)
    return await look(await deps.store.links(query), await deps.store.partners(ask.channel), ask, deps)


async def look_in_steps(pages: Sequence[str], ask: Ask, deps: Deps, reach: Reach) -> Message:
    """Look at very many pages: a message shows how far it is, in the channel where we get into it."""

    async def look_at_one(url: str) -> None:
        await deps.store.due_now(url, deps.now())
        deps.wake()
        await deps.look_now(url)

    if not deps.runs.start(deps.client, ask.channel, ask.user, pages, look_at_one):
        return note("Many pages of this channel are being looked at already; a message above shows how far it is.")
    where = "A message in this channel" if reach is Reach.FINE else "As I cannot post here, a direct message to you"
    return note(f"Looking at {several(len(pages), 'page')}. {where} shows how far it is.")


def _pages(links: Sequence[Link], partners: Sequence[Partner]) -> list[str]:
    """Each page once."""
    return list(dict.fromkeys([*(link.page_url for link in links), *(partner.page_url for partner in partners)]))


async def _at(place: str, ask: Ask, deps: Deps) -> tuple[list[Link], list[Partner]]:
    """What the channel watches at an address, or anywhere in a domain.

    An address is found under its other spellings too: http or https, with www or without, with a slash at its end or
    without. Where only a site was named and its first page is not watched, all of the site is meant.
    """
    site = _site(host(place) if "//" in place else place)
    links = await deps.store.links(LinkQuery(channel=ask.channel, domain=site))
    partners = [each for each in await deps.store.partners(ask.channel) if _is_in(each.page_url, site)]
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
