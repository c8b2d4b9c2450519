"""How many links will be gone in a year: held against simulated years."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.digests.forecast import forecast, loss_rates
from jobs.digests.lives import FEWEST, Life
from jobs.model.terms import Money
from jobs.model.worth import YEAR, StandingLink

WATCHED = 3 * YEAR
Lasts = Callable[[random.Random], float]


def even(chance: random.Random) -> float:
    return chance.expovariate(0.2 / YEAR)


def young_ones_die(chance: random.Random) -> float:
    return chance.weibullvariate(4 * YEAR, 0.6)


def they_wear_out(chance: random.Random) -> float:
    return chance.weibullvariate(4 * YEAR, 1.4)


def good_and_bad(chance: random.Random) -> float:
    return chance.expovariate((1.5 if chance.random() < 0.2 else 0.08) / YEAR)


def at_the_end_of_its_year(chance: random.Random) -> float:
    return chance.gauss(YEAR + 10, 5) if chance.random() < 0.3 else chance.expovariate(0.1 / YEAR)


def world(lasts: Lasts, seed: int, links: int) -> tuple[list[Life], list[StandingLink], list[float]]:
    """What was watched, what stands, and how long each of that goes on to stand in truth."""
    chance = random.Random(seed)
    lives: list[Life] = []
    standing: list[StandingLink] = []
    rest: list[float] = []
    for _ in range(links):
        age, lasted = chance.uniform(0, WATCHED), lasts(chance)
        lives.append(Life(min(age, lasted), is_lost=lasted < age))
        if lasted >= age:
            cost = Money(Decimal(chance.choice((50, 120, 300))), chance.choice(("EUR", "USD")))
            standing.append(StandingLink(age, cost))
            rest.append(lasted - age)
    return lives, standing, rest


@pytest.mark.parametrize("hour", [0.0, 0.1, 0.9])
def test_links_that_a_partner_takes_out_together_are_counted_as_any_others(hour: float) -> None:
    gone = [Life(200 + hour, is_lost=True)] * 20
    rates = loss_rates([*gone, *([Life(400, is_lost=False)] * 6)])
    assert rates is not None
    assert rates.stays(100, 101) == pytest.approx(6 / 26, rel=0.01)  # as Kaplan and Meier have it
    assert 0 < rates.stays(100, 300) < 6 / 26
    all_gone = loss_rates([Life(200, is_lost=True)] * 30)
    assert all_gone is not None
    assert 0 < all_gone.stays(100, 300) < 0.05


@pytest.mark.parametrize("lasts", [even, young_ones_die, they_wear_out, good_and_bad, at_the_end_of_its_year])
@pytest.mark.parametrize("seed", range(5))
def test_a_simulated_year_is_forecast_within_a_tenth(lasts: Lasts, seed: int) -> None:
    lives, standing, rest = world(lasts, seed, 12_000)
    told = forecast(lives, standing)
    gone = [link for link, left in zip(standing, rest, strict=True) if left < YEAR]
    assert told.gone is not None
    assert told.gone == pytest.approx(len(gone), rel=0.1)
    for cost in told.costs:
        lost = sum(link.cost.amount for link in gone if link.cost and link.cost.currency == cost.amount.currency)
        assert abs(cost.amount.amount - lost) <= 2 * cost.give_or_take.amount


def test_what_comes_is_within_what_is_given_or_taken_nineteen_times_of_twenty() -> None:
    held = 0
    for seed in range(200):
        lives, standing, rest = world(even, seed, 400)
        told = forecast(lives, standing)
        assert told.gone is not None
        held += abs(told.gone - sum(left < YEAR for left in rest)) <= told.give_or_take
    assert held >= 180


@pytest.mark.parametrize("lasts", [even, young_ones_die, they_wear_out])
def test_fewer_and_fewer_are_likely_to_stand_and_at_the_end_all_but_those_that_are_gone(lasts: Lasts) -> None:
    lives, standing, rest = world(lasts, 1, 12_000)
    told = forecast(lives, standing)
    assert told.gone is not None
    assert told.quarters[0] == len(standing)
    assert told.quarters[-1] == pytest.approx(len(standing) - told.gone)
    assert list(told.quarters) == sorted(told.quarters, reverse=True)
    half = sum(left >= YEAR / 2 for left in rest)
    assert told.quarters[2] == pytest.approx(half, rel=0.02)


@given(days=st.lists(st.floats(0, 1500), min_size=30, max_size=60), age=st.floats(0, 3000), ahead=st.floats(0, 1500))
def test_a_chance_to_stay_is_a_chance_and_no_greater_the_longer_it_is(
    days: list[float], age: float, ahead: float
) -> None:
    lives = [Life(each, is_lost=number % 2 == 0) for number, each in enumerate([*days, 400.0])]
    rates = loss_rates(lives)
    assert rates is not None
    stays = [rates.stays(age, ahead * part / 4) for part in range(5)]
    assert stays[0] == 1.0
    assert all(0.0 <= each <= 1.0 for each in stays)
    assert stays == sorted(stays, reverse=True)


@pytest.mark.parametrize(
    ("lives", "standing"),
    [
        pytest.param([Life(400, is_lost=True)] * (FEWEST - 1) + [Life(400, is_lost=False)] * 90, 90, id="too few lost"),
        pytest.param([Life(90, is_lost=True)] * 50 + [Life(100, is_lost=False)] * 50, 50, id="not watched long enough"),
        pytest.param([Life(400, is_lost=True)] * 50, 0, id="nothing stands"),
        pytest.param([], 0, id="nothing at all"),
    ],
)
def test_it_is_silent_where_too_little_is_known(lives: list[Life], standing: int) -> None:
    told = forecast(lives, [StandingLink(100.0)] * standing)
    assert told.gone is None
    assert told.costs == ()
