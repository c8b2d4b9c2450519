"""The outbox: claim what has to be said, say it, record how it went. Nothing is lost by a crash, nothing said twice."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.access.viewer import Directory, directory_of
from bot.outbox.deliver import AN_HOUR, backoff, deliver
from bot.outbox.quiet import release_all
from bot.outbox.retries import DeadNoticeRetries, on_channel_open, retry_all, retry_like, stops_all
from bot.outbox.sender import LeadsNoLongerError, Sender
from bot.outbox.webhooks import Webhooks
from bot.rerouting.recipients import Recipients
from bot.rerouting.reroute import Rerouter
from bot.slack.connection import ANSWER_SECONDS
from bot.slack.errors import OUR_FAULT, gave_no_word
from bot.slack.post_access import PostAccess, post_access_of
from jobs.model.notice import DeliveryGuarantee, Notice, NoticeKind, NoticeStatus
from jobs.store.errors import StaleError, StoreUnwritableError
from jobs.telemetry.vitals import SlackRefusal
from jobs.units.clock import Bell

log = logging.getLogger(__name__)

T = TypeVar("T")

PACE_SECONDS = 1.0
"""Slack takes about one message a second in each channel."""
LONGEST_NAP = timedelta(seconds=30)
LONGEST_CALL = timedelta(seconds=ANSWER_SECONDS + 2)
"""After it a call to Slack that had begun has ended: answered, or given up before it was sent."""
STOP_SECONDS = 4.0
_MOST_FAULTS = 8


class Outbox:
    """Delivers notices, one at a time in each channel, all channels at once."""

    def __init__(
        self,
        sender: Sender,
        *,
        admin_channel: str = "",
        directory: Directory | None = None,
        pace_seconds: float = PACE_SECONDS,
        webhooks: Webhooks | None = None,
        look_every: timedelta | None = None,
    ) -> None:
        """`look_every`: how often to look for what other processes have written; None: there are none."""
        self._sender = sender
        self._look_every = look_every
        self._until_stored = look_every or LONGEST_NAP
        self._webhooks = webhooks
        self._directory = directory or directory_of(sender.client, sender.clock.now)
        recipients = Recipients(sender.store, self._directory, admin_channel)
        self._rerouter = Rerouter(sender.store, recipients, sender.clock.now)
        self._retries = DeadNoticeRetries(sender.store, admin_channel)
        self._pace = pace_seconds
        self._turns: dict[str, float] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._last_success: datetime | None = None
        self._refusal: SlackRefusal | None = None
        self._bell = Bell()
        self._stopping = False

    @property
    def last_sent(self) -> datetime | None:
        """When Slack last took a message or edit; None where it has not since the start."""
        return self._last_success

    @property
    def refusal(self) -> SlackRefusal | None:
        """That Slack refuses us as a whole; None where it took a message since, or has not been asked."""
        return self._refusal

    def failing_receivers(self) -> Mapping[str, datetime]:
        """Since when each receiver of webhooks takes no events, by its host."""
        return self._webhooks.failing() if self._webhooks else {}

    def webhooks_pass(self) -> bool:
        """Whether each receiver of webhooks took what it was sent last, since this bot leads."""
        return self._webhooks is not None and self._webhooks.all_take()

    @property
    def promise(self) -> DeliveryGuarantee:
        """How often a message is said where Slack's answer was lost."""
        return self._sender.promise

    async def is_shared(self, channel: str) -> bool:
        """Whether another workspace sees a channel, as far as Slack tells."""
        return await self._directory.channels.is_shared(channel)

    def wake(self) -> None:
        """Something may have to be said."""
        self._bell.ring()

    async def run(self) -> None:
        """Deliver for ever while this bot leads; returns after `stop`."""
        recovered = in_doubt = False
        while not self._stopping:
            try:
                if not self._sender.leads():
                    recovered = False  # whoever led meanwhile may have left something on its way
                elif not recovered:
                    await self.recover()
                    recovered = True
                elif in_doubt:
                    await self._take_back()
                in_doubt = False
                if recovered:
                    await self.start_due()
                nap = self._look_every or await self._nap()
            except StoreUnwritableError:
                nap, in_doubt = self._until_stored, True  # the store has said so
            except Exception:
                log.exception("The outbox could not read the store; it tries again")
                nap, in_doubt = LONGEST_NAP, True
            await self._bell.wait(self._sender.clock, nap)

    async def recover(self) -> None:
        """After a start: what was being sent is in doubt, and what Slack refused may have been mended meanwhile.

        So it is when this bot leads again: others may have changed messages since, and what it still sends goes first.
        """
        if self._sending:
            await asyncio.wait(set(self._sending))
        self._sender.shown.clear()
        await self._take_back(LONGEST_CALL if self._look_every else timedelta(0))
        await release_all(self._sender)
        await retry_all(self._sender.store)
        if self._webhooks:
            self._webhooks.remember(await self._sender.store.notices())

    async def _take_back(self, wait: timedelta = timedelta(0)) -> None:
        """What counts as being sent though nobody here is at it: of a claim whose answer was lost nobody knew.

        Where another bot may be at it, `wait` until its call has ended: looked for before, it might come after.
        """
        store, at_it = self._sender.store, {task.get_name() for task in self._sending}
        not_before = self._sender.clock.now() + wait if wait else None
        for notice in await store.unfinished_notices():
            if f"notice {notice.key}" not in at_it:
                in_doubt = replace(notice, doubtful=True, doubtful_at=notice.claimed_at, not_before=not_before)
                await self._put_back(in_doubt)

    async def start_due(self) -> None:
        """Claim all that is due and begin to deliver it; the store gives out one notice of a channel at a time."""
        await self._retries.make(self._sender.clock.now())
        while not self._stopping and self._sender.leads():
            notice = await self._sender.store.claim_notice(self._sender.clock.now())
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
            finished = await self._send(notice)
        except LeadsNoLongerError:
            log.info("%s: another bot leads, and says it", notice.key)
            # It may have been claimed after that bot looked for what was on its way.
            await self._insist(partial(self._put_back, notice))
            return
        except Exception as error:
            # A fault of ours: whether Slack has the message is unknown, and the other notices must go on.
            log.exception("%s: unexpected error", notice.key)
            finished = _after_fault(notice, error, self._sender.clock.now())
        try:
            await self._finish(notice, finished)
        except StaleError:
            log.warning("%s: another bot has taken it meanwhile", notice.key)

    async def _put_back(self, notice: Notice) -> None:
        """Whoever leads shall take it, unless it has ended meanwhile or another has it already."""
        with suppress(StaleError):
            await self._sender.store.finish_notice(replace(notice, status=NoticeStatus.RETRY))

    async def _send(self, notice: Notice) -> Notice:
        if not self._sender.leads():
            raise LeadsNoLongerError
        if notice.kind is not NoticeKind.WEBHOOK:
            return await deliver(self._sender, notice)
        if self._webhooks is None:
            return replace(notice, status=NoticeStatus.SUPERSEDED, error="no webhooks are set any more")
        return await self._webhooks.deliver(notice)

    async def _finish(self, before: Notice, finished: Notice) -> None:
        if finished.kind is NoticeKind.WEBHOOK:  # how it fares says nothing of Slack
            await self._insist(partial(self._sender.store.finish_notice, finished))
            return
        if finished.status is not NoticeStatus.SUPERSEDED and not finished.held:
            self._turns[finished.channel] = asyncio.get_running_loop().time() + self._pace
        edited = finished.kind is NoticeKind.EDIT and await self._sender.store.channel_block(finished.channel)
        notified = {} if edited else self._sender.notified_by(finished)
        await self._insist(partial(self._sender.store.finish_notice, finished, notified))
        if finished.failing_since and finished.status in {NoticeStatus.RETRY, NoticeStatus.READY}:
            log.info("%s: %s; tried again from %s on", finished.key, finished.error, finished.not_before)
        if await self._insist(partial(self._follow, before, finished)):
            self._bell.ring()

    async def _insist(self, write: Callable[[], Awaitable[T]]) -> T:
        """Write, again and again while the disk takes nothing: what Slack has of a message is known here alone."""
        while True:
            try:
                return await write()
            except StoreUnwritableError:
                await self._sender.clock.sleep(self._until_stored)

    async def _follow(self, before: Notice, finished: Notice) -> bool:
        """What a finished notice means for others; whether there is something to say."""
        store, channel = self._sender.store, finished.channel
        block = await store.channel_block(channel)
        # After we were removed, old messages can be edited still; in an archived channel nothing can.
        only_edited = finished.kind is NoticeKind.EDIT and not (
            block and post_access_of(block.word) is PostAccess.ARCHIVED
        )
        match finished.status:
            case NoticeStatus.SENT:
                self._last_success, self._refusal = self._sender.clock.now(), None
                _log_sent(finished)
                self._retries.forget(channel)
                others = bool(before.word) and await retry_like(store, before.word)
                if only_edited:
                    return (bool(block) and await self._rerouter.on_finished(before, finished)) or others
                self._directory.channels.heard(channel, fine=True)
                return await on_channel_open(store, channel) or others
            case NoticeStatus.DEAD:
                self._log_refusal(before, finished)
                if stops_all(finished.word) and self._refusal is None:
                    self._refusal = SlackRefusal(before.claimed_at or self._sender.clock.now(), finished.word)
                self._retries.forget(channel)
                if post_access_of(finished.word):
                    self._directory.channels.heard(channel, fine=False)
            case NoticeStatus.SUPERSEDED:
                self._retries.forget(channel)  # if it was to show whether it can be said, the next one is
            case NoticeStatus.RETRY | NoticeStatus.READY if finished.failing_since:
                return self._is_stuck(finished) and await self._rerouter.on_stuck(finished)
        return await self._rerouter.on_finished(before, finished)

    def _is_stuck(self, failing: Notice) -> bool:
        """Whether people have to hear that a message fails: for an hour, and not because Slack is away as a whole."""
        since = failing.failing_since or self._sender.clock.now()
        if self._sender.clock.now() - since < AN_HOUR:
            return False
        others_pass = self._last_success is not None and self._last_success > since
        return others_pass or not gave_no_word(failing.word)

    def _log_refusal(self, before: Notice, dead: Notice) -> None:
        """What was only tried again makes no more noise."""
        level = logging.INFO if before.word == dead.word else logging.ERROR
        log.log(level, "A message for channel %s could not be posted: %s", dead.channel, dead.error)

    async def _nap(self) -> timedelta:
        """Until the next notice's time; those of channels that are being posted to ring when they are done."""
        now = self._sender.clock.now()
        later = [notice.not_before for notice in await self._sender.store.notices() if notice.not_before]
        soonest = min((at for at in later if at > now), default=now + LONGEST_NAP)
        return min(max(soonest - now, timedelta(milliseconds=20)), LONGEST_NAP)


def _log_sent(sent: Notice) -> None:
    """The line that leads from a message in Slack, whose `ts` its link ends with, to what it is about."""
    facts = {"kind": sent.kind, "channel": sent.channel, "ts": sent.ts, "incident": sent.incident_id}
    log.info("Said", extra={"notice": sent.key} | {name: fact for name, fact in facts.items() if fact})


def _after_fault(notice: Notice, error: Exception, now: datetime) -> Notice:
    """Tried again a few times; as `ready`, it does not hold up its channel meanwhile."""
    return replace(
        notice,
        status=NoticeStatus.READY if notice.attempts < _MOST_FAULTS else NoticeStatus.DEAD,
        not_before=now + backoff(notice.attempts + 2),
        error=f"{OUR_FAULT} {type(error).__name__}",
        doubtful=True,
        doubtful_at=notice.claimed_at,
    )
