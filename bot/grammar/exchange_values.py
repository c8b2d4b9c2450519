"""What a person asked for of exchanges, as values."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec import Struct

from jobs.model.exchange import ExchangeState
from jobs.model.ref import Ref
from jobs.model.terms import Money


class OpenExchange(Struct, frozen=True):
    """Ask me what links are given for what."""


@dataclass(frozen=True, slots=True)
class AddExchange:
    """Keep these links as one deal, and track those that are not tracked yet."""

    pairs: tuple[tuple[str, str], ...]
    """Page and target of each."""
    until: date | None = None
    cost: Money | None = None
    rel: frozenset[str] = frozenset()
    """What is agreed of each of the links, as in `Row`; so are owner, interval and tags."""
    owner: str = ""
    every: timedelta | None = None
    tags: frozenset[str] = frozenset()
    render: bool = False
    typed: str = field(default="", compare=False)
    """All that was typed, as Slack shows it."""


@dataclass(frozen=True, slots=True)
class EditExchange:
    """Change what was agreed about a deal."""

    ref: Ref
    until: date | None = None
    cost: Money | None = None
    no_end: bool = False
    no_cost: bool = False
    typed: str = field(default="", compare=False)
    """As in `AddExchange`."""


class EndExchange(Struct, frozen=True):
    """The deal holds no longer; its links stay tracked."""

    ref: Ref


GROUPS = {
    "broken": tuple(state for state in ExchangeState if state.is_breach),
    "pending": (ExchangeState.PENDING_THEIRS, ExchangeState.PENDING_OURS),
    "over": tuple(state for state in ExchangeState if state.is_over),
}
"""Words that stand for several states."""


@dataclass(frozen=True, slots=True)
class ListExchanges:
    """Which exchanges are there? Those in any of the states."""

    states: tuple[ExchangeState, ...] = ()
    page: int = 1

    @property
    def what(self) -> str:
        """One of them in words: `broken exchange`."""
        group = next((word for word, states in GROUPS.items() if states == self.states), "")
        said = group or " or ".join(state.replace("_", " ") for state in self.states)
        return f"{said} exchange".lstrip()

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        return " ".join(["exchange list", *self.states])


ChangeExchange = OpenExchange | AddExchange | EditExchange | EndExchange
"""What changes a deal, or is about to."""
