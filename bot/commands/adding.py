"""`add` and `partner add`: watch something, look at once, say what was seen."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.changes import change
from bot.channels import Reach, place_of
from bot.commands.asking import Ask, Form, Opens
from bot.commands.editing import with_options
from bot.commands.spots import spots_for
from bot.commands.values import Add, AddPartner, OpenAdd, Row
from bot.costs import as_shown, cards_of_link
from bot.deps import Deps
from bot.messages.blocks import Block, Message
from bot.messages.controls import share
from bot.messages.helping import added_there, not_there
from bot.messages.looked import LookedAt, looked, looked_at_several, looking, partner_looked, partners_looked
from bot.messages.reaching import archived, not_a_member
from bot.messages.terms import costs_hidden
from jobs.model.link import Expectation, Link, NewLink, NewPartner, Partner
from jobs.store.protocol import Write

LOOKED_AT_ONCE = 10
"""Pages that are read while the asker waits; more are left to the dispatcher."""


async def open_form(_command: OpenAdd, _ask: Ask, _deps: Deps) -> Opens:
    """Nothing was named to add: ask for it in a modal."""
    return Opens(Form.ADD)


async def add(command: Add, ask: Ask, deps: Deps) -> Message:
    """Watch the links and show each as it was seen; of what other channels hold, only those in them are told."""
    spots = await spots_for((row.channel for row in command.rows), ask, deps)
    if refused := spots.refused:
        return not_there(refused)
    added = [await _add(row, ask, deps, may_change=row.channel not in spots.unproven) for row in command.rows]
    await look_at(deps, ask, [link.page_url for link, _ in added])
    if spots.unproven:
        return added_there(len(added), spots.unproven)
    seen = [await _seen(link, deps, fresh=fresh) for link, fresh in added]
    warning = await _unreached({one.link.channel for one in seen}, deps)
    if len(seen) == 1:
        told = looked(seen[0], deps.now()).with_blocks(share(f"show {seen[0].link.ref}"))
    else:
        told = looked_at_several(seen, deps.now())
    return told.with_blocks([*_hidden(command.rows, seen), *warning])


def _hidden(rows: Sequence[Row], seen: Sequence[LookedAt]) -> list[Block]:
    """Said where a cost was named that the link's channel does not show."""
    said = any(row.terms.cost and not each.link.terms.cost for row, each in zip(rows, seen, strict=True))
    return costs_hidden() if said else []


async def _unreached(channels: Iterable[str], deps: Deps) -> list[Block]:
    """What is to be said of channels that alerts cannot get into, as far as Slack tells."""
    admin = deps.config.slack.admin_channel
    said = {Reach.NOT_A_MEMBER: not_a_member, Reach.ARCHIVED: archived}
    found = {channel: (await place_of(deps.client, channel)).reach for channel in sorted(channels)}
    return [block for channel, reach in found.items() if reach in said for block in said[reach](channel, admin)]


async def add_partner(command: AddPartner, ask: Ask, deps: Deps) -> Message:
    """Watch the partner pages and show how many links go out."""
    spots = await spots_for([command.channel], ask, deps)
    if refused := spots.refused:
        return not_there(refused)
    limit = command.limit or deps.config.partners.max_outbound
    may_change = not spots.unproven
    added = [await _add_partner(page, limit, command, ask, deps, may_change=may_change) for page in command.pages]
    await look_at(deps, ask, command.pages)
    if spots.unproven:
        return added_there(len(added), spots.unproven)
    partners = [(await deps.store.partner(partner.id) or partner, fresh) for partner, fresh in added]
    warning = await _unreached({partner.channel for partner, _ in partners}, deps)
    if len(partners) > 1:
        return partners_looked(partners).with_blocks(warning)
    partner, fresh = partners[0]
    page = await deps.store.page(partner.page_url)
    told = partner_looked(partner, page, deps.now(), fresh=fresh)
    return told.with_blocks([*share(f"show {partner.ref}"), *warning])


async def look_at(deps: Deps, ask: Ask, urls: Iterable[str]) -> None:
    """Look at the pages while the asker waits; where they are many, leave them to the dispatcher."""
    pages = list(dict.fromkeys(urls))
    if len(pages) > LOOKED_AT_ONCE:
        deps.wake()
        return
    looks = asyncio.gather(*(deps.look_now(url) for url in pages))
    await ask.answer.while_waiting(looks, looking(len(pages), pages[0] if pages else ""))


async def _seen(link: Link, deps: Deps, *, fresh: bool) -> LookedAt:
    now = await as_shown(deps.store, await deps.store.link(link.id) or link)
    return LookedAt(now, await deps.store.page(now.page_url), fresh)


async def _add(row: Row, ask: Ask, deps: Deps, *, may_change: bool) -> tuple[Link, bool]:
    new = NewLink(
        channel=row.channel or ask.channel,
        page_url=row.page,
        target=row.target,
        expected=Expectation(anchor=row.anchor, rel=row.rel),
        owner=row.owner,
        tags=row.tags,
        every=row.every,
        added_by=ask.user,
        terms=row.terms,
    )
    link, fresh = await deps.store.add_link(new, deps.now())
    if may_change and not fresh and replace(row, channel="") != Row(row.page, row.target):
        await change(deps, lambda: _with_options(link.id, row, deps))
    return link, fresh


async def _with_options(link_id: int, row: Row, deps: Deps) -> Write | None:
    """What was typed beside the addresses of a link that is tracked already holds from now on."""
    link = await deps.store.link(link_id)
    if link is None:
        return None
    edited = with_options(link, row)
    return Write(links=[edited], notices=await cards_of_link(deps.store, link, edited, deps.now()))


async def _add_partner(
    page: str, limit: int, command: AddPartner, ask: Ask, deps: Deps, *, may_change: bool
) -> tuple[Partner, bool]:
    named = bool(command.limit)
    new = NewPartner(command.channel or ask.channel, page, limit, command.every, ask.user, limit_agreed=named)
    partner, fresh = await deps.store.add_partner(new, deps.now())
    if may_change and not fresh and named and (command.limit != partner.max_outbound or not partner.limit_agreed):
        await change(deps, lambda: _with_limit(partner.id, limit, deps))
    return partner, fresh


async def _with_limit(partner_id: int, limit: int, deps: Deps) -> Write | None:
    partner = await deps.store.partner(partner_id)
    return Write(partners=[replace(partner, max_outbound=limit, limit_agreed=True)]) if partner else None
