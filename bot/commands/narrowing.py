"""Which links or partner pages a list is about, as values that say how to ask for themselves."""

from dataclasses import dataclass
from enum import StrEnum

from bot.commands.quotes import quoted_if_needed
from jobs.model.standing import LinkState


class Beside(StrEnum):
    """What can be true of a link beside its state."""

    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class ListLinks:
    """Which links are there? Those in any of the states, of which all that stands beside is true."""

    states: tuple[LinkState, ...] = ()
    beside: tuple[Beside, ...] = ()
    domain: str = ""
    tag: str = ""
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        tag = f"tag:{quoted_if_needed(self.tag)}" if self.tag else ""
        return " ".join(filter(None, ["list", *self.states, *self.beside, self.domain, tag]))


@dataclass(frozen=True, slots=True)
class ListPartners:
    """Which partner pages are there?"""

    domain: str = ""
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        return f"list partners {self.domain}".strip()
