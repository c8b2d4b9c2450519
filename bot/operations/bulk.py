"""The same done to many links: what it would do, then it is done to the links that were shown, and undone.

It is written part by part, each with what undoes it, so that nobody waits for it and a crash leaves no part half done.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.access.permissions import Asker
from bot.grammar.edit_values import Bulk, BulkPreview, BulkRemove, BulkSnooze, BulkUnsnooze, Planned
from bot.operations.bulk_deeds import LOOKED_AT_ONCE, known_of, write_of
from bot.operations.bulk_deeds import planned as planned_for
from bot.operations.change import change, change_telling, check_soon
from bot.operations.tracked import is_bound, selection_of
from bot.request.deps import Deps
from jobs.alerts import decisions
from jobs.alerts.edits import asks_for_check, changes_of
from jobs.alerts.undo import Undone, undo, undoable
from jobs.formats.filters.link_filter import ALL_LINKS, LinkFilter
from jobs.formats.filters.nearest import neighbours_of
from jobs.formats.filters.selection import Selection
from jobs.model.incident import Incident, LogLine
from jobs.model.link import Link
from jobs.model.operation import BulkOutcome, BulkUndone, ChangedLinks
from jobs.model.queries import LinkQuery
from jobs.model.ref import link_ref
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.streams import fitting, in_turns
from jobs.web.urls import registrable_domain

AT_ONCE = 50
"""Links that share a write: few enough that nobody waits for it."""
_FIRST = 5
Progress = Callable[[int, int], None]


async def preview_bulk(command: Bulk, who: Asker, deps: Deps) -> BulkPreview:
    """What a command would do; nothing is changed, and it may be done within the hour. Raises CostsHiddenError."""
    asked = await selection_of(command.links, who, deps)
    planned: dict[int, Planned] = {}
    first: list[Link] = []
    fit = 0

    def plan(links: Sequence[Link]) -> None:
        for link in links:
            if what := planned_for(command.deed, link, who.user, asked.now):
                planned[link.id] = what
                first.extend([link] if len(first) < _FIRST else [])

    async for links in fitting(await deps.store.link_stream([asked.query]), asked.fits):
        await asyncio.to_thread(plan, links)
        fit += len(links)
    idle, name = fit - len(planned), secrets.token_hex(8)
    preview = BulkPreview(name, command, who.user, who.channel, asked.now, planned, tuple(first), idle)
    if planned:
        deps.bulk_previews.keep(preview)
    return preview


async def carry_out(preview: BulkPreview, who: Asker, deps: Deps, told: Progress) -> BulkOutcome:
    """Do it to the links that were shown, but for those that changed since; raises NotAllowedError."""
    outcome, done = BulkOutcome(), set[int]()
    numbers = await _by_incident(preview, deps)
    for start in range(0, len(numbers), AT_ONCE):
        more, links = await _do_part(preview, numbers[start : start + AT_ONCE], start, who, deps)
        outcome, done = outcome.and_also(more), done | links
        told(min(start + AT_ONCE, len(numbers)), len(numbers))
    if isinstance(preview.command.deed, BulkSnooze | BulkUnsnooze):
        await _snooze_incidents(preview, preview.command.deed, done, who, deps)
    return outcome


async def undo_bulk(name: str, who: Asker, deps: Deps, told: Progress) -> BulkUndone | None:
    """Undo a change, but for what was changed otherwise since; None where nothing of it is kept any more.

    Raises NotAllowedError.
    """
    part = first = await deps.store.last_changed(name)
    if first is None or first.channel != who.channel:
        return None
    done, kept = 0, list[str]()
    while part:
        undone = await _undo_part(part, who, deps)
        done, kept = done + len(undone.links), [*kept, *undone.kept]
        told(done + len(kept), first.part + len(first.before))
        part = await deps.store.last_changed(name)
    return BulkUndone(done, tuple(kept))


async def nearest(asked: LinkFilter, who: Asker, deps: Deps) -> tuple[LinkFilter, int] | None:
    """Of filters that are almost the one that leaves nothing: the nearest that leaves some links, and how many."""
    every = Selection(ALL_LINKS, deps.now(), who.channel)
    tags, sites = set[str](), set[str]()

    def take(links: Sequence[Link]) -> None:
        tags.update(tag for link in links for tag in link.tags)
        sites.update(registrable_domain(link.page_url) for link in links)

    async for part in (await deps.store.link_stream([every.query])).chunks:
        await asyncio.to_thread(take, part.items)
    for near in neighbours_of(asked, tags, sites):
        selection, count = Selection(near.asked_by(who.user), every.now, who.channel), 0
        async for links in fitting(await deps.store.link_stream([selection.query]), selection.fits):
            count += len(links)
        if count:
            return near, count
    return None


async def _by_incident(preview: BulkPreview, deps: Deps) -> list[int]:
    """The links with those of one alert beside each other, so that few writes are about it."""
    known = await deps.store.incidents(channel=preview.channel)
    place = {member: number for number, incident in enumerate(known) for member in incident.members}
    return sorted(preview.planned, key=lambda link: place.get(link, len(known)))


async def _do_part(
    preview: BulkPreview, numbers: Sequence[int], part: int, who: Asker, deps: Deps
) -> tuple[BulkOutcome, set[int]]:
    """What became of some of the links, with the ids of those that were changed."""

    async def decide() -> tuple[Write | None, tuple[BulkOutcome, ChangedLinks | None]]:
        ready, outcome = await _ready(preview, numbers, deps)
        known = await known_of(preview.command.deed, ready, preview.planned, deps)
        write = await write_of(preview.command.deed, ready, known, who, deps) if ready else None
        if write is None:
            return None, (outcome, None)
        changed = _changed(preview, part, deps.now(), (ready, known), write)
        return replace(write, changed_links=[changed]), (outcome, changed)

    try:
        _, (outcome, changed) = await change_telling(deps, who, decide)
    except StaleError:  # others kept writing to them
        return BulkOutcome(moved=tuple(map(str, map(link_ref, numbers)))), set()
    if changed is None:
        return outcome, set()
    await _look_soon(changed.before, changed.after, deps)
    return outcome, {link.id for link in changed.before}


async def _ready(preview: BulkPreview, numbers: Sequence[int], deps: Deps) -> tuple[list[Link], BulkOutcome]:
    """The links as they are now of which all holds that was shown, and what became of the others."""
    now, deed = deps.now(), preview.command.deed
    asked = Selection(preview.command.links.asked_by(preview.user), now, preview.channel)
    ready: list[Link] = []
    moved, missing, bound = list[str](), list[str](), list[str]()
    async for number in in_turns(numbers, LOOKED_AT_ONCE):
        link = await deps.store.link(number)
        if link is None:
            missing.append(str(link_ref(number)))
        elif not asked.fits(link) or planned_for(deed, link, preview.user, now) != preview.planned[number]:
            moved.append(link.ref)
        elif isinstance(deed, BulkRemove) and await is_bound(link, deps):
            bound.append(link.ref)
        else:
            ready.append(link)
    return ready, BulkOutcome(len(ready), tuple(moved), tuple(missing), tuple(bound))


def _changed(
    preview: BulkPreview, part: int, at: datetime, about: tuple[Sequence[Link], Sequence[Incident]], write: Write
) -> ChangedLinks:
    """What undoes a write about these links and alerts (pure)."""
    return undoable(ChangedLinks(preview.name, part, preview.channel, at, preview.user), *about, write)


async def _snooze_incidents(
    preview: BulkPreview, deed: BulkSnooze | BulkUnsnooze, done: set[int], who: Asker, deps: Deps
) -> None:
    """Alerts of which no other link waits are quiet, or heard again, with their links."""

    async def decide() -> Write | None:
        found = await deps.store.incidents(channel=who.channel)
        known = [incident for incident in found if incident.waiting and incident.waiting <= done]
        write = (
            decisions.snooze((), known, deed.wait, who.user, deps.now())
            if isinstance(deed, BulkSnooze)
            else decisions.unsnooze((), known, who.user, deps.now())
        )
        if write is None:
            return None
        return replace(write, changed_links=[_changed(preview, len(preview.planned), deps.now(), ((), known), write)])

    await change(deps, who, decide)


async def _undo_part(part: ChangedLinks, who: Asker, deps: Deps) -> Undone:
    async def decide() -> tuple[Write | None, Undone]:
        undone = await _undone(part, who, deps)
        return undone.write, undone

    _, undone = await change_telling(deps, who, decide)
    await _look_soon(part.before, part.after, deps)
    return undone


async def _undone(part: ChangedLinks, who: Asker, deps: Deps) -> Undone:
    await asyncio.sleep(0)  # the part was just read, and each takes as long as others may wait
    links = await deps.store.links_by_id([each.id for each in part.before])
    found = [await deps.store.incident(each.id) for each in part.incidents_before]
    incidents = {incident.id: incident for incident in found if incident}
    replaced = {each.id for each in part.before if each.id not in links and await _is_tracked_anew(each, deps)}
    return await asyncio.to_thread(undo, part, links, incidents, replaced, LogLine(deps.now(), "", who.user))


async def _is_tracked_anew(link: Link, deps: Deps) -> bool:
    same = LinkQuery(channel=link.channel, page_url=link.page_url, target=link.target)
    return bool((await deps.store.list_links(same, 0, 1)).total)


async def _look_soon(before: Sequence[Link], after: Sequence[Link], deps: Deps) -> None:
    """Have the pages checked of links about which something else is agreed now, as after an edit of one."""
    was: Mapping[int, Link] = {link.id: link for link in before}
    await check_soon(deps, *(link.page_url for link in after if asks_for_check(changes_of(was[link.id], link))))
