"""When a channel's digest is due (pure): once a week or month, and never twice in an ISO week, in its own zone."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jobs.config.fields import Weekday
from jobs.config.sections import Digest as DigestConfig
from jobs.model.channel import ChannelSettings, DigestEvery
from jobs.model.digest import Digest
from jobs.units.dates import format_day, known_zone
from jobs.units.months import month_of

_WEEK = timedelta(days=7)
_LONGEST_MONTH = timedelta(days=31)
_OF_THE_PLAN = (
    *("digest_enabled", "digest_every", "digest_day", "digest_time", "digest_zone"),
    *("digest_off_from", "digest_off_until"),
)


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """Day of the week (Monday is 0), time of day and zone of a channel's digest, and how often it comes."""

    weekday: int
    time: time
    zone: str
    every: DigestEvery = DigestEvery.WEEK


@dataclass(frozen=True, slots=True)
class Period:
    """What one digest is about."""

    week: str
    """ISO week in the channel's zone, such as `2026-W18`: there is one digest in each, whatever it tells of."""
    since: datetime
    """From here on it tells what is new."""
    zone: str = "UTC"
    every: DigestEvery = DigestEvery.WEEK
    begins_month: bool = False
    """Whether it is the first of a calendar month: what is said once a month stands in it, and in no other."""


def period_of_turn(plan: DigestPlan, now: datetime) -> Period:
    """Of a digest whose turn has come: from the turn before on, so that one that is late misses nothing."""
    turn, week = last_turn(plan, now)
    before = last_turn(plan, turn - datetime.resolution)[0]
    return Period(week, before, plan.zone, plan.every, _begins_month(plan, before, turn))


def period_up_to(plan: DigestPlan, now: datetime) -> Period:
    """Of a digest that somebody asks for: the week, or 31 days, before."""
    span = _WEEK if plan.every is DigestEvery.WEEK else _LONGEST_MONTH
    return Period(week_in(plan, now), now - span, plan.zone, plan.every, _begins_month(plan, now - span, now))


def digest_plan(config: DigestConfig, chosen: ChannelSettings) -> DigestPlan | None:
    """What the channel chose, else what is configured; None where the digest is off.

    What is stored and cannot be understood counts as not chosen: a channel without its digest would not notice.
    """
    enabled = config.enabled if chosen.digest_enabled is None else chosen.digest_enabled
    return plan_when_on(config, chosen) if enabled else None


def plan_when_on(config: DigestConfig, chosen: ChannelSettings) -> DigestPlan:
    """The same of a digest that may be off: when it came, or would come."""
    day = chosen.digest_day if chosen.digest_day in set(Weekday) else config.day
    at = clock_time(chosen.digest_time or "") or config.time
    every = DigestEvery(chosen.digest_every) if chosen.digest_every in set(DigestEvery) else config.every
    return DigestPlan(list(Weekday).index(Weekday(day)), at, known_zone(chosen.digest_zone) or config.zone, every)


def rechosen(before: ChannelSettings, after: ChannelSettings, now: datetime) -> ChannelSettings:
    """What a channel has chosen now, marked with the time where the digest comes at another time or is on again."""
    moved = any(getattr(before, name) != getattr(after, name) for name in _OF_THE_PLAN)
    return replace(after, digest_since=now) if moved else after


def clock_time(written: str) -> time | None:
    """A time of day written `HH:MM`; None where it is none."""
    if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", written) is None:
        return None
    return time.fromisoformat(written)


def week_of(day: date) -> str:
    """The ISO week, such as `2026-W18`; around New Year its year is not always the calendar's."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def days_shown(digest: Digest) -> tuple[date, date]:
    """The first and last day that a digest tells of: in the channel's zone, or in UTC where it is too old to say so."""
    first, last = (moment.astimezone(UTC).date() for moment in (digest.since, digest.at))
    return digest.first_day or first, digest.last_day or last


def span_of(first: date, last: date) -> str:
    """`27 Apr to 4 May 2026`."""
    begun = format_day(first)
    return f"{begun.rpartition(' ')[0] if first.year == last.year else begun} to {format_day(last)}"


def last_turn(plan: DigestPlan, now: datetime) -> tuple[datetime, str]:
    """The newest moment not after `now` at which a digest was due, and the ISO week that it belongs to."""
    today = now.astimezone(ZoneInfo(plan.zone)).date()
    day = _day_near(plan, today)
    while _moment(plan, day) > now:
        day = _day_of_turn(plan, day, -1)
    return _moment(plan, day), week_of(day)


def week_in(plan: DigestPlan, at: datetime) -> str:
    """The ISO week in which a moment lies, in the plan's zone."""
    return week_of(at.astimezone(ZoneInfo(plan.zone)).date())


def next_turn(plan: DigestPlan, now: datetime) -> datetime:
    """The first moment after `now` at which a digest is due."""
    last, _ = last_turn(plan, now)
    return _moment(plan, _day_of_turn(plan, last.astimezone(ZoneInfo(plan.zone)).date(), 1))


def first_turn(plan: DigestPlan, chosen: ChannelSettings, now: datetime) -> datetime:
    """As `next_turn`, passing over those in a pause of the channel's."""
    at = next_turn(plan, now)
    while is_paused(plan, chosen, at):
        at = next_turn(plan, at)
    return at


def is_paused(plan: DigestPlan, chosen: ChannelSettings, turn: datetime) -> bool:
    """Whether a turn lies in a pause of the channel's digest; it is not caught up on afterwards."""
    day, begun = turn.astimezone(ZoneInfo(plan.zone)).date(), chosen.digest_off_from
    until = chosen.digest_off_until
    return until is not None and day < until and (begun is None or begun <= day)


def digest_due(plan: DigestPlan, since: datetime, now: datetime) -> str | None:
    """The ISO week whose digest should have been written by now; None where the channel or its plan is younger.

    After a long sleep this is the newest week only. Whether it has been written is for the store to know.
    """
    turn, week = last_turn(plan, now)
    return week if since <= turn else None


def _begins_month(plan: DigestPlan, since: datetime, until: datetime) -> bool:
    before, after = (month_of(moment.astimezone(ZoneInfo(plan.zone)).date()) for moment in (since, until))
    return before != after


def _day_near(plan: DigestPlan, today: date) -> date:
    """The day of the turn in the week, or in the month, of today."""
    if plan.every is DigestEvery.WEEK:
        return today + timedelta(days=plan.weekday - today.weekday())
    first = today.replace(day=1)
    return first + timedelta(days=(plan.weekday - first.weekday()) % len(Weekday))


def _day_of_turn(plan: DigestPlan, day: date, turns: int) -> date:
    """The day of the turn after, or before, that on some day."""
    if plan.every is DigestEvery.WEEK:
        return day + turns * _WEEK
    return _day_near(plan, month_of(day).plus(turns).first_day)


def _moment(plan: DigestPlan, day: date) -> datetime:
    """That time on that day, in UTC: of an hour that comes twice the first, of one that is skipped an hour later."""
    return datetime.combine(day, plan.time, ZoneInfo(plan.zone)).astimezone(UTC)
