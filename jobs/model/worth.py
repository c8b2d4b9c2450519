"""What links that stand are worth, and what is likely of them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from math import inf, prod

from msgspec import Struct

from jobs.model.terms import Money

YEAR = 365
"""Days."""


class StandingLink(Struct, frozen=True):
    """A link that stands now."""

    days: float
    """So long it stands already."""
    cost: Money | None = None


@dataclass(frozen=True, slots=True)
class CostAhead:
    """What is likely to be lost with links, in one currency."""

    amount: Money
    give_or_take: Money


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is likely of links that stand."""

    standing: int
    days: int
    """So many days ahead."""
    watched: int
    """How many links it rests on."""
    losses: int
    """How many of these were lost for good."""
    gone: float | None = None
    """How many of those that stand are likely to be gone; None where too little is known."""
    give_or_take: float = 0
    costs: tuple[CostAhead, ...] = ()
    """Of what these cost, a sum for each currency."""
    quarters: tuple[float, ...] = ()
    """How many are likely to stand after none, one, two, three and four quarters of that time."""

    def without_costs(self) -> "Forecast":
        """The forecast as a channel that hides costs is told it."""
        return replace(self, costs=())


class Factor(StrEnum):
    """What the worth of a link is made of, each between 0 and 1: heuristics all."""

    RELEVANCE = "relevance"
    """How close its page is to ours in subject."""
    PLACE = "place"
    """In which part of the page it stands."""
    SHARE = "share"
    """What one of the page's followed links passes on."""
    INDEXABLE = "indexable"
    """Whether search engines may take in its page."""
    LASTING = "lasting"
    """The chance that it stands a year later."""


class Weighed(Struct, frozen=True):
    """One of these, of one link."""

    factor: Factor
    value: float | None
    """None where nobody knows."""
    because: str
    """What it rests on, or why nobody knows: words of ours that may hold foreign ones."""


class Priced(Struct, frozen=True):
    """What a link cost, and what it is worth at the rate that is paid on the whole, in its own currency."""

    cost: Money
    worth: Money
    """Its part of all that was paid for the links with a known worth, if that is spread by what each is worth."""
    links: int
    """How many these are, itself among them."""
    lived: timedelta
    """How long it was seen to stand."""
    cost_a_month: Money | None
    """For each month of these; None where it is less than one."""
    worth_a_month: Money | None

    @property
    def times(self) -> float:
        """How many times its worth it cost; infinite where it is worth nothing."""
        return float(self.cost.amount / self.worth.amount) if self.worth.amount else inf


class Worth(Struct, frozen=True):
    """What a link is worth among others of its channel: no authority is guessed."""

    factors: tuple[Weighed, ...]
    """Each factor once, in its order."""
    priced: Priced | None = None
    """None where it has no cost, or too little is known to say."""

    @property
    def weight(self) -> float | None:
        """The product, between 0 and 1; None where a factor is unknown and none is 0.

        The chance to last is left out where nobody knows it: then nobody does of any link of the channel.
        """
        known = [each.value for each in self.factors if each.value is not None]
        missing = [each for each in self.factors if each.value is None and each.factor is not Factor.LASTING]
        return None if missing and 0 not in known else prod(known)
