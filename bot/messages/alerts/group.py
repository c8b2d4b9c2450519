"""The message of a group: many incidents in one table, as they stand now."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.messages.alerts.card import status_line
from bot.messages.alerts.pages import pages_of
from bot.messages.alerts.rows import MOST_ROWS, more_than_shown, rows_of, table_of
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, actions, button, context, header, menu, overflow
from bot.messages.kit.controls import (
    ACCEPT,
    ACKNOWLEDGE,
    END_SNOOZE,
    MORE,
    SEE_ALL,
    SNOOZE,
    SNOOZES,
    block_of,
    buttons,
)
from jobs.alerts.site_groups import is_of_site
from jobs.model.case import Case
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.web.urls import registrable_domain


class Group(Struct, frozen=True):
    """A group with the cases of its parts."""

    incident: Incident
    cases: tuple[Case, ...]


def group_card(group: Group, now: datetime) -> Message:
    """The message: what happened on how many sites, the first rows, and what can be done about all."""
    head = _headline(group)
    waiting_first = sorted(group.cases, key=lambda case: not case.incident.status.is_open)
    rows = [row for case in waiting_first for row in rows_of(case, now)]
    more = len(rows) - MOST_ROWS
    small = text.join(filter(None, [status_line(group.incident, now), more_than_shown(more)]), " · ")
    controls = group_controls(group.incident, more=more > 0)
    return Message(text.fallback([text.escape(head)]), (header(head), *table_of(rows), context(small), *controls))


def _headline(group: Group) -> str:
    """`12 links lost on 3 sites`, or what became of them."""
    waiting = [case for case in group.cases if case.incident.status.is_open]
    sites = len({registrable_domain(url) for case in group.cases for url in pages_of(case)})
    where = f" on {text.several(sites, 'site')}" if sites else ""
    if not waiting:
        mark = "🟢" if all(case.incident.status is IncidentStatus.RECOVERED for case in group.cases) else "⚪"
        return f"{mark} Nothing open any more: {_counted(group.cases)}{where}"
    mark = "🔴" if any(case.incident.kind is IncidentKind.LOST for case in waiting) else "🟠"
    over = len(group.cases) - len(waiting)
    ended = f", {over} of them over" if over else ""
    if is_of_site(group.incident):
        pages = {url for case in group.cases for url in pages_of(case)}
        return f"{mark} Nofollow across {group.incident.site}: {text.several(len(pages), 'page')}{ended}"
    return f"{mark} {_counted(group.cases)}{where}{ended}"


_WORDS = {
    IncidentKind.LOST: ("link lost", "links lost"),
    IncidentKind.WEAKENED: ("link weakened", "links weakened"),
    IncidentKind.REPLACED: ("page that is another one now", "pages that are others now"),
    IncidentKind.TARGET: ("problem of our pages", "problems of our pages"),
    IncidentKind.BREACH: ("broken exchange", "broken exchanges"),
    IncidentKind.EXPIRING: ("exchange that ends soon", "exchanges that end soon"),
    IncidentKind.PARTNER_OVER_LIMIT: ("alert about a partner page", "alerts about partner pages"),
}


_OF_LINKS = frozenset({IncidentKind.LOST, IncidentKind.WEAKENED, IncidentKind.REPLACED})


def _counted(cases: Sequence[Case]) -> str:
    """How many of each kind; of links, those of every part are counted."""
    told = []
    for kind, (one, more) in _WORDS.items():
        number = sum(_size(case.incident) for case in cases if case.incident.kind is kind)
        told += [text.several(number, one, more)] if number else []
    return ", ".join(told) or text.several(len(cases), "alert")


def _size(incident: Incident) -> int:
    return len(incident.members) if incident.kind in _OF_LINKS else 1


def group_controls(group: Incident, *, more: bool) -> list[Block]:
    """What can be done about all; of a closed group, only to see those that the table has no room for."""
    see_all = button("See all", SEE_ALL, group.id)
    if not group.status.is_open:
        return buttons(see_all) if more else []
    snoozes = (*SNOOZES, *([("End the snooze", END_SNOOZE)] if group.snoozed_until else []))
    acking = button("Ack all", ACKNOWLEDGE, group.id, style="" if group.holder else "primary")
    # Of links that were just added, nobody has said yet whether what was found is as agreed.
    accepting = [overflow(MORE, [("Accept all as new normal", ACCEPT)])] if group.batch else []
    return [actions(see_all, acking, menu("Snooze all", SNOOZE, snoozes), *accepting, block_id=block_of(group))]
