"""How long links live: each as far as it was watched, from the first time it was seen (pure)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from jobs.digests.reports.course import Course, is_there
from jobs.model.link import Link

FEWEST = 10
"""So many links have to be lost or watched long enough before anything is said: our rule of thumb."""
_DAY = timedelta(days=1)


class Life(Struct, frozen=True):
    """One link as far as it was watched."""

    days: float
    """From when it was first seen to its first loss, or to when it was last known to be there."""
    is_lost: bool
    """Whether it was lost then; else nobody knows how long it lives on: it is censored."""


class Loss(Struct, frozen=True):
    """A link was lost, and came back or not."""

    at: datetime
    back_at: datetime | None = None

    @property
    def days(self) -> float | None:
        """Until it was back; None where it did not come back."""
        return None if self.back_at is None else (self.back_at - self.at) / _DAY


class WatchedLink(Struct, frozen=True):
    """One link's way from when it was first seen."""

    life: Life
    losses: tuple[Loss, ...] = ()
    for_good: Life | None = None
    """The same up to a loss that it did not come back from; None: as `life`."""
    stands: bool = False
    """Whether it was tracked at the end, and on its page as far as anybody knows."""

    @property
    def whole(self) -> Life:
        """Its life if what came back had never been away."""
        return self.for_good or self.life


def watched_link(course: Course, link: Link | None, now: datetime) -> WatchedLink | None:
    """A link as it was watched up to `now`; None where it was never seen.

    `link` is as it is tracked, None where it is no longer.
    """
    placed = course.placed_at
    if placed is None:
        return None
    losses = tuple(_losses(course))
    lost_at = next((loss.at for loss in losses if loss.at >= placed), None)
    seen_at = link.standing.last_present_at if link else None
    known = min(seen_at or course.last, now)
    stays_away = bool(losses) and losses[-1].back_at is None and losses[-1].at >= placed
    return WatchedLink(
        _life(placed, lost_at or known, is_lost=lost_at is not None),
        losses,
        _life(placed, losses[-1].at if stays_away else known, is_lost=stays_away),
        # One that is tracked no longer stood at the end where it was removed after that.
        stands=is_there(course.stood) and (link is not None or course.later),
    )


def _life(placed: datetime, end: datetime, *, is_lost: bool) -> Life:
    return Life(max(end - placed, timedelta()) / _DAY, is_lost)


def _losses(course: Course) -> Iterator[Loss]:
    lost_at: datetime | None = None
    for move in course.moves:
        if is_there(move.before) and move.after is not None and move.after.is_away:
            lost_at = move.at
        elif lost_at is not None and is_there(move.after):
            yield Loss(lost_at, move.at)
            lost_at = None
    if lost_at is not None:
        yield Loss(lost_at)
