"""The modal with all that an alert is about, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from bot.messages.alerts.card import status_line
from bot.messages.answers.exchanges import state_words, with_whom
from bot.messages.answers.link_menu import link_row
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Part,
    actions,
    button,
    context,
    line,
    menu,
    rich,
    strong,
    web_link,
)
from bot.messages.kit.controls import END_SNOOZE, SNOOZES
from bot.messages.kit.text import Mrkdwn
from bot.messages.kit.views import View, modal
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.partner import Partner

ACKNOWLEDGE, SNOOZE, TURN = "see_all.hold", "see_all.snooze", "see_all.turn"
ROWS = 30
"""A view takes a hundred blocks and 250,000 characters; long addresses make long rows."""


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One of those that an alert is about."""

    ref: str
    part: Incident
    """The alert that it is in: the alert itself, or one of those in its group."""
    tracked: Link | Partner | Exchange | None = None
    """None where it is tracked no longer."""


class RowsPage(Struct, frozen=True):
    """Some of the rows of an alert."""

    incident: Incident
    rows: Sequence[AlertRow]
    start: int
    """How many rows stand before these."""
    total: int
    may_manage: bool


def start_of(start: int, total: int) -> int:
    """Where a page begins that exists: the last one, if there are fewer rows by now than when it was asked for."""
    last = max(0, total - 1) // ROWS * ROWS
    return min(max(0, start) // ROWS * ROWS, last)


def all_view(page: RowsPage, now: datetime) -> View:
    """One page of the rows, what can be done about all of them, and the way to the other pages."""
    offered = page.may_manage and page.incident.status.is_open
    blocks = [
        context(status_line(page.incident, now), *_range(page)),
        *([_controls(page.incident)] if offered else []),
        *(_row(row, now, may_manage=page.may_manage) for row in page.rows),
        *_turning(page),
    ]
    grouped = page.incident.kind is IncidentKind.GROUP
    title = f"All {page.total} of this group" if grouped else text.several(page.total, "link")
    return modal(title, blocks, incident=page.incident.id, channel=page.incident.channel, start=page.start)


def _controls(incident: Incident) -> Block:
    """The version in the block's id makes Slack show the menu again after each change."""
    snoozes = (*SNOOZES, *([("End the snooze", END_SNOOZE)] if incident.snoozed_until else []))
    words = "Ack all" if incident.kind is IncidentKind.GROUP else "Take over" if incident.holder else "I'm on it"
    return actions(
        button(words, ACKNOWLEDGE, style="" if incident.holder else "primary"),
        menu("Snooze all", SNOOZE, snoozes),
        block_id=f"see_all.{incident.version}",
    )


def _row(row: AlertRow, now: datetime, *, may_manage: bool) -> Block:
    """One of them; a link with its menu, whose clicks are judged by the channel that the view names."""
    if isinstance(row.tracked, Link):
        return link_row(row.tracked, now, may_manage=may_manage)
    if row.tracked is None:
        return rich(line("⚪ ", strong(row.ref), " no longer tracked"))
    if isinstance(row.tracked, Exchange):
        deal = row.tracked
        return rich(line(strong(deal.ref), f" with {with_whom(deal)} · {state_words(deal)}"))
    return rich(line(*_partner(row.tracked, row.part)))


def _partner(partner: Partner, part: Incident) -> list[Part]:
    mark = "🟠" if part.status.is_open else "🟢"
    count = f" {partner.outbound or 0} followed links out, limit {partner.max_outbound}: "
    return [f"{mark} ", strong(partner.ref), count, web_link(partner.page_url, 60)]


def _range(page: RowsPage) -> list[Mrkdwn]:
    """Which rows these are; nothing where they are all."""
    end = page.start + len(page.rows)
    return [text.escape(f"Rows {page.start + 1}-{end} of {page.total}")] if page.total > ROWS else []


def _turning(page: RowsPage) -> list[Block]:
    end = page.start + len(page.rows)
    back = [button("Previous", f"{TURN}.0", str(page.start - ROWS))] if page.start else []
    on = [button("Next", f"{TURN}.1", str(end))] if end < page.total else []
    return [context(*_range(page)), actions(*back, *on)] if page.total > ROWS else []
