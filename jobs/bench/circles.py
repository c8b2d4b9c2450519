"""Circles of three among two thousand partners: those that were planted, found, and none besides."""

import random
import time

from jobs.bench import Figure
from jobs.exchanges.cycles import Cycle, cycles_of_three

SITES = 2_000
PLANTED = 12
MOST_SECONDS = 1.0
_LINKS = 40
"""To other partners, of each site."""
_RUNS = 5


def run(seed: int = 7) -> list[Figure]:
    """Look for them a few times; the quickest counts, for what else the machine does slows the others."""
    links, planted = made_links(seed), set(planted_in(seed))
    seconds = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        found = set(cycles_of_three(links))
        seconds.append(time.perf_counter() - began)
    hit, beside, quickest = len(found & planted), len(found - planted), min(seconds)
    return [
        Figure(f"circles found, of {PLANTED} among {SITES:,} partners", hit, "", "all", ok=hit == PLANTED),
        Figure("circles that nobody planted", beside, "", "none", ok=not beside),
        Figure(
            f"time, each with {_LINKS} links to others",
            round(quickest, 3),
            "s",
            f"at most {MOST_SECONDS:g}",
            quickest <= MOST_SECONDS,
        ),
    ]


def made_links(seed: int) -> dict[str, set[str]]:
    """Sites that link upwards by number, in which no circle can be, and the planted ones.

    Of the last of each planted circle no other site knows, so that it closes that one alone.
    """
    chance = random.Random(seed)
    planted = planted_in(seed)
    lasts = {cycle[-1] for cycle in planted}
    links = {
        _name(number): {_name(other) for other in chance.choices(range(number, SITES), k=_LINKS) if other != number}
        - lasts
        for number in range(SITES)
    }
    for cycle in planted:
        for one, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            links[one].add(other)
    return links


def planted_in(seed: int) -> tuple[Cycle, ...]:
    """The circles among these sites, by name."""
    numbers = random.Random(-seed).sample(range(SITES), 3 * PLANTED)
    threes = [sorted(numbers[start : start + 3]) for start in range(0, len(numbers), 3)]
    return tuple(sorted((_name(first), _name(second), _name(third)) for first, second, third in threes))


def _name(number: int) -> str:
    return f"site-{number:04}.example"
