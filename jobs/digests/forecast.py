"""How many of the links that stand will be gone after a year, by how those before them fared (pure).

For each day of age it is counted how many links were watched on it and how many of them were lost for good: the rate
of loss at that age (Nelson, 1972; Aalen, 1978: the estimate of Kaplan and Meier in another form). A link that stands is
expected to meet the rates of the ages that it passes through. Past the oldest age at which enough were watched, the
rate of the year before goes on: what nobody saw yet, nobody knows.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from math import exp, log, sqrt

from msgspec import Struct

from jobs.digests.lives import FEWEST, Life, WatchedLink
from jobs.model.link import Link
from jobs.model.terms import Money
from jobs.model.worth import YEAR, CostAhead, Forecast, StandingLink

_FEWEST_WATCHED = 20
"""So many links have to be watched at an age for its own rate: our rule of thumb."""
_SURE = 1.96
"""Standard deviations on each side: nineteen times of twenty it is within them, if the past goes on."""
_QUARTERS = 4
_WATCHED_SHARE = 0.5
"""Of the time ahead so much has to have been watched of some link: our rule of thumb."""


class LossRates(Struct, frozen=True):
    """The rate of loss at each day of age, and past the last of them."""

    by_day: Sequence[float]
    doubts: Sequence[float]
    """The variance of each."""
    later: float
    later_doubt: float
    watched: int
    """How many links they rest on."""
    losses: int
    """How many of these were lost for good."""

    @property
    def known(self) -> int:
        """Days of age."""
        return len(self.by_day)

    def passed(self, age: float, days: float) -> tuple[int, int, float]:
        """The days of age with a rate of their own, from the first to before the last, and how many come later."""
        begins, ends = (min(round(day), self.known) for day in (age, age + days))
        return begins, ends, max(0.0, age + days - max(age, self.known))

    def stays(self, age: float, days: float = YEAR) -> float:
        """The chance, between 0 and 1, that a link of so many days stands so many days later."""
        begins, ends, later = self.passed(age, days)
        return exp(-sum(self.by_day[begins:ends]) - self.later * later)


def loss_rates(lives: Collection[Life], days: float = YEAR) -> LossRates | None:
    """The rates by which so many days ahead may be told; None where too few were lost, or watched long enough.

    `lives` are those of all links that were ever watched, the ones that stand too.
    """
    longest = max((life.days for life in lives), default=0.0)
    too_few = sum(life.is_lost for life in lives) < FEWEST
    return None if too_few or longest < days * _WATCHED_SHARE else _rates(lives)


def forecast(lives: Collection[Life], standing: Sequence[StandingLink], days: int = YEAR) -> Forecast:
    """What is likely of the links that stand in so many days; silent where `loss_rates` are."""
    told = Forecast(len(standing), days, len(lives), sum(life.is_lost for life in lives))
    rates = loss_rates(lives, days)
    if rates is None or not standing:
        return told
    all_alike = [(1.0, link.days) for link in standing]
    gone, spread = _expected(rates, days, all_alike)
    before = [_expected(rates, days * quarter / _QUARTERS, all_alike)[0] for quarter in range(_QUARTERS)]
    quarters = tuple(len(standing) - lost for lost in (*before, gone))
    currencies = sorted({link.cost.currency for link in standing if link.cost})
    costs = tuple(_cost_ahead(rates, days, currency, standing) for currency in currencies)
    return replace(told, gone=gone, give_or_take=_SURE * spread, costs=costs, quarters=quarters)


def _cost_ahead(rates: LossRates, days: int, currency: str, standing: Iterable[StandingLink]) -> CostAhead:
    costs = [(link.cost, link.days) for link in standing if link.cost and link.cost.currency == currency]
    amount, spread = _expected(rates, days, [(float(cost.amount), age) for cost, age in costs])
    return CostAhead(_whole(amount, currency), _whole(_SURE * spread, currency))


def _whole(amount: float, currency: str) -> Money:
    return Money(Decimal(round(amount)), currency)


def _rates(lives: Collection[Life]) -> LossRates:
    """Of each age at which enough were watched; of what comes after it, from the year before, or further back.

    A link that is lost was watched for all of that day: of links that are lost together, as a partner takes them out,
    each would else make the others' share of the day smaller.
    """
    oldest = int(max(life.days for life in lives)) + 1
    ends, lost, parts = [0] * (oldest + 1), [0] * (oldest + 1), [0.0] * (oldest + 1)
    for life in lives:
        day = int(life.days)
        ends[day] += 1
        lost[day] += life.is_lost
        parts[day] += 1.0 if life.is_lost else life.days - day
    watched, left = list[float](), len(lives)
    for day in range(oldest):
        left -= ends[day]
        watched.append(left + parts[day])
    known = next((day for day in range(oldest) if watched[day] < _FEWEST_WATCHED), oldest)
    stayed = [max(watched[day] - lost[day], 0.5) for day in range(known)]  # that all go is never certain
    rates = [log(watched[day] / stayed[day]) if lost[day] else 0.0 for day in range(known)]
    doubts = [lost[day] / (watched[day] * stayed[day]) for day in range(known)]
    begin = max(0, known - YEAR)
    while begin and sum(lost[begin:known]) < FEWEST:
        begin -= 1
    some, days = sum(lost[begin:known]), sum(watched[begin:known])
    later, doubt = (some / days, some / days**2) if days else (0.0, 0.0)
    return LossRates(rates, doubts, later, doubt, len(lives), sum(life.is_lost for life in lives))


def _expected(rates: LossRates, days: float, links: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The expected sum of what is lost, and its standard deviation: by chance, and since the rates are estimates.

    `links` are worths and ages in days.
    """
    risk = [0.0, *accumulate(rates.by_day)]
    total = by_chance = slope_later = 0.0
    slopes = [0.0] * (rates.known + 1)
    for worth, age in links:
        begins, ends, later = rates.passed(age, days)
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
        if watched.stands:
            self._standing.append(StandingLink(watched.whole.days, link.terms.cost if link else None))

    def rates(self) -> LossRates | None:
        """By which rates they are lost; None where too little is known."""
        return loss_rates(self._lives)

    def forecast(self, days: int = YEAR) -> Forecast:
        """What is likely of those that stand."""
        return forecast(self._lives, self._standing, days)
