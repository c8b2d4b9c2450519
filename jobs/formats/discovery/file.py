"""All that a list says as a workbook, a sheet for each kind; of the links an import takes the pages and targets."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jobs.formats.discovery.compare import Discovery
from jobs.formats.exports.table import Column, DataTable, Row, Shows
from jobs.formats.exports.workbook import Workbook
from jobs.model.listing import Counted, ListedLink

_LINKS = (
    Column("page", Shows.ADDRESS),
    Column("target", Shows.ADDRESS),
    Column("seen anchor"),  # not “anchor”: what an engine saw is no agreement
    Column("read on", Shows.DAY),
)
_NUMBER = Column("links", Shows.NUMBER)


def write_discovered(found: Discovery, path: Path) -> None:
    """Write the file; its folder is for it alone, and for the caller to remove. Raises OSError."""
    with Workbook(path) as book:
        for table in tables_of(found):
            book.write(table)


def tables_of(found: Discovery) -> Iterator[DataTable]:
    """A table for each kind of which there is anything, in the order in which they are shown."""
    links = {"New" if found.compared else "Not tracked": found.new, "No longer listed": found.gone}
    for name, listed in links.items():
        if listed:
            yield DataTable(name, _LINKS, map(_link, listed))
    counted: dict[str, tuple[Column, Sequence[Counted]]] = {
        "Linking sites": (Column("site"), found.sites),
        "Anchor texts": (Column("text"), found.texts),
        "Gone pages": (Column("page", Shows.ADDRESS), found.broken),
    }
    for name, (column, each_of) in counted.items():
        if each_of:
            yield DataTable(name, (column, _NUMBER), _rows(column, each_of))


def _link(link: ListedLink) -> Row:
    return {"page": link.page, "target": link.target, "seen anchor": link.anchor, "read on": link.on}


def _rows(column: Column, each_of: Iterable[Counted]) -> Iterator[Row]:
    return ({column.name: each.name, _NUMBER.name: each.count or None} for each in each_of)
