"""What links that stand are worth, and what is likely of them."""

from dataclasses import dataclass, replace

from jobs.model.terms import Money

YEAR = 365
"""Days."""


@dataclass(frozen=True, slots=True)
class StandingLink:
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
