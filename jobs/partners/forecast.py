"""How many of the links that stand will be gone after a year, by how those before them fared (pure).

For each day of age it is counted how many links were watched on it and how many of them were lost for good: the rate
of loss at that age (Nelson, 1972; Aalen, 1978: the estimate of Kaplan and Meier in another form). A link that stands is
expected to meet the rates of the ages that it passes through. Past the oldest age at which enough were watched, the
rate of the year before goes on: what nobody saw yet, nobody knows.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from math import exp, sqrt

from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.terms import Money
from jobs.partners.scorecard import FEWEST, Life, WatchedLink

YEAR = 365
_FEWEST_WATCHED = 20
"""So many links have to be watched at an age for its own rate: our rule of thumb."""
_SURE = 1.96
"""Standard deviations on each side: nineteen times of twenty it is within them, if the past goes on."""
_WATCHED_SHARE = 0.5
"""Of the time ahead so much has to have been watched of some link: our rule of thumb."""


@dataclass(frozen=True, slots=True)
class StandingLink:
    """A link that stands now."""

    days: float
    """Since when it stands."""
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
    give_or_take: float = 0.0
    costs: tuple[CostAhead, ...] = ()
    """Of what these cost, a sum for each currency."""


@dataclass(frozen=True, slots=True)
class _Rates:
    """The rate of loss at each day of age, and past the last of them."""

    by_day: Sequence[float]
    doubts: Sequence[float]
    """The variance of each."""
    later: float
    later_doubt: float

    @property
    def known(self) -> int:
        """Days of age."""
        return len(self.by_day)


def forecast(lives: Collection[Life], standing: Sequence[StandingLink], days: int = YEAR) -> Forecast:
    """What is likely of the links that stand in so many days; silent where too few were lost or watched long enough.

    `lives` are those of all links that were ever watched there, the ones that stand too.
    """
    losses = sum(life.is_lost for life in lives)
    told = Forecast(len(standing), days, len(lives), losses)
    longest = max((life.days for life in lives), default=0.0)
    if losses < FEWEST or longest < days * _WATCHED_SHARE or not standing:
        return told
    rates = _rates(lives)
    gone, spread = _expected(rates, days, [(1.0, link.days) for link in standing])
    currencies = sorted({link.cost.currency for link in standing if link.cost})
    costs = tuple(_cost_ahead(rates, days, currency, standing) for currency in currencies)
    return replace(told, gone=gone, give_or_take=_SURE * spread, costs=costs)


def _cost_ahead(rates: _Rates, days: int, currency: str, standing: Iterable[StandingLink]) -> CostAhead:
    costs = [(link.cost, link.days) for link in standing if link.cost and link.cost.currency == currency]
    amount, spread = _expected(rates, days, [(float(cost.amount), age) for cost, age in costs])
    return CostAhead(_whole(amount, currency), _whole(_SURE * spread, currency))


def _whole(amount: float, currency: str) -> Money:
    return Money(Decimal(round(amount)), currency)


def _rates(lives: Collection[Life]) -> _Rates:
    """Of each age at which enough were watched; of what comes after it, from the year before, or further back."""
    oldest = int(max(life.days for life in lives)) + 1
    ends, lost, parts = [0] * (oldest + 1), [0] * (oldest + 1), [0.0] * (oldest + 1)
    for life in lives:
        day = int(life.days)
        ends[day] += 1
        lost[day] += life.is_lost
        parts[day] += life.days - day
    watched, left = list[float](), len(lives)
    for day in range(oldest):
        left -= ends[day]
        watched.append(left + parts[day])
    known = next((day for day in range(oldest) if watched[day] < _FEWEST_WATCHED), oldest)
    rates = [lost[day] / watched[day] for day in range(known)]
    doubts = [lost[day] / watched[day] ** 2 for day in range(known)]
    begin = max(0, known - YEAR)
    while begin and sum(lost[begin:known]) < FEWEST:
        begin -= 1
    some, days = sum(lost[begin:known]), sum(watched[begin:known])
    return _Rates(rates, doubts, some / days if days else 0.0, some / days**2 if days else 0.0)


def _expected(rates: _Rates, days: int, links: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The expected sum of what is lost, and its standard deviation: by chance, and since the rates are estimates.

    `links` are worths and ages in days.
    """
    risk = [0.0, *accumulate(rates.by_day)]
    total = by_chance = slope_later = 0.0
    slopes = [0.0] * (rates.known + 1)
    for worth, age in links:
        begins, ends = (min(round(day), rates.known) for day in (age, age + days))
        later = days - (ends - begins)
        stays = exp(-(risk[ends] - risk[begins]) - rates.later * later)
        total += worth * (1 - stays)
        by_chance += worth * worth * stays * (1 - stays)
        slopes[begins] += worth * stays
        slopes[ends] -= worth * stays
        slope_later += worth * stays * later
    of_rates = sum(slope**2 * doubt for slope, doubt in zip(accumulate(slopes), rates.doubts, strict=False))
    return total, sqrt(by_chance + of_rates + slope_later**2 * rates.later_doubt)


class WatchedLinks:
    """Gathers the ways of links, channel by channel: how those fared that were watched, and which stand."""

    def __init__(self) -> None:
        self._lives: list[Life] = []
        self._standing: list[StandingLink] = []

    def take(self, watched: WatchedLink, link: Link | None) -> None:
        """Take in a link as it was watched; `link` is None where it is tracked no longer."""
        self._lives.append(watched.whole)
        if link is not None and (link.standing.state.is_live or link.standing.state is LinkState.WEAKENED):
            self._standing.append(StandingLink(watched.whole.days, link.terms.cost))

    def forecast(self, days: int = YEAR) -> Forecast:
        """What is likely of those that stand."""
        return forecast(self._lives, self._standing, days)
