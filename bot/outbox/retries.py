"""What Slack refused for a reason that passes is said after all: which notices, and when it is tried again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.slack.errors import Failure, meaning_of
from bot.slack.post_access import post_access_of
from jobs.model.incident import Incident
from jobs.model.notice import Notice, NoticeKind
from jobs.model.write import Write
from jobs.store.protocol import NoticeQueue, Store

FIRST_WAIT = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)
GIVEN_UP = timedelta(days=60)
"""What could not be said for so long is not tried any more."""
OLD = timedelta(days=1)
"""What only tells of a moment is no news after that."""


def is_mendable(word: str) -> bool:
    """Whether a person can mend what a notice died of."""
    return _stops_all(word) or post_access_of(word) is not None


def _stops_all(word: str) -> bool:
    """Whether Slack refuses us as a whole, in every channel."""
    return meaning_of(word).failure is Failure.AUTH


def worth_saying(dead: Iterable[Notice], waiting: Iterable[Notice]) -> list[Notice]:
    """The dead notices that may be said after all, oldest first.

    Of one incident's notices those go first of which nobody knows whether Slack has them: what is found of them is the
    incident's message, and another must not be made.
    """
    mendable = [notice for notice in dead if is_mendable(notice.word)]
    unsure = {each.incident_id for each in (*mendable, *waiting) if each.doubtful and each.incident_id}
    return [notice for notice in mendable if notice.doubtful or notice.incident_id not in unsure]


def is_out_of_date(notice: Notice, incident: Incident | None, now: datetime) -> bool:
    """Whether what could not be said in time would be untrue by now, or read as if it had just happened.

    A card, a digest and news show how things are. A line is said late only where it calls for what is open still.
    """
    if not notice.error or now - notice.created_at <= OLD:
        return False
    if notice.kind is NoticeKind.REPLY:
        calls = notice.broadcast and incident is not None and incident.status.is_open
        return not (calls and incident and notice.created_at >= incident.began_at)
    return notice.kind in {NoticeKind.TEXT, NoticeKind.ANSWER}


def next_try(notice: Notice, now: datetime) -> datetime:
    """Ten minutes after the last try, and then ever more seldom: as long again as it has been waiting."""
    tried = notice.claimed_at or notice.created_at
    if tried > now:
        return now  # it was tried by a clock that ran wrong
    return tried + min(max(tried - notice.created_at, FIRST_WAIT), LONGEST_WAIT)


class DeadNoticeRetries:
    """Has the oldest notice of each channel tried again when its time has come: it shows what becomes of the others.

    A channel's notices are read only then, so that it costs little to ask often.
    """

    def __init__(self, store: Store, admin_channel: str) -> None:
        self._store = store
        self._admin_channel = admin_channel
        self._at: dict[str, datetime] = {}

    def forget(self, channel: str) -> None:
        """Something was said there, or need not be said any more: what waits there begins again."""
        self._at.pop(channel, None)

    async def make(self, now: datetime) -> bool:
        """Revive what is due; whether there was any."""
        channels = {channel for channel, word in await self._store.dead_notices() if is_mendable(word)}
        due = [each for each in channels if not now < self._at.get(each, now) <= now + LONGEST_WAIT]
        return any([await self._try(channel, now) for channel in due])

    async def _try(self, channel: str, now: datetime) -> bool:
        waiting = await waiting_in(self._store, channel)
        if given_up := [each.key for each in waiting if await self._is_given_up(each, now)]:
            await self._store.write(Write(supersede=given_up))
        first = next((each for each in waiting if each.key not in given_up), None)
        if first is None:
            return False
        at = next_try(first, now)
        self._at[channel] = at if at > now else now + FIRST_WAIT
        return at <= now and await _revive(self._store, [first])

    async def _is_given_up(self, notice: Notice, now: datetime) -> bool:
        """Nobody does what they have not done for so long, and nobody need where nothing is tracked any more."""
        age = now - notice.created_at
        if age <= OLD or notice.channel == self._admin_channel or notice.kind is NoticeKind.NEWS:
            return age > GIVEN_UP
        return age > GIVEN_UP or notice.channel not in await self._store.channels()


async def waiting_in(store: NoticeQueue, channel: str) -> list[Notice]:
    """What a channel has not been told and may be told after all, oldest first."""
    dead = await store.notices(dead=True, channel=channel)
    return worth_saying(dead, await store.notices(channel=channel)) if dead else []


async def retry_dead(store: Store, channel: str = "") -> bool:
    """Have everything said that died of what may have passed, in one channel or in all; whether there was anything.

    What a bad token or a missing scope stopped is revived everywhere: where one message gets through, others may.
    """
    dead = [pair for pair in await store.dead_notices() if is_mendable(pair[1])]
    channels = sorted({each for each, word in dead if channel in {"", each} or _stops_all(word)})
    found = [notice for each in channels for notice in await waiting_in(store, each)]
    return await _revive(store, [each for each in found if channel in {"", each.channel} or _stops_all(each.word)])


async def on_channel_open(store: Store, channel: str) -> bool:
    """A channel takes messages: what waited for that is said; whether there was anything."""
    if await store.channel_block(channel):
        await store.write(Write(shut={channel: None}))
    return await retry_dead(store, channel)


async def _revive(store: Store, notices: Sequence[Notice]) -> bool:
    if notices:
        await store.write(Write(revive=[notice.key for notice in notices]))
    return bool(notices)
