"""What each deed over many links would do to one of them, and what is written of some that share a write."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.access.permissions import Asker
from bot.grammar.edit_values import (
    BulkAccept,
    BulkEdit,
    BulkMark,
    BulkMarkIndex,
    BulkRemove,
    BulkSnooze,
    BulkUnaccept,
    BulkUnsnooze,
    Deed,
    Planned,
)
from bot.operations.edit import with_options
from bot.request.deps import Deps
from jobs.alerts import decisions, said
from jobs.alerts.cases import incidents_of
from jobs.alerts.costs import cards_of_link, with_edit
from jobs.alerts.edits import changes_of, in_words
from jobs.model.event import Event
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.notice import Notice
from jobs.model.write import Write
from jobs.rules import title
from jobs.store.streams import in_turns
from jobs.units.durations import format_duration

LOOKED_AT_ONCE = 10
"""Links of those that share a write that are looked at, or changed, before others get their turn."""

_OfAlerts = BulkSnooze | BulkUnsnooze | BulkAccept | BulkUnaccept
"""Deeds about what is told of links; the others are about the links themselves."""


def planned(deed: Deed, link: Link, by: str, now: datetime) -> Planned:
    """What would change of a link, done by this person now (pure)."""
    match deed:
        case BulkEdit():
            return changes_of(link, with_options(link, deed.options, deed.less))
        case BulkMark():
            wanted = LinkState.LIVE if deed.live else LinkState.LOST
            is_so = link.standing.state is wanted and not (deed.live and link.standing.is_in_doubt)
            return () if is_so else (f"{link.standing.state} → {wanted}, as you say",)
        case BulkMarkIndex():
            told = said.mark_index([link], by, now, indexed=deed.indexed)
            return (f"said to be {'indexed' if deed.indexed else 'not indexed'}",) if told else ()
        case BulkRemove():
            return (f"tracked no longer: {link.standing.state}",)
        case _:
            return _told_otherwise(deed, link, now)


def _told_otherwise(deed: _OfAlerts, link: Link, now: datetime) -> Planned:
    match deed:
        case BulkSnooze():
            already = decisions.is_snoozed_so(link.standing.snoozed_until, now + deed.wait)
            again = "snoozed anew" if link.standing.is_snoozed(now) else "snoozed"
            return () if already else (f"{again} for {format_duration(deed.wait)}",)
        case BulkUnsnooze():
            return ("the snooze ends",) if link.standing.is_snoozed(now) else ()
        case BulkAccept():
            found = dict.fromkeys(each.kind for each in (*link.standing.open, *link.standing.unproven))
            return tuple(f"accepted: {title(kind)}" for kind in found)
        case BulkUnaccept():
            taken_back = dict.fromkeys(each.kind for each in link.expected.accepted)
            return tuple(f"accepted no longer: {title(kind)}" for kind in taken_back)


async def known_of(deed: Deed, links: Sequence[Link], chosen: Collection[int], deps: Deps) -> list[Incident]:
    """The incidents that the deed is about beside these links; `chosen` are the ids of all that it is done to."""
    match deed:
        case BulkAccept() | BulkRemove():
            return await incidents_of(deps.store, links)
        case BulkUnaccept():
            return await incidents_of(deps.store, links, only_open=False)
        case BulkMark(live=True):
            return [each for each in await incidents_of(deps.store, links) if each.waiting <= set(chosen)]
        case _:
            return []


async def write_of(
    deed: Deed, links: Sequence[Link], known: Sequence[Incident], who: Asker, deps: Deps
) -> Write | None:
    """What is written of these links, and of the incidents that are `known` of them."""
    now = deps.now()
    match deed:
        case BulkEdit():
            return await _edit(deed, links, who, deps)
        case BulkMark():
            return _mark(deed, links, known, who.user, now)
        case BulkMarkIndex():
            return said.mark_index(links, who.user, now, indexed=deed.indexed)
        case BulkRemove():
            return decisions.stop(links, (), known, who.user, now)
        case _:
            return _tell_otherwise(deed, links, known, who.user, now)


def _tell_otherwise(
    deed: _OfAlerts, links: Sequence[Link], known: Sequence[Incident], by: str, now: datetime
) -> Write | None:
    match deed:
        case BulkSnooze():
            return decisions.snooze(links, (), deed.wait, by, now)
        case BulkUnsnooze():
            return decisions.unsnooze(links, (), by, now)
        case BulkAccept():
            return decisions.accept(links, known, by, now)
        case BulkUnaccept():
            return decisions.unaccept(links, known, by, now)


async def _edit(deed: BulkEdit, links: Sequence[Link], who: Asker, deps: Deps) -> Write:
    now = deps.now()
    edited: list[Link] = []
    events: list[Event] = []
    notices: list[Notice] = []
    async for link in in_turns(links, LOOKED_AT_ONCE):
        after = await with_edit(deps.store, link, with_options(link, deed.options, deed.less), now)
        edited.append(after)
        events.append(Event(now, link.channel, link.ref, "edited", in_words(changes_of(link, after)), who.user))
        notices += await cards_of_link(deps.store, link, after, now)
    return Write(links=edited, events=events, notices=_each_once(notices))


def _mark(deed: BulkMark, links: Sequence[Link], known: Sequence[Incident], by: str, now: datetime) -> Write | None:
    """One after another: each leaves the incidents as the one before it left them (pure)."""
    now_are = {incident.id: incident for incident in known}
    marked = Write()
    for link in links:
        about = [incident for incident in now_are.values() if link.id in incident.waiting]
        one = decisions.mark(link, about, by, now, live=deed.live)
        if one is None:
            continue
        now_are |= {incident.id: incident for incident in one.incidents}
        marked = replace(
            marked,
            links=[*marked.links, *one.links],
            events=[*marked.events, *one.events],
            notices=[*marked.notices, *one.notices],
        )
    before = {incident.id: incident for incident in known}
    changed = [incident for name, incident in now_are.items() if incident != before[name]]
    return replace(marked, incidents=changed, notices=_each_once(marked.notices)) if marked.links else None


def _each_once(notices: Sequence[Notice]) -> list[Notice]:
    return [*{notice.key: notice for notice in notices}.values()]
