"""Track links and partner pages, each in a channel where whoever asks may have something tracked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.access.permissions import Asker
from bot.grammar.values import AddPartner, Row
from bot.operations.change import change
from bot.operations.check import Wait, wait_for_pages
from bot.operations.edit import with_edit, with_options
from bot.request.deps import Deps
from bot.request.destination import Destination
from jobs.alerts.batch_store import extend_batch, open_batch
from jobs.alerts.costs import as_shown, cards_of_link
from jobs.formats.preview import batch_name, said_of
from jobs.model.link import Expectation, Imported, Link, NewLink
from jobs.model.operation import AddOutcome, CheckedLink, CheckedPartner
from jobs.model.partner import NewPartner, Partner
from jobs.model.queries import LinkQuery
from jobs.model.write import Write

MANY = 10
"""So many links that are added to a channel at once are told together, and can be taken back together."""


async def add_links(rows: Sequence[tuple[Row, Destination]], who: Asker, deps: Deps, wait: Wait) -> AddOutcome:
    """Track links, check their pages, and say what was seen of those in channels that they are known to be in.

    Many that are added to a channel at once are a batch: one message tells their first looks.
    """
    batches = await _batches(rows, deps)
    added = [
        (*await _add(row, destination, batches.get(destination.channel), who, deps), row, destination)
        for row, destination in rows
    ]
    for channel, batch in batches.items():
        ids = [link.id for link, is_new, *_ in added if is_new and link.channel == channel]
        await extend_batch(deps.store, channel, batch, ids)
    await wait_for_pages([link.page_url for link, *_ in added], deps, wait)
    seen = [
        (await _checked(link, deps, is_new=is_new), row) for link, is_new, row, destination in added if destination.seen
    ]
    return AddOutcome(
        links=tuple(each for each, _ in seen),
        elsewhere=Counter(destination.channel for _, destination in rows if not destination.seen),
        cost_hidden=any(row.terms.cost and not each.link.terms.cost for each, row in seen),
    )


async def add_partners(asked: AddPartner, destination: Destination, who: Asker, deps: Deps, wait: Wait) -> AddOutcome:
    """Track partner pages, count their links, and say how many go out where they are known to be in the channel."""
    limit, channel = asked.limit or deps.config.partners.max_outbound, destination.channel
    news = [
        NewPartner(channel, page, limit, asked.every, who.user, limit_agreed=bool(asked.limit)) for page in asked.pages
    ]
    added = [await _add_partner(new, destination, who, deps) for new in news]
    await wait_for_pages(asked.pages, deps, wait)
    if not destination.seen:
        return AddOutcome(elsewhere={channel: len(added)})
    return AddOutcome(partners=tuple([await _counted(partner, deps, is_new=is_new) for partner, is_new in added]))


async def _batches(rows: Sequence[tuple[Row, Destination]], deps: Deps) -> dict[str, str]:
    """By channel, the name of the batch that its new links are; none where they are few."""
    now, named = deps.now(), dict[str, list[str]]()
    for row, destination in rows:
        asked = LinkQuery(destination.channel, page_url=row.page, target=row.target)
        if not (await deps.store.list_links(asked, 0, 0)).total:
            named.setdefault(destination.channel, []).append(f"{row.page} {row.target}")
    batches = {channel: batch_name(links, now) for channel, links in named.items() if len(links) >= MANY}
    for channel, name in batches.items():
        await open_batch(deps.store, channel, name, f"{len(named[channel])} links added together", now)
    return batches


async def _add(row: Row, destination: Destination, batch: str | None, who: Asker, deps: Deps) -> tuple[Link, bool]:
    """The link, and whether it is new; a known one takes on what was said, from whoever is in its channel."""
    new = NewLink(
        channel=destination.channel,
        page_url=row.page,
        target=row.target,
        expected=Expectation(anchor=row.anchor, rel=row.rel, render=row.render),
        owner=row.owner,
        tags=row.tags,
        every=row.every,
        added_by=who.user,
        terms=row.terms,
    )
    if batch:
        new = replace(new, imported=Imported(batch, deps.now(), said_of(new)))
    link, is_new = await deps.store.add_link(new, deps.now())
    if not is_new and destination.seen and replace(row, channel="") != Row(row.page, row.target):
        there = replace(who, channel=destination.channel)
        await change(deps, there, lambda: _with_options(link.id, row, deps))
    return link, is_new


async def _with_options(link_id: int, row: Row, deps: Deps) -> Write | None:
    """What was typed beside the addresses of a link that is tracked already holds from now on."""
    link = await deps.store.link(link_id)
    if link is None:
        return None
    edited = await with_edit(link, with_options(link, row), deps)
    return Write(links=[edited], notices=await cards_of_link(deps.store, link, edited, deps.now()))


async def _checked(link: Link, deps: Deps, *, is_new: bool) -> CheckedLink:
    fresh = await as_shown(deps.store, await deps.store.link(link.id) or link)
    return CheckedLink(fresh, await deps.store.page(fresh.page_url), is_new)


async def _add_partner(new: NewPartner, destination: Destination, who: Asker, deps: Deps) -> tuple[Partner, bool]:
    """The partner page, and whether it is new; a known one takes on an agreed limit, from those in its channel."""
    partner, is_new = await deps.store.add_partner(new, deps.now())
    differs = new.max_outbound != partner.max_outbound or not partner.limit_agreed
    if destination.seen and not is_new and new.limit_agreed and differs:
        there = replace(who, channel=destination.channel)
        await change(deps, there, lambda: _with_limit(partner.id, new.max_outbound, deps))
    return partner, is_new


async def _with_limit(partner_id: int, limit: int, deps: Deps) -> Write | None:
    partner = await deps.store.partner(partner_id)
    return Write(partners=[replace(partner, max_outbound=limit, limit_agreed=True)]) if partner else None


async def _counted(partner: Partner, deps: Deps, *, is_new: bool) -> CheckedPartner:
    fresh = await deps.store.partner(partner.id) or partner
    return CheckedPartner(fresh, await deps.store.page(fresh.page_url), is_new)
