"""Faults among bots and workers, a small fleet each: nothing is lost, nothing told twice, no host asked twice at once.

`python -m tests.fleet 20` plays each of them so often, with more to do.
"""

import asyncio

import pytest

from jobs.bench._own_postgres import MISSING, find_programs
from tests.fleet.__main__ import Toll, play
from tests.fleet.faults import FAULTS, why_not_here

pytestmark = [
    pytest.mark.slow,
    pytest.mark.alone,
    pytest.mark.skipif(find_programs() is None, reason=MISSING),
]


@pytest.mark.parametrize("fault", ["kill-worker", "stop-leader", "restart-database", "cut-network"])
def test_a_fault_costs_time_alone(fault: str) -> None:
    if reason := why_not_here(fault):
        pytest.skip(reason)
    toll = Toll()
    asyncio.run(play(fault, toll, hosts=10, lease=6.0))
    wrong = toll.lost_looks, toll.untold, toll.doubled, toll.at_once, toll.ended, toll.digests - 1
    assert wrong == (0, 0, 0, 0, 0, 0), (toll, toll.notes)


def test_every_fault_says_what_it_is() -> None:
    assert all(fault.__doc__ for fault in FAULTS.values())
