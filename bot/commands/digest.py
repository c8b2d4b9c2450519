"""`digest`: the weekly summary now, at another time, or not at all."""

import contextlib
from dataclasses import replace

from bot.access.permissions import may_manage
from bot.grammar.values import DigestAt, DigestNow, DigestSwitch
from bot.messages.digest import digest_preview
from bot.messages.kit.blocks import Message, Part, date, note, typed
from bot.operations.change import change
from bot.progress.digest_run import DigestRun, DigestStoppedError
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.digests.read import next_digest_at, read_digest
from jobs.digests.schedule import digest_plan, next_turn, rechosen
from jobs.model.channel import ChannelSettings
from jobs.model.digest import Digest
from jobs.model.write import Write

MANY_LINKS = 5_000
"""From here on a digest takes long enough that people want to see how far it is."""


async def digest_now(_command: DigestNow, request: Request, deps: Deps) -> Message:
    """The digest as of now, for the asker first."""
    digest = await build(request, deps)
    manages = may_manage(deps.config.permissions, request.asker)
    return digest_preview(digest, may_manage=manages) if digest else not_built()


async def build(request: Request, deps: Deps) -> Digest | None:
    """The channel's digest as of now; over many links with a window that stops it: then there is none."""
    links = (await deps.store.channel_counts(request.channel)).links
    if links < MANY_LINKS:
        return await read_digest(deps.store, deps.config, request.channel, deps.now())
    building = DigestRun(request.channel, request.user, links)
    with contextlib.suppress(DigestStoppedError):
        async with deps.digest_runs.window(deps.client, request.trigger_id, building):
            digest = await read_digest(deps.store, deps.config, request.channel, deps.now(), step=building.step)
        return None if building.stopped else digest
    return None


def not_built() -> Message:
    """What is said of a digest that was stopped."""
    return note("You stopped the digest. Nothing was shared.")


async def digest_at(command: DigestAt, request: Request, deps: Deps) -> Message:
    """Another day and time for this channel; naming one also switches it on."""
    zoned = {"digest_zone": command.zone} if command.zone else {}
    await _set(
        request, deps, digest_enabled=True, digest_day=command.day.value, digest_time=f"{command.at:%H:%M}", **zoned
    )
    plan = digest_plan(deps.config.digest, await deps.store.channel_settings(request.channel))
    zone = plan.zone if plan else deps.config.digest.zone
    when = f"every {command.day.value.capitalize()} at {command.at:%H:%M}, {zone}"
    return note(f"The digest comes {when}.", *await _next(request, deps))


async def digest_switch(command: DigestSwitch, request: Request, deps: Deps) -> Message:
    """On or off for this channel."""
    await _set(request, deps, digest_enabled=command.on)
    if not command.on:
        again = typed(f"{deps.config.slack.command} digest on")
        return note("The digest is off for this channel. To bring it back: ", again)
    return note("The digest is on for this channel.", *await _next(request, deps))


async def _set(request: Request, deps: Deps, **chosen: str | bool) -> None:
    async def decide() -> Write:
        before: ChannelSettings = await deps.store.channel_settings(request.channel)
        after = replace(before, **chosen)  # type: ignore[arg-type]  # names and types as the callers above give them
        return Write(settings={request.channel: rechosen(before, after, deps.now())})

    await change(deps, decide)


async def _next(request: Request, deps: Deps) -> list[Part]:
    at = await next_digest_at(deps.store, deps.config, request.channel, deps.now())
    plan = digest_plan(deps.config.digest, await deps.store.channel_settings(request.channel))
    if at is None or plan is None:
        return []
    earlier = at != next_turn(plan, deps.now())
    return [" The next one: ", date(at), "; this week's has come already." if earlier else "."]
