"""Forty deals over a quarter, and a year of reminders: what is said of them, held against what is true.

The web is made up (`world`), all else is real but for the network: pages are parsed, judged and told as ever, and
kept in a store on the disk. See docs/simulation.md.
"""

import asyncio
import tempfile
from pathlib import Path

from jobs.bench import Figure
from jobs.bench.deals.quarter import Quarter, play_quarter
from jobs.bench.deals.world import DEALS, DealWeb
from jobs.bench.deals.year import Year, play_year
from jobs.exchanges.timing import REMINDERS

_DAYS = 90


def run(deals: int = DEALS, days: int = _DAYS, seed: int = 7) -> list[Figure]:
    """Play both; each figure has its aim."""
    with tempfile.TemporaryDirectory() as folder:
        quarter = asyncio.run(play_quarter(DealWeb(deals, days, seed), Path(folder) / "quarter"))
        year = asyncio.run(play_year(deals, Path(folder) / "year"))
    return [*_of_quarter(quarter, deals), *_of_year(year)]


def _of_quarter(seen: Quarter, deals: int) -> list[Figure]:
    def all_of(name: str, value: int, of: int) -> Figure:
        return Figure(f"quarter: {name}, of {of}", value, "", "all", ok=value == of)

    def none_of(name: str, value: int) -> Figure:
        return Figure(f"quarter: {name}", value, "", "none", ok=value == 0)

    return [
        all_of("deals whose state is right at the end", seen.states_right, deals),
        all_of("deals whose first breaker is right", seen.first_right, deals),
        none_of("breaches declared while a side could not be read", seen.declared_unreadable),
        none_of("breaches told of deals that nobody broke", seen.unfounded),
        none_of("breaches never told", seen.missed),
        none_of("breaches told twice", seen.told_twice),
        Figure(
            "quarter: longest wait for a breach to be told, less unreadable times", seen.longest_wait, "h", "", ok=True
        ),
        Figure("quarter: checks", seen.checks, "", "", ok=True),
        Figure("quarter: of these, those that could not read the page", seen.unread, "", "", ok=True),
    ]


def _of_year(seen: Year) -> list[Figure]:
    def exactly(name: str, value: int, due: int) -> Figure:
        return Figure(f"year: {name}, of {due}", value, "", "each once", ok=value == due)

    beside = seen.told.total() - len(REMINDERS) * seen.due + seen.announced.total() - seen.due
    return [
        *(exactly(f"deals reminded of {days} days ahead", seen.once(days), seen.due) for days in REMINDERS),
        exactly("deals whose end a digest told", sum(count == 1 for count in seen.announced.values()), seen.due),
        Figure("year: reminders and ends told beside these", beside, "", "none", ok=beside == 0),
        exactly("digests", seen.digests, seen.weeks),
        exactly("deals that ended on their day", seen.ended, seen.due),
    ]
