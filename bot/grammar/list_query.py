"""What a list, a file or a history is about, as values; lists and histories say how to ask for themselves."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.grammar.quotes import quoted_if_needed
from jobs.formats.exports.request import ExportFormat, SheetName
from jobs.model.link_status import LinkState
from jobs.model.ref import Ref
from jobs.units.durations import format_duration


class Flag(StrEnum):
    """What can be true of a link beside its state."""

    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    SNOOZED = "snoozed"


class Trait(StrEnum):
    """What a link itself tells, which no index knows."""

    NOFOLLOW = "nofollow"
    """Search engines are asked not to follow it, by its rel or by its page."""
    NOINDEX = "noindex"
    """Its page asks search engines not to list it."""
    GUARANTEED = "guaranteed"
    """Its guarantee runs."""
    EXPIRING = "expiring"
    """Its guarantee ends within thirty days."""


MINE = "mine"
"""The person of who asks."""


@dataclass(frozen=True, slots=True)
class ListLinks:
    """Which links are there? Those in any of the states, of which all that stands beside is true, with all the tags."""

    states: tuple[LinkState, ...] = ()
    beside: tuple[Flag, ...] = ()
    domain: str = ""
    tags: frozenset[str] = frozenset()
    page: int = 1
    traits: tuple[Trait, ...] = ()
    person: str = ""
    """Who added or owns it: a user id, or `MINE`."""
    lasting: timedelta | None = None
    """In its state for so long, or longer."""

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        tags = [f"tag:{quoted_if_needed(tag)}" for tag in sorted(self.tags)]
        person = self.person if self.person in {"", MINE} else f"<@{self.person}>"
        lasting = format_duration(self.lasting) if self.lasting else ""
        said = ["list", *self.states, *self.beside, *self.traits, lasting, person, self.domain, *tags]
        return " ".join(filter(None, said))


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


@dataclass(frozen=True, slots=True)
class Guess:
    """A question in plain words, which is answered as the command that comes nearest, and says so."""

    command: str


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """What happened to one, the newest first; without a reference: what people did in the channel."""

    ref: Ref | None = None
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        return f"history {self.ref}" if self.ref else "history"
