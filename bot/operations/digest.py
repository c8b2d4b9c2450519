"""The weekly summary of a channel: built now, and when it comes next."""

import contextlib
from datetime import datetime

from msgspec import Struct

from bot.access.permissions import Asker
from bot.progress.digest_run import DigestRun, DigestStoppedError
from bot.request.deps import Deps
from jobs.digests.read import Step, next_digest_at, read_digest, read_own_digest, read_todo
from jobs.digests.schedule import digest_plan, first_turn
from jobs.model.channel import DigestEvery
from jobs.model.digest import Digest
from jobs.model.todo import Todo

MANY_LINKS = 5_000
"""From here on a digest takes long enough that people want to see how far it is."""


class NextDigest(Struct, frozen=True):
    """When a channel's next digest comes."""

    at: datetime
    every: DigestEvery
    has_come: bool
    """Whether that of this week, or month, is there already, so that it comes later than its day says."""


async def build_digest(who: Asker, deps: Deps, trigger_id: str = "", *, mine: bool = False) -> Digest | None:
    """The channel's digest as of now, or that of the links there which the asker owns.

    Over many links `trigger_id` opens a window that shows how far it is; None where somebody stops it there.
    """
    links = (await deps.store.channel_counts(who.channel)).links
    if links < MANY_LINKS:
        return await _read(who, deps, mine=mine)
    run = DigestRun(who.channel, who.user, links)
    with contextlib.suppress(DigestStoppedError):
        async with deps.digest_runs.window(deps.client, trigger_id, run):
            digest = await _read(who, deps, run.step, mine=mine)
        return None if run.stopped else digest
    return None


async def _read(who: Asker, deps: Deps, step: Step = lambda _: None, *, mine: bool) -> Digest:
    if mine:
        return await read_own_digest(deps.store, deps.config, who.channel, who.user, deps.now(), step=step)
    return await read_digest(deps.store, deps.config, who.channel, deps.now(), step=step)


async def things_to_do(who: Asker, deps: Deps, *, mine: bool = False) -> list[Todo]:
    """What wants a person in the channel as it is now, or of the links there which the asker owns."""
    return await read_todo(deps.store, deps.config, who.channel, deps.now(), who.user if mine else "")


async def next_digest(channel: str, deps: Deps) -> NextDigest | None:
    """When the next one comes; None where the channel has switched it off."""
    at = await next_digest_at(deps.store, deps.config, channel, deps.now())
    chosen = await deps.store.channel_settings(channel)
    plan = digest_plan(deps.config.digest, chosen)
    if at is None or plan is None:
        return None
    return NextDigest(at, plan.every, at != first_turn(plan, chosen, deps.now()))
