"""A person's own reminders: each is a notice that waits for its time, so it comes once, and outlives a restart."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.access.permissions import Asker
from bot.grammar.of_channel import DropReminder, Remind
from bot.messages.kit.text import shown_url
from bot.operations.tracked import link_of, partner_of
from bot.request.deps import Deps
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.notice_key import RemindKey
from jobs.model.parse_notice_key import parse_notice_key
from jobs.model.ref import Kind
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.units.dates import known_zone

MOST = 50
"""Reminders that one person has waiting."""
_MORNING = time(9)
_OF = "Reminder of "


class Reminder(Struct, frozen=True):
    """One that waits."""

    number: int
    """By which its owner names it."""
    at: datetime
    words: str
    key: str
    asked_at: str
    """As its key has it."""

    @property
    def ref(self) -> str:
        """The link or partner page it is of."""
        return self.words.removeprefix(_OF).partition(" ")[0]

    @property
    def note(self) -> str:
        """What its owner wanted to be told; empty: nothing more."""
        return self.words.partition("): ")[2]


async def remind(asked: Remind, who: Asker, deps: Deps) -> Reminder | None:
    """Have the person reminded; None where as many wait already as may.

    Raises NotHereError, and ValueError where the day is over.
    """
    found = await (link_of if asked.ref.kind is Kind.LINK else partner_of)(asked.ref, who, deps)
    waiting = await reminders_of(who, deps)
    if len(waiting) >= MOST:
        return None
    at = await _moment(asked, who, deps)
    number = next(each for each in range(1, MOST + 2) if each not in {one.number for one in waiting})
    about = f"{asked.ref} ({shown_url(found.page_url)})"
    words = f"{_OF}{about}{f': {asked.note}' if asked.note else '.'}"
    asked_at = str(int(deps.now().timestamp() * 1000))
    key = str(RemindKey(who.user, str(number), asked_at))
    notice = Notice(key, who.user, NoticeKind.TEXT, deps.now(), text=words, not_before=at)
    await deps.store.write(Write(notices=[notice]))
    deps.wake_outbox()
    return Reminder(number, at, words, key, asked_at)


async def reminders_of(who: Asker, deps: Deps) -> list[Reminder]:
    """What waits for this person, the next one first."""
    found = [
        Reminder(int(key.number), notice.not_before, notice.text, notice.key, key.asked_at)
        for notice in await deps.store.notices(channel=who.user)
        if isinstance(key := parse_notice_key(notice.key), RemindKey)
        and notice.not_before
        and notice.status is NoticeStatus.READY
    ]
    return sorted(found, key=lambda one: one.at)


async def drop_reminder(asked: DropReminder, who: Asker, deps: Deps) -> Reminder | None:
    """Take one away; None where there is none of that number, or where it is just being sent."""
    waiting = [one for one in await reminders_of(who, deps) if one.number == asked.number]
    found = next((one for one in waiting if asked.asked_at in {"", one.asked_at}), None)
    if found is None:
        return None
    try:
        await deps.store.write(Write(supersede=[found.key]))
    except StaleError:
        return None
    return found


async def _moment(asked: Remind, who: Asker, deps: Deps) -> datetime:
    """At that moment, after a while, or in the morning of a day in the channel's zone."""
    if asked.at:
        return max(asked.at, deps.now())
    if asked.wait is not None or asked.day is None:
        return deps.now() + (asked.wait or datetime.resolution)
    chosen = await deps.store.channel_settings(who.channel)
    zone = ZoneInfo(known_zone(chosen.digest_zone) or deps.config.digest.zone)
    day = asked.day.from_day(deps.now().astimezone(zone).date())
    return datetime.combine(day, _MORNING, zone).astimezone(deps.now().tzinfo)
