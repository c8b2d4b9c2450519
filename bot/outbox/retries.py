"""What Slack refused is said after all, once it takes it: which notices are tried again, and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.slack.errors import PERHAPS, Failure, meaning_of
from bot.slack.post_access import post_access_of
from jobs.model.incident import Incident
from jobs.model.notice import Notice, NoticeKind
from jobs.model.write import Write
from jobs.store.protocol import NoticeQueue, Store

FIRST_WAIT = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)
"""Where one message shows what becomes of its whole channel."""
LONGEST_WAIT_ALONE = timedelta(days=1)
"""Where a message is tried for itself alone."""
GIVEN_UP = timedelta(days=60)
"""What could not be said for so long is not tried any more, but for the card of what is open still."""
OLD = timedelta(days=1)
"""What only tells of a moment is out of date after that."""


def is_retried(word: str) -> bool:
    """Whether what a notice died of may pass: all but a promise of ours to post nothing twice."""
    return word != PERHAPS


def stops_channel(word: str) -> bool:
    """Whether nothing at all gets into the channel, so that one message shows what becomes of the others."""
    return stops_all(word) or post_access_of(word) is not None


def stops_all(word: str) -> bool:
    """Whether Slack refuses us as a whole, in every channel."""
    return meaning_of(word).failure is Failure.AUTH


def worth_saying(dead: Iterable[Notice], waiting: Iterable[Notice]) -> list[Notice]:
    """The dead notices that may be said after all, oldest first.

    Of one incident's notices those go first of which nobody knows whether Slack has them: what is found of them is the
    incident's message, and another must not be made.
    """
    retried = [notice for notice in dead if is_retried(notice.word)]
    unsure = {each.incident_id for each in (*retried, *waiting) if each.doubtful and each.incident_id}
    return [notice for notice in retried if notice.doubtful or notice.incident_id not in unsure]


def tried_next(waiting: Iterable[Notice]) -> list[Notice]:
    """Those of a channel's dead notices that are tried for themselves: what stops the channel is tried with the oldest.

    So is what stops the message of an incident, for whichever notice gets through brings it up to date.
    """
    tried: dict[str, Notice] = {}
    for notice in waiting:
        shown = notice.kind in {NoticeKind.CARD, NoticeKind.EDIT} and notice.incident_id
        tried.setdefault("" if stops_channel(notice.word) else shown or notice.key, notice)
    return list(tried.values())


def is_out_of_date(notice: Notice, incident: Incident | None, now: datetime) -> bool:
    """Whether what could not be said in time would be untrue by now, or read as if it had just happened.

    A card, a digest and what is rerouted show how things are. A line is said late only where it calls for what is open
    still. What had to wait for its time, as for the end of quiet hours, is late only from its first try on.
    """
    if not notice.error or now - (notice.failing_since or notice.created_at) <= OLD:
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
    longest = LONGEST_WAIT if stops_channel(notice.word) else LONGEST_WAIT_ALONE
    return tried + min(max(tried - notice.created_at, FIRST_WAIT), longest)


class DeadNoticeRetries:
    """Has dead notices tried again when their time has come, each channel's as `tried_next` says.

    A channel's notices are read only then, so that it costs little to ask often.
    """

    def __init__(self, store: Store, admin_channel: str) -> None:
        self._store = store
        self._admin_channel = admin_channel
        self._at: dict[str, datetime] = {}

    def forget(self, channel: str) -> None:
        """Something became of a message there: when which is tried is worked out again."""
        self._at.pop(channel, None)

    async def make(self, now: datetime) -> bool:
        """Revive what is due; whether there was any."""
        channels = {channel for channel, word in await self._store.dead_notices() if is_retried(word)}
        due = [each for each in channels if not now < self._at.get(each, now) <= now + LONGEST_WAIT_ALONE]
        return any([await self._try(channel, now) for channel in due])

    async def _try(self, channel: str, now: datetime) -> bool:
        waiting = await waiting_in(self._store, channel)
        if given_up := [each.key for each in waiting if await self._is_given_up(each, now)]:
            await self._store.write(Write(supersede=given_up))
        times = {each: next_try(each, now) for each in tried_next(each for each in waiting if each.key not in given_up)}
        if not times:
            return False
        self._at[channel] = min(at if at > now else now + FIRST_WAIT for at in times.values())
        return await _revive(self._store, [each for each, at in times.items() if at <= now])

    async def _is_given_up(self, notice: Notice, now: datetime) -> bool:
        """Nobody does what they have not done for so long, and nobody need where nothing is tracked any more.

        The card of what is open still is never given up where it is tracked.
        """
        age = now - notice.created_at
        if age <= OLD:
            return False
        if notice.channel == self._admin_channel or notice.kind is NoticeKind.REROUTED:
            return age > GIVEN_UP
        if notice.channel not in await self._store.channels():
            return True
        return age > GIVEN_UP and not await self._is_open_card(notice)

    async def _is_open_card(self, notice: Notice) -> bool:
        incident = await self._store.incident(notice.incident_id) if notice.kind is NoticeKind.CARD else None
        return incident is not None and incident.status.is_open


async def waiting_in(store: NoticeQueue, channel: str) -> list[Notice]:
    """What a channel has not been told and may be told after all, oldest first."""
    dead = await store.notices(dead=True, channel=channel)
    return worth_saying(dead, await store.notices(channel=channel)) if dead else []


async def retry_all(store: Store) -> bool:
    """Have everything tried that died of what may have passed, as after a start; whether there was anything."""
    channels = {channel for channel, word in await store.dead_notices() if is_retried(word)}
    return await _revive(store, [notice for each in sorted(channels) for notice in await waiting_in(store, each)])


async def retry_like(store: Store, word: str) -> bool:
    """A message got through that died of a word before: what died of the same, in all channels, is tried too."""
    if stops_channel(word) or not is_retried(word):
        return False
    channels = sorted({channel for channel, other in await store.dead_notices() if other == word})
    found = [notice for each in channels for notice in await waiting_in(store, each)]
    return await _revive(store, [notice for notice in found if notice.word == word])


async def on_channel_open(store: Store, channel: str) -> bool:
    """A channel takes messages: what waited for that is said; whether there was anything.

    What a bad token or a missing scope stopped is tried in all channels: where one message gets through, others may.
    What was refused for itself alone has its own times.
    """
    if await store.channel_block(channel):
        await store.write(Write(shut={channel: None}))
    dead = [pair for pair in await store.dead_notices() if stops_channel(pair[1])]
    channels = sorted({each for each, word in dead if each == channel or stops_all(word)})
    found = [notice for each in channels for notice in await waiting_in(store, each) if stops_channel(notice.word)]
    return await _revive(store, [each for each in found if each.channel == channel or stops_all(each.word)])


async def _revive(store: Store, notices: Sequence[Notice]) -> bool:
    if notices:
        await store.write(Write(revive=[notice.key for notice in notices]))
    return bool(notices)
