"""The history: what happened to links and partner pages, those that are tracked no longer with it."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from jobs.formats.columns import SHOWN
from jobs.formats.exports.request import ExportRequest, SheetName
from jobs.formats.exports.sheets.partners import partners_asked
from jobs.formats.exports.table import Column, Row, Shows
from jobs.formats.exports.write import SheetKind
from jobs.model.event import Event
from jobs.store.protocol import Store
from jobs.store.streams import fitting

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_COLUMNS = (
    Column("at", Shows.MOMENT),
    Column("about"),
    Column("page_url", Shows.ADDRESS),
    *map(Column, (f"{SHOWN}event", "words", "by", "channel")),
)


async def read(store: Store, asked: ExportRequest) -> AsyncIterator[Sequence[Row]]:
    """What happened in the channels since they track anything, oldest first in each; of the links asked for alone."""
    pages = await _pages(store, asked)
    for channel in asked.channels:
        stream = await store.event_stream(channel, _EVER)
        async for chunk in stream.chunks:
            wanted = [event for event in chunk.items if asked.is_of_all or event.subject in pages]
            yield [row_of(event, pages.get(event.subject, "")) for event in wanted]


def row_of(event: Event, page: str) -> Row:
    """What happened as a row (pure)."""
    return {
        "at": event.at,
        "about": event.subject,
        "page_url": page,
        f"{SHOWN}event": event.kind,
        "words": f"{event.text} {event.whom}".strip(),
        "by": event.by,
        "channel": event.channel,
    }


async def _pages(store: Store, asked: ExportRequest) -> dict[str, str]:
    """On which page each stands that is tracked now, by its reference."""
    parts = fitting(await store.link_stream([asked.links.query]), asked.links.fits)
    pages = {link.ref: link.page_url async for links in parts for link in links}
    async for partners in partners_asked(store, asked):
        pages |= {partner.ref: partner.page_url for partner in partners}
    return pages


SHEET = SheetKind(SheetName.HISTORY, _COLUMNS, read)
