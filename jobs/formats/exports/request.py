"""What somebody wants exported (pure)."""

from dataclasses import dataclass
from enum import StrEnum

from jobs.model.queries import LinkQuery


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


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which links are asked for, with all that belongs to them."""

    links: LinkQuery
    channels: tuple[str, ...]
    """Of these channels and no other."""
    hiding_costs: frozenset[str] = frozenset()
    """Channels whose costs are not shown."""

    @property
    def is_of_all(self) -> bool:
        """Whether nothing but the channel narrows the links down."""
        return self.links == LinkQuery(self.links.channel)

    @property
    def is_of_links(self) -> bool:
        """Whether they are narrowed down by more than channel and domain, which partner pages have too."""
        return self.links != LinkQuery(self.links.channel, domain=self.links.domain)
