"""What a list, a file or a history is about, as values; lists and histories say how to ask for themselves."""

from dataclasses import dataclass

from msgspec import Struct

from bot.grammar.quotes import quoted_if_needed
from jobs.formats.exports.request import ExportFormat, SheetName
from jobs.formats.filters.link_filter import ALL_LINKS, LinkFilter
from jobs.model.ref import Ref


@dataclass(frozen=True, slots=True)
class ListLinks:
    """Which links are there?"""

    links: LinkFilter = ALL_LINKS
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        return f"list {self.links.as_sent(quoted_if_needed)}".strip()


@dataclass(frozen=True, slots=True)
class ListPartners:
    """Which partner pages are there?"""

    domain: str = ""
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        return f"list partners {self.domain}".strip()


class Export(Struct, frozen=True):
    """Give me what is tracked as a file."""

    form: ExportFormat
    sheet: SheetName | None
    """None: all of them in a workbook, and the links in a file that holds one."""
    links: LinkFilter
    """Those that are asked for, as in a list."""


class Disavow(Struct, frozen=True):
    """Give me a disavow file of these."""

    refs: tuple[Ref, ...]
    places: tuple[str, ...]
    """Addresses of pages, and domains."""
    reason: str = ""
    live: str = ""
    """The lines of the file that is live at Google."""


class Guess(Struct, frozen=True):
    """A question in plain words, which is answered as the command that comes nearest, and says so."""

    command: str


class ShowHistory(Struct, frozen=True):
    """What happened to one, the newest first; without a reference: what people did in the channel."""

    ref: Ref | None = None
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        return f"history {self.ref}" if self.ref else "history"
