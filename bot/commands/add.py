"""`add` and `partner add`: watch something, look at once, say what was seen."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.commands.edit import with_options
from bot.grammar.values import Add, AddPartner, OpenAdd, Row
from bot.messages.answers.checked import (
    CheckedLink,
    added_elsewhere,
    added_several,
    checked,
    checking,
    partner_checked,
    partners_checked,
    shown_there,
)
from bot.messages.answers.terms import costs_hidden
from bot.messages.kit.blocks import Block, Message
from bot.messages.kit.controls import share
from bot.operations.change import change
from bot.outbox.reachability import warning
from bot.request.ask import Form, OpenModal, Request
from bot.request.deps import Deps
from bot.request.destination import Destination, destinations_for
from jobs.alerts.costs import as_shown, cards_of_link
from jobs.model.link import Expectation, Link, NewLink
from jobs.model.partner import NewPartner, Partner
from jobs.model.write import Write

CHECKED_AT_ONCE = 10
"""Pages that are read while the asker waits; more are left to the dispatcher."""


async def open_form(_command: OpenAdd, _ask: Request, _deps: Deps) -> OpenModal:
    """Nothing was named to add: ask for it in a modal."""
    return OpenModal(Form.ADD)


async def add(command: Add, request: Request, deps: Deps) -> Message:
    """Watch the links and show each as it was seen; raises NotThereError before anything is written."""
    spots = await destinations_for((row.channel or request.channel for row in command.rows), request.asker, deps)
    return await add_at([(row, spots[row.channel or request.channel]) for row in command.rows], request, deps)


async def add_at(rows: Sequence[tuple[Row, Destination]], request: Request, deps: Deps) -> Message:
    """Watch links, each where it was judged to belong; of what is in a channel only those in it are told."""
    added = [(*await _add(row, spot, request, deps), spot) for row, spot in rows]
    await check_pages(deps, request, [link.page_url for link, _, _ in added])
    seen = [await _seen(link, deps, fresh=fresh) for link, fresh, spot in added if spot.seen]
    unseen = Counter(spot.channel for _, spot in rows if not spot.seen)
    if not seen:
        return added_elsewhere(unseen, "link")
    if len(seen) == 1:
        here = seen[0].link.channel == request.channel
        told = checked(seen[0], deps.now()).with_blocks(share(f"show {seen[0].link.ref}") if here else [])
    else:
        told = added_several(seen, deps.now(), request.channel)
    links = [each.link for each in seen]
    told = told.with_blocks(shown_there(links, request.channel, deps.config.slack.command))
    beside = [*_hidden([row for row, spot in rows if spot.seen], seen), *await _warnings(seen, deps)]
    return told.with_blocks([*(added_elsewhere(unseen, "link").blocks if unseen else ()), *beside])


def _hidden(rows: Sequence[Row], seen: Sequence[CheckedLink]) -> list[Block]:
    """Said where a cost was named that the link's channel does not show."""
    said = any(row.terms.cost and not each.link.terms.cost for row, each in zip(rows, seen, strict=True))
    return costs_hidden() if said else []


async def _warnings(seen: Sequence[CheckedLink], deps: Deps) -> list[Block]:
    channels = sorted({each.link.channel for each in seen})
    return [block for channel in channels for block in await warning(channel, deps)]


async def add_partner(command: AddPartner, request: Request, deps: Deps) -> Message:
    """Watch the partner pages and show how many links go out; raises NotThereError before anything is written."""
    channel = command.channel or request.channel
    spot = (await destinations_for([channel], request.asker, deps))[channel]
    limit = command.limit or deps.config.partners.max_outbound
    agreed = bool(command.limit)
    news = [
        NewPartner(channel, page, limit, command.every, request.user, limit_agreed=agreed) for page in command.pages
    ]
    added = [await _add_partner(new, deps, may_change=spot.seen) for new in news]
    await check_pages(deps, request, command.pages)
    if not spot.seen:
        return added_elsewhere({channel: len(added)}, "partner page")
    partners = [(await deps.store.partner(partner.id) or partner, fresh) for partner, fresh in added]
    there = shown_there([each for each, _ in partners], request.channel, deps.config.slack.command)
    beside = [*there, *await warning(channel, deps)]
    if len(partners) > 1:
        return partners_checked(partners, request.channel).with_blocks(beside)
    partner, fresh = partners[0]
    page = await deps.store.page(partner.page_url)
    told = partner_checked(partner, page, deps.now(), fresh=fresh)
    return told.with_blocks([*(share(f"show {partner.ref}") if channel == request.channel else []), *beside])


async def check_pages(deps: Deps, request: Request, urls: Iterable[str]) -> None:
    """Look at the pages while the asker waits; where they are many, leave them to the dispatcher."""
    pages = list(dict.fromkeys(urls))
    if len(pages) > CHECKED_AT_ONCE:
        deps.wake()
        return
    looks = asyncio.gather(*(deps.check_now(url) for url in pages))
    await request.answer.while_waiting(looks, checking(len(pages), pages[0] if pages else ""))


async def _seen(link: Link, deps: Deps, *, fresh: bool) -> CheckedLink:
    now = await as_shown(deps.store, await deps.store.link(link.id) or link)
    return CheckedLink(now, await deps.store.page(now.page_url), fresh)


async def _add(row: Row, spot: Destination, request: Request, deps: Deps) -> tuple[Link, bool]:
    new = NewLink(
        channel=spot.channel,
        page_url=row.page,
        target=row.target,
        expected=Expectation(anchor=row.anchor, rel=row.rel),
        owner=row.owner,
        tags=row.tags,
        every=row.every,
        added_by=request.user,
        terms=row.terms,
    )
    link, fresh = await deps.store.add_link(new, deps.now())
    if not fresh and spot.seen and replace(row, channel="") != Row(row.page, row.target):
        await change(deps, lambda: _with_options(link.id, row, deps))
    return link, fresh


async def _with_options(link_id: int, row: Row, deps: Deps) -> Write | None:
    """What was typed beside the addresses of a link that is tracked already holds from now on."""
    link = await deps.store.link(link_id)
    if link is None:
        return None
    edited = with_options(link, row)
    return Write(links=[edited], notices=await cards_of_link(deps.store, link, edited, deps.now()))


async def _add_partner(new: NewPartner, deps: Deps, *, may_change: bool) -> tuple[Partner, bool]:
    partner, fresh = await deps.store.add_partner(new, deps.now())
    differs = new.max_outbound != partner.max_outbound or not partner.limit_agreed
    if may_change and not fresh and new.limit_agreed and differs:
        await change(deps, lambda: _with_limit(partner.id, new.max_outbound, deps))
    return partner, fresh


async def _with_limit(partner_id: int, limit: int, deps: Deps) -> Write | None:
    partner = await deps.store.partner(partner_id)
    return Write(partners=[replace(partner, max_outbound=limit, limit_agreed=True)]) if partner else None
