"""`digest`: the weekly summary now, at another time, or not at all."""

from dataclasses import replace

from bot.changes import change
from bot.commands.asking import Ask
from bot.commands.values import DigestAt, DigestNow, DigestSwitch
from bot.deps import Deps
from bot.messages.blocks import Message, Part, date, note, typed
from bot.messages.digest import digest_preview
from jobs.digest_reading import next_digest_at, read_digest
from jobs.store.protocol import ChannelSettings, Write


async def digest_now(_command: DigestNow, ask: Ask, deps: Deps) -> Message:
    """The digest as of now, for the asker first."""
    return digest_preview(await read_digest(deps.store, deps.config, ask.channel, deps.now()))


async def digest_at(command: DigestAt, ask: Ask, deps: Deps) -> Message:
    """Another day and time for this channel; naming one also switches it on."""
    await _set(
        ask,
        deps,
        digest_enabled=True,
        digest_day=command.day.value,
        digest_time=f"{command.at:%H:%M}",
        digest_zone=command.zone or deps.config.digest.zone,
    )
    when = f"every {command.day.value.capitalize()} at {command.at:%H:%M}, {command.zone or deps.config.digest.zone}"
    return note(f"The digest comes {when}.", *await _next(ask, deps))


async def digest_switch(command: DigestSwitch, ask: Ask, deps: Deps) -> Message:
    """On or off for this channel."""
    await _set(ask, deps, digest_enabled=command.on)
    if not command.on:
        again = typed(f"{deps.config.slack.command} digest on")
        return note("The digest is off for this channel. To bring it back: ", again)
    return note("The digest is on for this channel.", *await _next(ask, deps))


async def _set(ask: Ask, deps: Deps, **chosen: str | bool) -> None:
    async def decide() -> Write:
        settings: ChannelSettings = await deps.store.channel_settings(ask.channel)
        return Write(settings={ask.channel: replace(settings, **chosen)})  # type: ignore[arg-type]  # names and types as the callers above give them

    await change(deps, decide)


async def _next(ask: Ask, deps: Deps) -> list[Part]:
    at = await next_digest_at(deps.store, deps.config, ask.channel, deps.now())
    return [" The next one: ", date(at), "."] if at else []
