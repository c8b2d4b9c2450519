"""The modal with all that an alert is about, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages import text, wording
from bot.messages.blocks import (
    Block,
    Part,
    actions,
    bullets,
    button,
    context,
    foreign,
    menu,
    rich,
    strong,
    web_link,
)
from bot.messages.card import status_line
from bot.messages.controls import END_SNOOZE, SNOOZES
from bot.messages.text import Mrkdwn
from bot.messages.views import View, modal
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link, Partner

HOLD, SNOOZE, TURN = "see_all.hold", "see_all.snooze", "see_all.turn"
ROWS = 100
_IN_ONE_BLOCK = 50
_LONGEST_LINK = 300
"""Characters of an address that becomes a link here; rows of longer ones would be too much for a view."""


@dataclass(frozen=True, slots=True)
class Row:
    """One of those that an alert is about."""

    ref: str
    part: Incident
    """The alert that it is in: the alert itself, or one of those in its group."""
    watched: Link | Partner | None = None
    """None where it is watched no longer."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows of an alert."""

    incident: Incident
    rows: Sequence[Row]
    start: int
    """How many rows stand before these."""
    total: int
    may_manage: bool


def start_of(start: int, total: int) -> int:
    """Where a page begins that exists: the last one, if there are fewer rows by now than when it was asked for."""
    last = max(0, total - 1) // ROWS * ROWS
    return min(max(0, start) // ROWS * ROWS, last)


def all_view(page: Page, now: datetime) -> View:
    """One page of the rows, what can be done about all of them, and the way to the other pages."""
    parts = [page.rows[start : start + _IN_ONE_BLOCK] for start in range(0, len(page.rows), _IN_ONE_BLOCK)]
    offered = page.may_manage and page.incident.status.is_open
    blocks = [
        context(status_line(page.incident, now), *_range(page)),
        *([_controls(page.incident)] if offered else []),
        *(rich(bullets(_row(row, now) for row in part)) for part in parts),
        *_turning(page),
    ]
    grouped = page.incident.kind is IncidentKind.GROUP
    title = f"All {page.total} of this group" if grouped else text.several(page.total, "link")
    return modal(title, blocks, incident=page.incident.id, channel=page.incident.channel, start=page.start)


def _controls(incident: Incident) -> Block:
    """The version in the block's id makes Slack show the menu anew after each change."""
    snoozes = (*SNOOZES, *([("End the snooze", END_SNOOZE)] if incident.snoozed_until else []))
    words = "Ack all" if incident.kind is IncidentKind.GROUP else "Take over" if incident.holder else "I'm on it"
    return actions(
        button(words, HOLD, style="" if incident.holder else "primary"),
        menu("Snooze all", SNOOZE, snoozes),
        block_id=f"see_all.{incident.version}",
    )


def _row(row: Row, now: datetime) -> list[Part]:
    if row.watched is None:
        return ["⚪ ", strong(row.ref), " no longer watched"]
    if isinstance(row.watched, Partner):
        return _partner(row.watched, row.part)
    link = row.watched
    well = link.id in row.part.recovered
    mark = "🟢" if well else wording.MARK[link.standing.state]
    state = f" {'well again' if well else wording.state_of(link, now)}: "
    return [f"{mark} ", strong(link.ref), state, _address(link.page_url, 60), " → ", _address(link.target, 40)]


def _partner(partner: Partner, part: Incident) -> list[Part]:
    mark = "🟠" if part.status.is_open else "🟢"
    count = f" {partner.outbound or 0} followed links out, limit {partner.max_outbound}: "
    return [f"{mark} ", strong(partner.ref), count, _address(partner.page_url, 60)]


def _address(url: str, most: int) -> Part:
    return web_link(url, most) if len(url) <= _LONGEST_LINK else foreign(text.shown_url(url, most), most)


def _range(page: Page) -> list[Mrkdwn]:
    """Which rows these are; nothing where they are all."""
    end = page.start + len(page.rows)
    return [text.escape(f"Rows {page.start + 1}-{end} of {page.total}")] if page.total > ROWS else []


def _turning(page: Page) -> list[Block]:
    end = page.start + len(page.rows)
    back = [button("Previous", f"{TURN}.0", str(page.start - ROWS))] if page.start else []
    on = [button("Next", f"{TURN}.1", str(end))] if end < page.total else []
    return [context(*_range(page)), actions(*back, *on)] if page.total > ROWS else []
