"""How the running bot is at one moment, and what of that is trouble that somebody has to hear of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from jobs.units.dates import format_moment
from jobs.units.english import several


class TroubleKind(StrEnum):
    """What may be in trouble; a name that metrics and messages share."""

    STORE = "store"
    SLACK = "slack"
    OUTBOX = "outbox"
    CHECKS = "checks"
    SCHEDULE = "schedule"
    WEBHOOKS = "webhooks"

    @property
    def is_of_the_bot(self) -> bool:
        """Whether the bot itself is unwell; where others are, starting it anew mends nothing."""
        return self is not TroubleKind.WEBHOOKS


class SlackReach(Struct, frozen=True):
    """Whether Slack can reach us, and since when it is so."""

    is_connected: bool
    since: datetime


class SlackRefusal(Struct, frozen=True):
    """That Slack refuses us as a whole, as where the token was revoked."""

    since: datetime
    """When the first message was refused so since the last that was taken."""
    word: str
    """Slack's."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the outbox has not said yet."""

    oldest: datetime | None = None
    """Since when the oldest of it could be said; a time to come where all waits for its time."""
    failing: int = 0
    """How many failed, and are tried again."""
    failing_since: datetime | None = None
    """When the first of those failed that nothing was said since, or nothing could be; None where others pass."""
    word: str = ""
    """Slack's, or ours, for why that one fails."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """How everything is at one moment; times are those of the bot's clock."""

    at: datetime
    line: SlackReach
    next_due: datetime | None
    """Of the page that has waited longest; None where nothing is tracked."""
    last_check: datetime
    """When the last page was done with, or the bot started."""
    totals: Mapping[str, int] = field(default_factory=dict)
    waiting: Waiting = Waiting()
    store_bytes: int = 0
    store_trouble: str = ""
    failing_ticks: Mapping[str, str] = field(default_factory=dict)
    failing_receivers: Mapping[str, datetime] = field(default_factory=dict)
    """Since when each receiver of webhooks takes no events, by its host."""

    @property
    def overdue(self) -> timedelta:
        """How long the page that has waited longest has been due; zero where none is."""
        return max(self.at - self.next_due, timedelta(0)) if self.next_due else timedelta(0)


def troubles_of(vitals: Vitals, patience: timedelta) -> dict[TroubleKind, str]:
    """What is wrong, a sentence each; what may pass by itself has `patience` to do so."""
    found = {
        TroubleKind.STORE: vitals.store_trouble,
        TroubleKind.SLACK: _of_line(vitals, patience),
        TroubleKind.OUTBOX: _of_outbox(vitals, patience),
        TroubleKind.CHECKS: _of_checks(vitals, patience),
        TroubleKind.SCHEDULE: _of_ticks(vitals.failing_ticks),
        TroubleKind.WEBHOOKS: _of_receivers(vitals, patience),
    }
    return {kind: says for kind, says in found.items() if says}


def _of_line(vitals: Vitals, patience: timedelta) -> str:
    line = vitals.line
    if line.is_connected or vitals.at - line.since < patience:
        return ""
    since = format_moment(line.since)
    return f"There has been no connection to Slack since {since}; commands and clicks are not heard."


def _of_outbox(vitals: Vitals, patience: timedelta) -> str:
    """Of all channels together: what one channel refuses is told where it is refused."""
    waiting, since = vitals.waiting, vitals.waiting.failing_since
    if since is None or vitals.at - since < patience:
        return ""
    why, waits = waiting.word, several(waiting.failing, "message waits", "messages wait")
    return f"Nothing could be posted in Slack since {format_moment(since)} ({why}); {waits}."


def _of_checks(vitals: Vitals, patience: timedelta) -> str:
    if vitals.store_trouble or vitals.overdue < patience or vitals.at - vitals.last_check < patience:
        return ""
    return f"No page was checked since {format_moment(vitals.last_check)}, though pages are due."


def _of_ticks(failing: Mapping[str, str]) -> str:
    if not failing:
        return ""
    named = ", ".join(f"{name} ({error})" for name, error in sorted(failing.items()))
    return f"What is done again and again fails: {named}; the log has the traceback."


def _of_receivers(vitals: Vitals, patience: timedelta) -> str:
    failing = {host: since for host, since in vitals.failing_receivers.items() if vitals.at - since >= patience}
    if not failing:
        return ""
    named = ", ".join(f"{host} since {format_moment(since)}" for host, since in sorted(failing.items()))
    return f"Webhooks are not taken: {named}. Events wait for three days; the log says how the receiver answered."
