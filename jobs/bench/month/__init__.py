"""A month of 20,000 links on a simulated clock: how often each way to track cries wolf, and what it misses.

The web is made up (`faults`), and so are its rates; what looks at it is the real thing, but for the network and the
store: how a page is observed, judged, timed, held back in a storm and told. See docs/simulation.md.
"""

from collections.abc import Iterator
from datetime import timedelta

from jobs.bench import Figure
from jobs.bench.month.faults import HARSH, MILD, OURS_DOWN, TRANSIENT_ONLY, Mix, World
from jobs.bench.month.ours import Watch
from jobs.bench.month.simpler import daily_failures, first_failure, quick_retries, watch
from jobs.bench.month.tally import Tally
from jobs.model.verdict import Policy

LINKS = 20_000
MIXES = (TRANSIENT_ONLY, MILD, OURS_DOWN, HARSH)
EARLY = Policy(confirm=(timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)))

_SIMPLER = (
    ("alert at first failure", first_failure, 1000.0),
    ("three quick retries", quick_retries, 180.0),
    ("three daily failures in a row", daily_failures, 35.0),
)
"""Each with what it must get wrong in the mild mix, or the faults are too few to prove anything."""
_MOST_FALSE = {TRANSIENT_ONLY.name: 0.0, MILD.name: 0.0, OURS_DOWN.name: 0.0, HARSH.name: 0.1}
_FALSE = "false losses per 1,000 links"


def run(links: int = LINKS, seed: int = 7) -> list[Figure]:
    """Every mix, tracked by all: ours has its aims, and the faults have theirs."""
    figures: list[Figure] = []
    for mix in MIXES:
        world = World(mix, links, seed)
        figures += _ours(mix, world, Policy(), seed, longest=45.0, name="ours")
        if mix is MILD:
            figures += _ours(mix, world, EARLY, seed, longest=21.0, name="ours, early")
        if mix is not OURS_DOWN:  # the simpler ways ask nothing of our site
            figures += _simpler(mix, world, seed)
    return figures


def _ours(mix: Mix, world: World, policy: Policy, seed: int, *, longest: float, name: str) -> Iterator[Figure]:
    tally = Watch(world, policy, seed).run()
    most, missed = _MOST_FALSE[mix.name], tally.missed(world.pages)
    delay = tally.median_delay(world.pages)
    false = tally.false_per_thousand
    said = f"{mix.name}, {name}: "
    aim = f"at most {most:g}" if policy is not EARLY else ""  # who wants to know early takes that risk
    yield Figure(said + _FALSE, false, "", aim, ok=not aim or false <= most)
    yield Figure(f"{said}told as weakened or replaced, and was not", tally.unfounded, "", "", ok=True)
    yield Figure(f"{said}true losses missed, of {len(tally.told) + missed}", missed, "", "none", ok=missed == 0)
    yield Figure(f"{said}median delay", delay, "h", f"at most {longest:g} h", ok=delay <= longest)
    yield from _costs(said, tally)
    yield Figure(said + "edits of messages", tally.edits, "", "", ok=True)
    yield Figure(said + "replies in threads", tally.replies, "", "", ok=True)
    yield Figure(said + "requests beside the page, per link", tally.beside / tally.links, "", "", ok=True)
    yield Figure(said + "storms", tally.storms, "", "", ok=True)


def _simpler(mix: Mix, world: World, seed: int) -> Iterator[Figure]:
    for name, policy, least in _SIMPLER:
        tally = watch(world, policy, seed)
        said = f"{mix.name}, {name}: "
        false, missed = tally.false_per_thousand, tally.missed(world.pages)
        if mix.name == MILD.name:
            yield Figure(said + _FALSE, false, "", f"at least {least:g}: harsh enough", ok=false >= least)
        else:
            yield Figure(said + _FALSE, false, "", "", ok=True)
        yield Figure(f"{said}true losses missed, of {len(tally.told) + missed}", missed, "", "", ok=True)
        yield Figure(said + "median delay", tally.median_delay(world.pages), "h", "", ok=True)
        yield from _costs(said, tally)


def _costs(said: str, tally: Tally) -> Iterator[Figure]:
    yield Figure(said + "messages", tally.cards, "", "", ok=True)
    yield Figure(said + "checks per link", tally.checks / tally.links, "", "", ok=True)
