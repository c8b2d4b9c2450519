"""Three simpler ways to watch, on the same web: each believes what it saw sooner than ours."""

import random
from collections.abc import Callable

from jobs.bench.month.faults import DAY, MONTH, WELL, Path, SimulatedPage, World
from jobs.bench.month.tally import Tally

_RETRIES = (10.0, 30.0, 60.0)
"""Seconds after the failed look at which the quick retries come."""

Fails = Callable[[float], bool]
"""Whether a look at a time would fail to find the link."""
Policy = Callable[[Fails, float, int], bool]
"""Whether to alert after a failed look: given how to look again, the time, and how many daily looks failed in a row."""


def first_failure(_fails: Fails, _at: float, _in_a_row: int) -> bool:
    """Alert at once."""
    return True


def quick_retries(fails: Fails, at: float, _in_a_row: int) -> bool:
    """Alert when three more checks within two minutes fail too."""
    return all(fails(at + wait) for wait in _RETRIES)


def daily_failures(_fails: Fails, _at: float, in_a_row: int) -> bool:
    """Alert when three daily looks in a row have failed."""
    return in_a_row >= 3  # noqa: PLR2004 - the policy's own number


def watch(world: World, policy: Policy, seed: int) -> Tally:
    """Look at each page once a day for a month."""
    draw = random.Random(seed)
    tally = Tally(len(world.pages))
    for page in world.pages:
        _watch_page(world, page, policy, tally, draw)
    return tally


def _watch_page(world: World, page: SimulatedPage, policy: Policy, tally: Tally, draw: random.Random) -> None:
    def fails(at: float) -> bool:
        tally.checks += 1
        return world.ask(page, Path.PAGE, at, draw.random) not in WELL

    at, in_a_row, alerted = draw.uniform(0, DAY), 0, False
    while at < MONTH:
        if not fails(at):
            tally.cards += alerted  # "it is back" is a message too
            in_a_row, alerted = 0, False
        else:
            in_a_row += 1
            if not alerted and policy(fails, at, in_a_row):
                alerted = True
                tally.cards += 1
                tally.lost(page, at)
        at += DAY * draw.uniform(0.9, 1.1)
