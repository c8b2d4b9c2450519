"""How long links live, where many of them live still: the estimate of Kaplan and Meier (pure)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Life:
    """One link as far as it was watched."""

    days: float
    """From when it was first seen to its first loss, or to when it was last known to be there."""
    is_lost: bool
    """Whether it was lost then; else nobody knows how long it lives on: it is censored."""


def survival(lives: Collection[Life], days: float) -> float:
    """The share of links that outlive so many days, between 0 and 1; 1 where there are none.

    The product-limit estimate (Kaplan and Meier, 1958): at each time of a loss, of the links that were watched up to
    then the share that stayed. Past the longest life that was watched it keeps its last value.
    """
    losses = Counter(life.days for life in lives if life.is_lost and life.days <= days)
    ends = Counter(life.days for life in lives)
    watched, share = len(lives), 1.0
    for time in sorted(ends):
        if time in losses:
            share *= 1 - losses[time] / watched
        watched -= ends[time]
    return share


def known_by(lives: Collection[Life], days: float) -> int:
    """How many links were lost or watched for so many days: of the others nobody knows whether they last."""
    return sum(life.is_lost or life.days >= days for life in lives)
