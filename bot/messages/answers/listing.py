"""Lists of links and partner pages, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.answers.link_menu import link_row
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, actions, context, foreign, header, line, note, rich, table, typed
from bot.messages.kit.controls import pages, sharing
from jobs.model.link import Link
from jobs.model.partner import Partner

ROWS = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and the command that asked for it (without `page:`)."""

    command: str
    what: str
    """One of them in words of ours: `lost link`."""
    filters: str
    """What people typed to narrow it down; foreign."""
    total: int
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // ROWS))


def links_listed(links: Sequence[Link], listed: Listed, now: datetime, *, may_manage: bool = True) -> Message:
    """Rows of links, each with a menu of what can be done about it."""
    return rows_listed([link_row(link, now, may_manage=may_manage) for link in links], listed)


def partners_listed(partners: Sequence[Partner], listed: Listed) -> Message:
    """Rows of partner pages."""
    rows = [_partner_row(partner) for partner in partners]
    return rows_listed([table([("Partner", "Followed links out", "Limit", "Page"), *rows])], listed)


def nothing_listed(listed: Listed, example: str) -> Message:
    """An empty list, and how to fill it; an empty example for those who may not."""
    narrowed = [" for ", foreign(listed.filters, 100)] if listed.filters else []
    filling = [" To track one: ", typed(example)] if example else []
    return note(f"No {listed.what}s in this channel", *narrowed, ".", *filling)


def _partner_row(partner: Partner) -> tuple[str, ...]:
    count = "not counted yet" if partner.outbound is None else str(partner.outbound)
    mark = "🟠 " if partner.over_limit else ""
    return partner.ref, f"{mark}{count}", str(partner.max_outbound), text.shown_url(partner.page_url, 60)


def rows_listed(rows: Sequence[Block], listed: Listed) -> Message:
    """Rows under how many there are, with what turns the page."""
    head = text.several(listed.total, listed.what)
    where = [rich(line("Narrowed down to ", foreign(listed.filters, 100)))] if listed.filters else []
    turning = pages(listed.command, listed.page, listed.pages)
    foot = [context(text.escape(f"Page {listed.page} of {listed.pages}"))] if listed.pages > 1 else []
    controls = [*turning, *_sharing(listed)]
    blocks: list[Block] = [header(head), *where, *rows, *foot, *([actions(*controls)] if controls else [])]
    return Message(text.escape(f"{head}."), tuple(blocks))


def _sharing(listed: Listed) -> list[Block]:
    command = f"{listed.command} page:{listed.page}" if listed.page > 1 else listed.command
    return sharing(command)
