"""When time alone has something to say about a deal: that it ends soon, and that it has ended (pure)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from jobs.model.exchange import Exchange

REMINDERS = (7, 2)
"""So many days ahead of its end people are told."""
DIGEST_AHEAD = 30
"""So many days ahead the digest tells it."""
MORNING = time(8, tzinfo=UTC)
"""When on such a day."""


def moment(until: date, days: int) -> datetime:
    """The morning so many days ahead of the last day."""
    return datetime.combine(until - timedelta(days=days), MORNING)


def end_of(until: date) -> datetime:
    """When a deal that holds until that day is over: with that day in UTC."""
    return datetime.combine(until + timedelta(days=1), time(tzinfo=UTC))


def is_over(until: date | None, now: datetime) -> bool:
    """Whether the last day is over."""
    return until is not None and now >= end_of(until)


def is_soon_over(until: date | None, now: datetime) -> bool:
    """Whether it is time for the first reminder, or later."""
    return until is not None and now >= moment(until, REMINDERS[0])


def reminder_due(exchange: Exchange, now: datetime) -> int | None:
    """How many days ahead people are to be reminded now, where they were not told yet; the last one after a silence."""
    until = exchange.until
    if until is None or exchange.state.is_over or is_over(until, now):
        return None
    agreed = exchange.agreed_at or exchange.added_at
    due = [days for days in REMINDERS if agreed < moment(until, days) <= now]
    return min(due) if due and (exchange.reminded is None or min(due) < exchange.reminded) else None


def is_to_announce(exchange: Exchange, now: datetime) -> bool:
    """Whether the digest is to tell that it ends within the month, which it does once for each end agreed."""
    return ends_within_month(exchange, now) and exchange.announced != exchange.until


def ends_within_month(exchange: Exchange, now: datetime) -> bool:
    """Whether it ends within the month, and is not over."""
    until = exchange.until
    if until is None or exchange.state.is_over:
        return False
    return moment(until, DIGEST_AHEAD) <= now < end_of(until)


def next_moment(exchange: Exchange, snoozed_until: Iterable[datetime | None], now: datetime) -> datetime | None:
    """The next time at which something changes by itself; None where nothing does."""
    waits = [at for at in snoozed_until if at is not None]
    if exchange.until is not None and not exchange.state.is_over:
        moments = [moment(exchange.until, days) for days in REMINDERS]
        waits += [at for at in moments if at > now]
        waits.append(end_of(exchange.until))
    return min(waits, default=None)
