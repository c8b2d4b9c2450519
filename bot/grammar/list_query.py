"""Which links or partner pages a list, or a file, is about, as values; lists say how to ask for themselves."""

from dataclasses import dataclass
from enum import StrEnum

from bot.grammar.quotes import quoted_if_needed
from jobs.exports.request import ExportFormat, SheetName
from jobs.model.link_status import LinkState
from jobs.model.ref import Ref


class Flag(StrEnum):
    """What can be true of a link beside its state."""

    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class ListLinks:
    """Which links are there? Those in any of the states, of which all that stands beside is true, with all the tags."""

    states: tuple[LinkState, ...] = ()
    beside: tuple[Flag, ...] = ()
    domain: str = ""
    tags: frozenset[str] = frozenset()
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        tags = [f"tag:{quoted_if_needed(tag)}" for tag in sorted(self.tags)]
        return " ".join(filter(None, ["list", *self.states, *self.beside, self.domain, *tags]))


@dataclass(frozen=True, slots=True)
class ListPartners:
    """Which partner pages are there?"""

    domain: str = ""
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        return f"list partners {self.domain}".strip()


@dataclass(frozen=True, slots=True)
class Export:
    """Give me what is tracked as a file."""

    form: ExportFormat
    sheet: SheetName | None
    """None: all of them in a workbook, and the links in a file that holds one."""
    links: ListLinks
    """Those that are asked for, as in a list."""


@dataclass(frozen=True, slots=True)
class Disavow:
    """Give me a disavow file of these."""

    refs: tuple[Ref, ...]
    places: tuple[str, ...]
    """Addresses of pages, and domains."""
    reason: str = ""
    live: str = ""
    """The lines of the file that is live at Google."""
