"""What one way of watching made of a month: who was told what, and when."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field

from jobs.bench.month.faults import HOUR, SimulatedPage


@dataclass(slots=True)
class Tally:
    """Counts of one way of watching; times are seconds since the start."""

    links: int
    checks: int = 0
    """Requests for tracked pages; what is asked beside them is counted apart."""
    beside: int = 0
    false: int = 0
    """Links called lost that were there."""
    unfounded: int = 0
    """Links called weakened, or their pages other ones, that were as agreed."""
    told: dict[int, float] = field(default_factory=dict)
    """True losses, by page: when they were told."""
    pending: set[int] = field(default_factory=set)
    """Pages whose link nobody ever saw: gone before the first check that could read, it is awaited, not lost."""
    cards: int = 0
    edits: int = 0
    replies: int = 0
    storms: int = 0

    def lost(self, page: SimulatedPage, at: float) -> None:
        """A link was called lost."""
        if not page.is_lost(at):
            self.false += 1
        else:
            self.told.setdefault(page.number, at)

    @property
    def false_per_thousand(self) -> float:
        """False losses per thousand links."""
        return 1000 * self.false / self.links

    def missed(self, pages: Iterable[SimulatedPage]) -> int:
        """True losses of links that had been seen and that were never told."""
        known = self.told.keys() | self.pending
        return sum(page.lost_at is not None and page.number not in known for page in pages)

    def median_delay(self, pages: Iterable[SimulatedPage]) -> float:
        """Hours from a loss to its telling, in the middle."""
        waits = [
            (self.told[page.number] - page.lost_at) / HOUR
            for page in pages
            if page.lost_at is not None and page.number in self.told
        ]
        return statistics.median(waits) if waits else 0.0
