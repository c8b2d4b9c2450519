"""What was agreed about a link in money and time: no look at a page can see it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Covered(StrEnum):
    """What a vendor promises that will not happen."""

    REMOVED = "removed"
    NOFOLLOW = "nofollow"
    NOINDEX = "noindex"
    MOVED = "moved"
    SPONSORED = "sponsored"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What counts as a breach, until when it can be claimed, and what was promised."""

    covers: tuple[Covered, ...] = ()
    """What counts, each once and sorted; empty: all that is the partner's to mend."""
    claim_days: int | None = None
    """So many days after a breach was first seen it can be claimed; None where nothing was said."""
    remedy: str = ""
    """What was promised for a breach, and all that fits nowhere else, in the words of whoever typed it."""

    def over(self, others: "Guarantee") -> "Guarantee":
        """What this says, and the others where it says nothing."""
        days = others.claim_days if self.claim_days is None else self.claim_days
        return Guarantee(self.covers or others.covers, days, self.remedy or others.remedy)


@dataclass(frozen=True, slots=True)
class Claimed:
    """That somebody claimed what went under guarantee."""

    by: str
    """User id."""
    at: datetime


FEWEST_DAYS, MOST_DAYS = 1, 365
"""Days to claim that anybody agrees on."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency; amounts of different currencies are never added."""

    amount: Decimal
    """Exact, and never negative."""
    currency: str
    """ISO 4217 code."""


@dataclass(frozen=True, slots=True)
class PastPrice:
    """What something cost until somebody said otherwise."""

    cost: Money
    until: datetime


class Term(StrEnum):
    """What can be said and taken back."""

    COST = "cost"
    GUARANTEE = "guarantee"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a link cost, and how long it is guaranteed; None where nothing was said."""

    cost: Money | None = None
    guaranteed_until: date | None = None
    """The last day of the guarantee, as the calendar has it; it ends with that day in UTC."""

    def over(self, others: "Terms") -> "Terms":
        """These terms, and the others where these say nothing."""
        return Terms(self.cost or others.cost, self.guaranteed_until or others.guaranteed_until)

    def without(self, gone: Collection[Term]) -> "Terms":
        """These terms less those that shall hold no longer."""
        return Terms(
            None if Term.COST in gone else self.cost,
            None if Term.GUARANTEE in gone else self.guaranteed_until,
        )
