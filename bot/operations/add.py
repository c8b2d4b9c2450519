"""Track links and partner pages, each in a channel where whoever asks may have something tracked."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import Struct

from bot.access.permissions import Asker
from bot.grammar.edit_values import Row
from bot.grammar.values import AddPartner
from bot.operations.check import Wait, wait_for_pages
from bot.operations.edit import KeptAs, edit_link, edit_partner, with_options
from bot.operations.other_scheme import other_scheme, with_answering_scheme
from bot.request.deps import Deps
from bot.request.destination import Destination
from jobs.alerts.batch_store import extend_batch, open_batch
from jobs.alerts.costs import as_shown
from jobs.formats.preview import batch_name, said_of
from jobs.model.link import Expectation, Imported, Link, NewLink
from jobs.model.operation import AddOutcome, CheckedLink, CheckedPartner
from jobs.model.partner import NewPartner, Partner
from jobs.model.queries import LinkQuery
from jobs.model.ref import link_ref, partner_ref
from jobs.model.terms import Guarantee

MANY = 10
"""So many links that are added to a channel at once are told together, and can be taken back together."""


async def add_links(rows: Sequence[tuple[Row, Destination]], who: Asker, deps: Deps, wait: Wait) -> AddOutcome:
    """Track links, check their pages, and say what was seen of those in channels that they are known to be in.

    Many that are added to a channel at once are a batch: one message tells their first looks.
    """
    batches, change = await _batches(rows, deps), secrets.token_hex(8)
    added = []
    for part, (row, destination) in enumerate(rows):
        kept_as = KeptAs(change, part) if destination.channel == who.channel else None
        added.append(await _add(_ToAdd(row, destination, batches.get(destination.channel, ""), kept_as), who, deps))
    for channel, batch in batches.items():
        ids = [each.link.id for each in added if each.is_new and each.link.channel == channel]
        await extend_batch(deps.store, channel, batch, ids)
    await wait_for_pages([each.link.page_url for each in added], deps, wait)
    shown = [(each, row) for each, (row, destination) in zip(added, rows, strict=True) if destination.seen]
    fell_back = await _fallen_back([each.link for each, _ in shown if each.is_new], who, deps, wait)
    seen = [(await _checked(each, fell_back.get(each.link.id, ""), deps), row) for each, row in shown]
    return AddOutcome(
        links=tuple(each for each, _ in seen),
        elsewhere=Counter(destination.channel for _, destination in rows if not destination.seen),
        cost_hidden=any(row.terms.cost and not each.link.terms.cost for each, row in seen),
        change=change if any(each.before and each.link.channel == who.channel for each, _ in seen) else "",
    )


class _ToAdd(Struct, frozen=True):
    """A link to be added."""

    row: Row
    destination: Destination
    batch: str
    """The batch that it belongs to where it is new; empty: none."""
    kept_as: KeptAs | None
    """Where it is tracked already, under what name the change is kept; None: it cannot be undone from here."""


class _Added(Struct, frozen=True):
    """A link that was asked to be added."""

    link: Link
    is_new: bool
    before: Link | None = None
    """As it was agreed before, where what was said of a tracked one changed that."""


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
    return AddOutcome(partners=tuple([await _counted(each, deps) for each in added]))


async def _batches(rows: Sequence[tuple[Row, Destination]], deps: Deps) -> dict[str, str]:
    """By channel, the name of the batch that its new links are; none where they are few."""
    now, named = deps.now(), dict[str, dict[str, None]]()
    for row, destination in rows:
        asked = LinkQuery(destination.channel, page_url=row.page, target=row.target)
        if not (await deps.store.list_links(asked, 0, 0)).total:
            named.setdefault(destination.channel, {})[f"{row.page} {row.target}"] = None
    batches = {channel: batch_name([*links], now) for channel, links in named.items() if len(links) >= MANY}
    for channel, name in batches.items():
        await open_batch(deps.store, channel, name, f"{len(named[channel])} links added together", now)
    return batches


async def _fallen_back(links: Sequence[Link], who: Asker, deps: Deps, wait: Wait) -> Mapping[int, str]:
    """By id, the address that was asked for of each link whose page answers under the other scheme alone."""
    new = (await deps.store.links_by_id([link.id for link in links])).values()
    fell_back = await wait(with_answering_scheme(new, who, deps), [link.page_url for link in new]) if new else {}
    await wait_for_pages(map(other_scheme, fell_back.values()), deps, wait)
    found: Mapping[int, str] = fell_back
    return found


async def _add(asked: _ToAdd, who: Asker, deps: Deps) -> _Added:
    """The link, and whether it is new; a known one takes on what was said, from whoever is in its channel."""
    row, destination, batch = asked.row, asked.destination, asked.batch
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
        guarantee=row.guarantee.of(Guarantee()),
    )
    if batch:
        new = replace(new, imported=Imported(batch, deps.now(), said_of(new)))
    link, is_new = await deps.store.add_link(new, deps.now())
    if is_new or not destination.seen or replace(row, channel="") == Row(row.page, row.target):
        return _Added(link, is_new)
    there = replace(who, channel=destination.channel)
    edited = await edit_link(link_ref(link.id), lambda known: with_options(known, row), there, deps, asked.kept_as)
    return _Added(edited.link, is_new=False, before=edited.before if edited.changed else None)


async def _checked(added: _Added, fell_back: str, deps: Deps) -> CheckedLink:
    fresh = await as_shown(deps.store, await deps.store.link(added.link.id) or added.link)
    before = await as_shown(deps.store, added.before) if added.before else None
    return CheckedLink(fresh, await deps.store.page(fresh.page_url), added.is_new, before, fell_back)


async def _add_partner(new: NewPartner, destination: Destination, who: Asker, deps: Deps) -> CheckedPartner:
    """The partner page before its check; a known one takes on what was said, from whoever is in its channel."""
    partner, is_new = await deps.store.add_partner(new, deps.now())
    if is_new or not destination.seen:
        return CheckedPartner(partner, None, is_new)
    there = replace(who, channel=destination.channel)

    def edit(known: Partner) -> Partner:
        limit = new.max_outbound if new.limit_agreed else known.max_outbound
        agreed = new.limit_agreed or known.limit_agreed
        return replace(known, max_outbound=limit, limit_agreed=agreed, every=new.every or known.every)

    edited = await edit_partner(partner_ref(partner.id), edit, there, deps)
    return CheckedPartner(edited.partner, None, added=False, before=edited.before)


async def _counted(added: CheckedPartner, deps: Deps) -> CheckedPartner:
    fresh = await deps.store.partner(added.partner.id) or added.partner
    return replace(added, partner=fresh, page=await deps.store.page(fresh.page_url))
