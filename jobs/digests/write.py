"""Each channel's digest as one row of the outbox, when its turn has come."""

import contextlib
import logging
from dataclasses import replace
from datetime import datetime

import msgspec

from jobs.config.sections import Config
from jobs.digests.build import digest_from_json
from jobs.digests.deals import announced
from jobs.digests.read import read_digest
from jobs.digests.schedule import digest_due, digest_plan, is_paused, last_turn, period_of_turn, plan_when_on
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import DigestKey
from jobs.model.parse_notice_key import digest_week
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.errors import StaleError, StoreUnwritableError
from jobs.store.protocol import Store, TrackedItems

log = logging.getLogger(__name__)


class Digests:
    """Writes each channel's digest when its turn has come; it remembers which are written, and so does the store."""

    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config
        self._written: dict[str, str] = {}
        self._too_young: dict[str, datetime] = {}
        """The turn that a channel is too young for."""

    async def write_due(self, now: datetime) -> int:
        """Write what is due in all channels; how many notices were handed to the store."""
        written = 0
        for channel in await self._store.channels():
            try:
                written += await self._write(channel, now)
            except StoreUnwritableError:
                return written  # nothing else can be stored either, and the store has said so
            except Exception:  # one channel's fault is not the others'
                log.exception("The digest of %s could not be written; it is tried again at the next tick", channel)
        return written

    async def _write(self, channel: str, now: datetime) -> bool:
        """Write the channel's digest if it is due; whether it was."""
        week = await self._due(channel, now)
        if week is None:
            return False
        with contextlib.suppress(StaleError):  # last week's is being sent: at the next tick, then
            await write_digest(self._store, self._config, channel, week, now)
            self._written[channel] = week
            return True
        return False

    async def _due(self, channel: str, now: datetime) -> str | None:
        chosen = await self._store.channel_settings(channel)
        plan = digest_plan(self._config.digest, chosen)
        if plan is None:
            return None
        turn, week = last_turn(plan, now)
        if week == self._written.get(channel) or turn == self._too_young.get(channel):
            return None
        if await self._store.knows_notice(str(DigestKey(channel, week))):
            self._written[channel] = week
            return None
        if is_paused(plan, chosen, turn):
            return None
        since = await tracked_since(self._store, channel, turn) or now
        since = max(since, chosen.digest_since or since)
        if digest_due(plan, since, now):
            return week
        self._too_young[channel] = turn
        return None


async def tracked_since(store: TrackedItems, channel: str, turn: datetime) -> datetime | None:
    """When the channel began to track anything, to tell whether that was before `turn`; None where it never did.

    The first link answers as a rule. Where it does not, the clock may have been wrong when it was added.
    """
    first = (await store.list_links(LinkQuery(channel), 0, 1)).links
    if first and first[0].added_at <= turn:
        return first[0].added_at
    added = [partner.added_at for partner in await store.partners(channel)]
    async for chunk in (await store.link_stream([LinkQuery(channel)])).chunks:
        added += [link.added_at for link in chunk.items]
    return min(added, default=None)


async def write_digest(store: Store, config: Config, channel: str, week: str, now: datetime) -> None:
    """Put a channel's digest into the outbox; its key holds channel and week, so that a second one is passed over.

    An older one that still waits there, after a long silence of Slack's, is no longer worth saying. Raises StaleError
    where that one is being sent just now.
    """
    waiting = [old for old in await store.notices(channel=channel) if old.kind is NoticeKind.DIGEST]
    older = [old for old in waiting if digest_week(old.key) < week]  # a later one is there after the clock was set back
    unseen = {deal.ref for old in older for deal in digest_from_json(old.payload).ending}
    plan = plan_when_on(config.digest, await store.channel_settings(channel))
    period = replace(period_of_turn(plan, now), week=week)
    digest = await read_digest(store, config, channel, now, period, again=unseen)
    payload = msgspec.json.encode(digest).decode()
    fresh = Notice(str(DigestKey(channel, week)), channel, NoticeKind.DIGEST, now, payload=payload)
    keys = [old.key for old in older]
    await store.write(Write(notices=[fresh], supersede=keys, exchanges=await announced(store, digest)))
