"""The outbox: claim what has to be said, say it, record how it went. Nothing is lost by a crash, nothing said twice."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.delivery import Desk, backoff, deliver
from bot.elsewhere import CHANNEL_WORDS, told_elsewhere
from bot.promise import Promise
from bot.slack_errors import TOKEN_WORDS
from jobs.clock import Bell
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.store.protocol import Write

log = logging.getLogger(__name__)

PACE_SECONDS = 1.0
"""Slack takes about one message a second in each channel."""
LONGEST_NAP = timedelta(seconds=30)
STOP_SECONDS = 4.0
_HINTS = {
    "not_in_channel": "Invite the bot to it with /invite.",
    "channel_not_found": "Invite the bot to it with /invite, or stop watching its links.",
    "is_archived": "Unarchive it, or stop watching its links.",
    "missing_scope": "Add the scope to the app and install it again; the docs say what each is for.",
}
_ABOUT_TROUBLE = "trouble/"
_MOST_FAULTS = 8


class Outbox:
    """Delivers notices, one at a time in each channel, all channels at once."""

    def __init__(self, desk: Desk, *, admin_channel: str = "", pace_seconds: float = PACE_SECONDS) -> None:
        self._desk = desk
        self._admin_channel = admin_channel
        self._pace = pace_seconds
        self._turns: dict[str, float] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._bell = Bell()
        self._stopping = False

    @property
    def promise(self) -> Promise:
        """How often a message is said where Slack's answer was lost."""
        return self._desk.promise

    def wake(self) -> None:
        """Something may have to be said."""
        self._bell.ring()

    async def run(self) -> None:
        """Deliver for ever; returns after `stop`."""
        await self.recover()
        while not self._stopping:
            try:
                await self.start_due()
                nap = await self._nap()
            except Exception:
                log.exception("The outbox could not read the store; it tries again")
                nap = LONGEST_NAP
            await self._bell.wait(self._desk.clock, nap)

    async def recover(self) -> None:
        """After a start: what was being sent is in doubt, and what a bad token or scope stopped is said anew."""
        store = self._desk.store
        for notice in await store.unsettled_notices():
            await store.settle_notice(replace(notice, status=NoticeStatus.RETRY, doubtful=True))
        stopped = [notice for notice in await store.notices(dead=True) if _waits_for_token(notice)]
        await store.write(Write(notices=[_anew(notice) for notice in stopped]))

    async def start_due(self) -> None:
        """Claim all that is due and begin to deliver it; the store gives out one notice of a channel at a time."""
        while not self._stopping:
            notice = await self._desk.store.claim_notice(self._desk.clock.now())
            if notice is None:
                return
            task = asyncio.create_task(self._deliver(notice), name=f"notice {notice.key}")
            self._sending.add(task)
            task.add_done_callback(self._done)

    async def deliver_due(self) -> None:
        """Deliver all that is due now, and return when it is done: for a single pass and for tests."""
        await self.start_due()
        while self._sending:
            await asyncio.wait(set(self._sending))
            await self.start_due()

    async def stop(self) -> None:
        """Claim nothing more; what is on its way has a while, the rest is looked for at the next start."""
        self._stopping = True
        self._bell.ring()
        if self._sending:
            _, late = await asyncio.wait(set(self._sending), timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._bell.ring()

    async def _deliver(self, notice: Notice) -> None:
        wait = self._turns.get(notice.channel, 0.0) - asyncio.get_running_loop().time()
        await asyncio.sleep(max(wait, 0.0))
        try:
            settled = await deliver(self._desk, notice)
        except Exception as error:
            # A fault of ours: whether Slack has the message is unknown, and the other notices must go on.
            log.exception("%s: unexpected error", notice.key)
            settled = _after_fault(notice, error, self._desk.clock.now())
        await self._settle(settled)

    async def _settle(self, settled: Notice) -> None:
        if settled.status is not NoticeStatus.SUPERSEDED:
            self._turns[settled.channel] = asyncio.get_running_loop().time() + self._pace
        await self._desk.store.settle_notice(settled)
        if settled.status is NoticeStatus.RETRY:
            log.info("%s: %s; tried again from %s on", settled.key, settled.error, settled.not_before)
        if settled.status is NoticeStatus.DEAD:
            await self._tell_admin(settled, self._desk.clock.now())

    async def _tell_admin(self, notice: Notice, now: datetime) -> None:
        """Once a day for each channel and reason; and each alert whose channel is out of reach."""
        word = notice.error.partition(" ")[0]
        said = f"A message for channel {notice.channel} could not be posted: {notice.error}. {_HINTS.get(word, '')}"
        log.error("%s", said.strip())
        if not self._admin_channel or notice.key.startswith(_ABOUT_TROUBLE) or notice.channel == self._admin_channel:
            return
        key = f"{_ABOUT_TROUBLE}{notice.channel}/{word}/{now.astimezone(UTC):%Y-%m-%d}"
        told = [Notice(key, self._admin_channel, NoticeKind.TEXT, now, text=said.strip())]
        incident = await self._desk.store.incident(notice.incident_id) if notice.kind is NoticeKind.CARD else None
        if incident and word in CHANNEL_WORDS:
            told.append(told_elsewhere(notice, incident, self._admin_channel, _ABOUT_TROUBLE, now))
        await self._desk.store.write(Write(notices=told))
        self._bell.ring()

    async def _nap(self) -> timedelta:
        """Until the next notice's time; those of channels that are being posted to ring when they are done."""
        now = self._desk.clock.now()
        later = [notice.not_before for notice in await self._desk.store.notices() if notice.not_before]
        soonest = min((at for at in later if at > now), default=now + LONGEST_NAP)
        return min(max(soonest - now, timedelta(milliseconds=20)), LONGEST_NAP)


def _after_fault(notice: Notice, error: Exception, now: datetime) -> Notice:
    """Tried again a few times; as `ready`, it does not hold up its channel meanwhile."""
    return replace(
        notice,
        status=NoticeStatus.READY if notice.attempts < _MOST_FAULTS else NoticeStatus.DEAD,
        not_before=now + backoff(notice.attempts + 2),
        error=f"our_fault {type(error).__name__}",
        doubtful=True,
    )


def _waits_for_token(notice: Notice) -> bool:
    return notice.error.partition(" ")[0] in TOKEN_WORDS and not notice.key.startswith(_ABOUT_TROUBLE)


def _anew(notice: Notice) -> Notice:
    """The same to be said under a key of its own; a second start writes it no second time."""
    return replace(notice, key=f"{notice.key}/anew", status=NoticeStatus.READY, not_before=None, attempts=0, error="")
