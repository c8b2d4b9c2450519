"""Reminders of claims become rows of the outbox, each once: the key of what was told is remembered for ever."""

from datetime import datetime, timedelta

from jobs.exchanges.timing import moment
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import ClaimKey
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.partners.claims import ClaimReminder, reminder_words, reminders_due
from jobs.store.protocol import Store


class ClaimReminders:
    """Reminds of claims each morning; what was told the store remembers, here only when to look next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked_at: datetime | None = None

    async def write_due(self, now: datetime) -> int:
        """Write the reminders that no look has told yet; how many these were."""
        if self._looked_at and self._looked_at <= now < _next_morning(self._looked_at):
            return 0
        due = reminders_due(await self._store.links(LinkQuery(claimable=True)), now)
        notices = [_notice(each, now) for each in due]
        fresh = [each for each in notices if not await self._store.knows_notice(each.key)]
        if fresh:
            await self._store.write(Write(notices=fresh))
        self._looked_at = now
        return len(fresh)


def _next_morning(at: datetime) -> datetime:
    """The first moment after that at which a reminder can fall due."""
    today = moment(at.date(), 0)
    return today if at < today else today + timedelta(days=1)


def _notice(reminder: ClaimReminder, now: datetime) -> Notice:
    key = ClaimKey(reminder.channel, reminder.site, reminder.until.isoformat(), str(reminder.days))
    return Notice(
        str(key),
        reminder.channel,
        NoticeKind.TEXT,
        now,
        text=reminder_words(reminder, now),
        payload=" ".join(reminder.refs),
    )
