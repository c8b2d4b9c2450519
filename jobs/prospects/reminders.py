"""Prospects whose day has come, and what a channel is reminded of (pure)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from msgspec import Struct

from jobs.exchanges.timing import moment
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import ProspectsKey
from jobs.model.prospect import Prospect

MOST_TOLD = 20
"""Prospects of one message; those beyond have the next one."""


class ProspectReminder(Struct, frozen=True):
    """What a channel is reminded of at once: its prospects, marked as told, and the message."""

    prospects: tuple[Prospect, ...]
    notice: Notice


def is_due(prospect: Prospect, now: datetime) -> bool:
    """Whether people are to be reminded of it by now: its morning has come, and they were not yet."""
    day = prospect.plan.next_on
    if day is None or prospect.plan.state.is_over or prospect.removed_at:
        return False
    is_told = prospect.reminded is not None and day <= prospect.reminded  # an earlier one comes back by Undo alone
    return not is_told and moment(day, 0) <= now


def is_to_be_told(prospect: Prospect) -> bool:
    """Whether a reminder that waited for Slack still holds: the prospect was neither settled nor put off since."""
    is_left = not prospect.plan.state.is_over and not prospect.removed_at
    return is_left and prospect.plan.next_on == prospect.reminded


def reminders_due(prospects: Iterable[Prospect], now: datetime) -> list[ProspectReminder]:
    """What channels are to be reminded of, in one message each as far as one holds it."""
    of_channel: dict[str, list[Prospect]] = defaultdict(list)
    for each in prospects:
        if is_due(each, now):
            of_channel[each.channel].append(each)
    parts = (due[start : start + MOST_TOLD] for due in of_channel.values() for start in range(0, len(due), MOST_TOLD))
    return [_reminder(part, now) for part in parts]


def _reminder(due: list[Prospect], now: datetime) -> ProspectReminder:
    told = tuple(replace(each, reminded=each.plan.next_on) for each in due)
    refs = [each.ref for each in due]
    latest = max(each.plan.next_on or date.min for each in due)
    key = ProspectsKey(due[0].channel, "+".join(refs), latest.isoformat())
    words = f"Prospects whose day has come: {', '.join(refs)}."
    return ProspectReminder(
        told, Notice(str(key), due[0].channel, NoticeKind.TEXT, now, text=words, payload=" ".join(refs))
    )
