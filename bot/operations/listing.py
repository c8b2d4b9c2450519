"""The links that a list asks for, a page at a time."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.access.permissions import Asker
from bot.grammar.list_query import ListLinks, Trait
from bot.operations.place import links_asked
from bot.request.deps import Deps
from jobs.model.link import Link
from jobs.model.queries import LinkSlice
from jobs.model.terms import Covered
from jobs.rules import covered_as

_SOON = timedelta(days=30)
"""What ends within that time is expiring."""


async def list_asked(command: ListLinks, who: Asker, deps: Deps, rows: int) -> LinkSlice:
    """So many rows of the page that is asked for, and how many links fit in all.

    What no index knows is read off each of the links that fit otherwise.
    """
    query, start, now = links_asked(command, who, deps.now()), (command.page - 1) * rows, deps.now()
    if not command.traits and not command.lasting:
        return await deps.store.list_links(query, start, rows)
    found: list[Link] = []
    total = 0
    async for chunk in (await deps.store.link_stream([query])).chunks:
        for link in chunk.items:
            if fits(link, command, now):
                found += [link] if start <= total < start + rows else []
                total += 1
    return LinkSlice(found, total)


def fits(link: Link, command: ListLinks, now: datetime) -> bool:
    """Whether what no index knows is true of a link."""
    since = link.standing.since or link.added_at
    lasting = command.lasting is None or now - since >= command.lasting
    return lasting and all(_TELLS[trait](link, now) for trait in command.traits)


def _is_nofollow(link: Link, _now: datetime) -> bool:
    best = link.sighting.best if link.sighting else None
    return (best is not None and not best.followed) or Covered.NOFOLLOW in _found(link)


def _is_noindex(link: Link, _now: datetime) -> bool:
    return Covered.NOINDEX in _found(link)


def _found(link: Link) -> set[Covered | None]:
    """What was found at the last check that could tell, be it told, good to know or accepted, as guarantees call it."""
    standing = link.standing
    found = {finding.kind for finding in (*standing.open, *standing.unproven, *standing.notes)}
    return {covered_as(kind) for kind in found | {accepted.kind for accepted in link.expected.accepted}}


def _is_guaranteed(link: Link, now: datetime) -> bool:
    until = link.terms.guaranteed_until
    return until is not None and until >= now.date()


def _is_expiring(link: Link, now: datetime) -> bool:
    until = link.terms.guaranteed_until
    return until is not None and now.date() <= until <= (now + _SOON).date()


_TELLS: Mapping[Trait, Callable[[Link, datetime], bool]] = {
    Trait.NOFOLLOW: _is_nofollow,
    Trait.NOINDEX: _is_noindex,
    Trait.GUARANTEED: _is_guaranteed,
    Trait.EXPIRING: _is_expiring,
}
