"""Claims: what went under guarantee and can be claimed until some day, and when people are reminded of that (pure)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from jobs.exchanges.timing import is_over, moment
from jobs.model.link import Link
from jobs.units.dates import format_day, in_days
from jobs.verdicts.guarantee import claim_until
from jobs.web.urls import registrable_domain

REMINDERS = (7, 2, 0)
"""So many days ahead of the last day people are told, in the morning."""
_MOST_NAMED = 5


class Claim(Struct, frozen=True):
    """A link that can be claimed, and until when."""

    link: Link
    until: date


class ClaimReminder(Struct, frozen=True):
    """What a channel is reminded of: links on one site that can be claimed until the same day."""

    channel: str
    site: str
    until: date
    days: int
    """So many days ahead of it the reminder was planned."""
    refs: tuple[str, ...]


def claims_by_deadline(links: Iterable[Link], now: datetime) -> list[Claim]:
    """Those of the links that can still be claimed, the most urgent first."""
    found = [Claim(link, until) for link in links if (until := claim_until(link)) and not is_over(until, now)]
    return sorted(found, key=lambda claim: (claim.until, claim.link.id))


def reminders_due(links: Iterable[Link], now: datetime) -> list[ClaimReminder]:
    """What people are to be reminded of by now; of several that passed in silence the last, and none of a snoozed link.

    The same is found again until its day is over: who tells remembers what was told.
    """
    groups: dict[tuple[str, str, date, int], list[str]] = defaultdict(list)
    for claim in claims_by_deadline(links, now):
        link, days = claim.link, _days_ahead(claim, now)
        if days is not None and not link.standing.is_snoozed(now):
            groups[link.channel, registrable_domain(link.page_url), claim.until, days].append(link.ref)
    return [ClaimReminder(*about, tuple(refs)) for about, refs in groups.items()]


def reminder_words(reminder: ClaimReminder, now: datetime) -> str:
    """The sentence of a reminder."""
    named = ", ".join(reminder.refs[:_MOST_NAMED])
    more = len(reminder.refs) - _MOST_NAMED
    all_of = f"{named} and {more} more" if more > 0 else named
    left = (reminder.until - now.date()).days
    when = in_days(max(left, 0)) + (" is the last day" if left <= 1 else "")
    return f"Claim until {format_day(reminder.until)} ({when}): what went under guarantee on {reminder.site}, {all_of}."


def _days_ahead(claim: Claim, now: datetime) -> int | None:
    """The latest reminder whose time has come; the alert told what was past when the breach was proved."""
    told = claim.link.standing.since or now
    return min((days for days in REMINDERS if told < moment(claim.until, days) <= now), default=None)
