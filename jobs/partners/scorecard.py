"""What a site's word is worth: how long its links live, and how often and how soon lost ones come back (pure)."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from statistics import median

from msgspec import Struct

from jobs.digests.lives import FEWEST, Life, Loss, WatchedLink


def survival(lives: Collection[Life], days: float) -> float:
    """The share of links that outlive so many days, between 0 and 1; 1 where there are none.

    The product-limit estimate (Kaplan and Meier, 1958): at each time of a loss, of the links that were watched up to
    then the share that stayed. Past the longest life that was watched it keeps its last value.
    """
    losses = Counter(life.days for life in lives if life.is_lost and life.days <= days)
    ends = Counter(life.days for life in lives)
    watched, share = len(lives), 1.0
    for time in sorted(ends):
        if time in losses:
            share *= 1 - losses[time] / watched
        watched -= ends[time]
    return share


def known_by(lives: Collection[Life], days: float) -> int:
    """How many links were lost or watched for so many days: of the others nobody knows whether they last."""
    return sum(life.is_lost or life.days >= days for life in lives)


HORIZONS = (30, 90, 365)
"""Days after which it is asked what still stands."""


class Lasting(Struct, frozen=True):
    """What share of the links lasts so long."""

    days: int
    known: int
    """How many links were lost, or watched for so many days."""
    share: float | None
    """Between 0 and 1; None where those are too few."""


class Scorecard(Struct, frozen=True):
    """What became of all links that were ever seen on a site, those that are tracked no longer among them."""

    placed: int
    """How many were ever seen there."""
    lasting: tuple[Lasting, ...]
    losses: int
    """How many times a link was lost."""
    restored: int
    """How many times one came back after that."""
    days_until_restored: float | None
    """The median of those; None where none came back."""
    mailed: int = 0
    """How many times somebody wrote to the site while a link was lost."""
    restored_after_mail: int = 0
    """How many of those came back after that."""
    days_from_mail: float | None = None
    """The median of the days from the first such mail until the link was back; None where none came back."""


def scorecard(links: Collection[WatchedLink], wrote: Collection[datetime] = ()) -> Scorecard:
    """The scorecard of these links; `wrote`: when somebody wrote to the site's people."""
    lives = [link.life for link in links]
    losses = [loss for link in links for loss in link.losses]
    restored = [loss.days for loss in losses if loss.days is not None]
    mailed = [Loss(mail, loss.back_at) for loss in losses if (mail := _first_mail(loss, wrote))]
    after_mail = [each.days for each in mailed if each.days is not None]
    return Scorecard(
        placed=len(lives),
        lasting=tuple(_lasting(lives, days) for days in HORIZONS),
        losses=len(losses),
        restored=len(restored),
        days_until_restored=median(restored) if restored else None,
        mailed=len(mailed),
        restored_after_mail=len(after_mail),
        days_from_mail=median(after_mail) if after_mail else None,
    )


def _lasting(lives: Collection[Life], days: int) -> Lasting:
    known = known_by(lives, days)
    return Lasting(days, known, survival(lives, days) if known >= FEWEST else None)


def _first_mail(loss: Loss, wrote: Collection[datetime]) -> datetime | None:
    """When somebody first wrote while the link was lost."""
    return min((at for at in wrote if loss.at <= at and (loss.back_at is None or at <= loss.back_at)), default=None)
