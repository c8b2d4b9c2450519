"""Tells people that something is wrong with the bot itself: past the outbox, which may be what is wrong."""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.answers.status import is_over, is_wrong
from bot.messages.kit.blocks import Message
from bot.slack.errors import CALL_ERRORS
from jobs.checks.visit import LONGEST_VISIT
from jobs.model.event import Event
from jobs.model.write import Write
from jobs.store.errors import StoreUnwritableError
from jobs.store.protocol import Store
from jobs.telemetry.vitals import TroubleKind
from jobs.units.clock import Clock

log = logging.getLogger(__name__)

SUBJECT = "trouble"
_BEGUN, _OVER = "trouble", "trouble_over"
_REMEMBERED = timedelta(days=30)
_READ_FROM_STORE = frozenset({TroubleKind.OUTBOX, TroubleKind.CHECKS})
"""What nobody knows of while the store is in trouble."""


class TroubleWatch:
    """Looks again and again; says once that there is trouble of a kind, and once that it is over.

    The log hears of each, the admin channel too. What Slack did not take is said at the next look, where it is still
    so. What the channel was told before a restart, or by the bot that answered before this one, is not told anew; and
    what of that is not found here is over, once we have watched for as long as any trouble takes to be found. Webhooks
    alone need a proof: a receiver that was sent nothing since may be as it was. That nothing can be stored is not kept,
    for nothing can: of several bots it is told by the one that saw it.
    """

    def __init__(
        self,
        troubles: Callable[[], Awaitable[Mapping[TroubleKind, str]]],
        client: AsyncWebClient,
        admin_channel: str,
        store: Store,
        clock: Clock,
        *,
        webhooks_pass: Callable[[], bool],
    ) -> None:
        self._store = store
        self._clock = clock
        self._troubles = troubles
        self._webhooks_pass = webhooks_pass
        self._client = client
        self._admin_channel = admin_channel
        self._logged: set[TroubleKind] = set()
        self._told: set[TroubleKind] = set()
        self._kept: set[TroubleKind] = set()
        """Those of them of which the store knows."""
        self._inherited: set[TroubleKind] = set()
        """Those that were told before this bot answered, and were not found since."""
        self._since: datetime | None = None
        """When this bot came to answer, and read what was told before; None: it has not yet."""

    async def look(self) -> None:
        """Find out how it is, which tries a write where the last one failed, and tell what is new."""
        found = await self._troubles()
        now = self._clock.now()
        with suppress(StoreUnwritableError):  # as long as the database is away, that is what is wrong
            await self._go_on(now)
        is_sure = self._since is not None and now - self._since >= LONGEST_VISIT
        self._inherited -= set(TroubleKind) if is_sure else found.keys()
        may_go_on = self._may_go_on(found)
        for kind in (each for each in TroubleKind if each not in may_go_on):
            self._log(kind, found.get(kind, ""))
            if (kind in found) is (kind in self._told) or not self._admin_channel:
                continue
            if await self._post(is_wrong(kind, found[kind]) if kind in found else is_over(kind)):
                self._told ^= {kind}
        with suppress(StoreUnwritableError):  # kept at the next look
            await self._keep(now)

    async def hand_over(self) -> None:
        """Another bot tells from now on, from the beginning.

        That the store is well again is told here all the same: the other one answers because it is, and tells nothing.
        """
        self._logged.clear()
        self._since = None
        self._told &= {TroubleKind.STORE}
        is_over_here = self._told and TroubleKind.STORE not in await self._troubles()
        if is_over_here and await self._post(is_over(TroubleKind.STORE)):
            self._told.clear()

    async def _go_on(self, now: datetime) -> None:
        """Take over what was told before."""
        if self._since is None and self._admin_channel:
            self._kept = await told_before(self._store, self._admin_channel, now)
            self._inherited = self._kept - {TroubleKind.WEBHOOKS}
            self._told |= self._kept
            self._since = now

    def _may_go_on(self, found: Mapping[TroubleKind, str]) -> set[TroubleKind]:
        """What is not found, and is not known to be over."""
        unproved = set() if self._webhooks_pass() else {TroubleKind.WEBHOOKS}
        unread = _READ_FROM_STORE if TroubleKind.STORE in found else frozenset()
        return (self._inherited | unproved | unread) - found.keys()

    async def _keep(self, now: datetime) -> None:
        told = self._told - {TroubleKind.STORE}
        if self._since is not None:
            await note_told(self._store, self._admin_channel, told - self._kept, self._kept - told, now)
            self._kept = told

    def _log(self, kind: TroubleKind, says: str) -> None:
        if bool(says) is (kind in self._logged):
            return
        self._logged ^= {kind}
        if kind is TroubleKind.STORE:
            return  # the store says so itself, at once
        if says:
            log.error("%s", says, extra={"trouble": kind})
        else:
            log.warning("The trouble with %s is over.", kind, extra={"trouble": kind})

    async def _post(self, message: Message) -> bool:
        try:
            await self._client.chat_postMessage(
                channel=self._admin_channel, text=message.text, blocks=list(message.blocks)
            )
        except CALL_ERRORS as error:
            log.info("The admin channel could not be told of trouble: %r", error)
            return False
        return True


async def told_before(store: Store, channel: str, now: datetime) -> set[TroubleKind]:
    """What the channel was told of, and not of its end."""
    told = set[TroubleKind]()
    for event in await store.events(channel=channel, since=now - _REMEMBERED, subject=SUBJECT):
        if event.text in set(TroubleKind):  # a newer version may know others
            (told.discard if event.kind == _OVER else told.add)(TroubleKind(event.text))
    return told


async def note_told(
    store: Store, channel: str, begun: Collection[TroubleKind], over: Collection[TroubleKind], now: datetime
) -> None:
    """The channel was told that these have begun, and that those are over."""
    kinds = [*((kind, _BEGUN) for kind in begun), *((kind, _OVER) for kind in over)]
    if kinds:
        await store.write(Write(events=[Event(now, channel, SUBJECT, what, kind) for kind, what in kinds]))
