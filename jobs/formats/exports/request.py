"""What somebody wants exported (pure)."""

from dataclasses import dataclass
from enum import StrEnum

from jobs.formats.filters.link_filter import ALL_LINKS
from jobs.formats.filters.selection import Selection


class ExportFormat(StrEnum):
    """The kinds of files, by how their names end."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"


class SheetName(StrEnum):
    """The tables that can be exported, in the order in which a workbook has them."""

    LINKS = "links"
    PARTNERS = "partners"
    HISTORY = "history"
    RECIPROCITY = "reciprocity"
    PROSPECTS = "prospects"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which links are asked for, with all that belongs to them."""

    links: Selection
    channels: tuple[str, ...]
    """Of these channels and no other."""
    hiding_costs: frozenset[str] = frozenset()
    """Channels whose costs are not shown."""
    our_sites: tuple[str, ...] = ()
    """Domains of ours, or addresses there."""

    @property
    def is_of_all(self) -> bool:
        """Whether nothing but the channel narrows the links down."""
        return self.links.filter == ALL_LINKS


def sheets_of(form: ExportFormat, sheet: SheetName | None) -> tuple[SheetName, ...]:
    """The sheets that are in a file of this kind, where one alone is asked for or none is named."""
    if sheet:
        return (sheet,)
    return tuple(SheetName) if form is ExportFormat.XLSX else (SheetName.LINKS,)
