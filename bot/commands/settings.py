"""`settings`: what a channel chooses for itself, by form where nothing more is said, at once where it is."""

from dataclasses import replace
from datetime import datetime

from bot.grammar.of_channel import HideCosts, OpenSettings, SetCompetitors, SetQuiet
from bot.messages.kit.blocks import Block, Message, Part, date, foreign, note, typed
from bot.messages.kit.controls import buttons, run
from bot.operations.edit import choose_settings
from bot.request.ask import Form, OpenModal, Request, Response
from bot.request.deps import Deps
from jobs.alerts.quiet import quiet_hours
from jobs.config.quiet import QuietHours

_UNDO = 9
"""Tells the button apart from others of an answer."""


async def open_settings(_command: OpenSettings, _request: Request, _deps: Deps) -> OpenModal:
    """The form of the channel."""
    return OpenModal(Form.SETTINGS)


async def set_competitors(command: SetCompetitors, request: Request, deps: Deps) -> Response:
    """Which sites are those of competitors."""
    await choose_settings(lambda settings: replace(settings, competitors=command.sites), request.asker, deps)
    if not command.sites:
        return note("No site is named as a competitor's in this channel.")
    told = "It is said where a link on one of them is added, imported, or shown."
    return note("Competitors of this channel: ", foreign(", ".join(command.sites), 2000), f". {told}")


async def hide_costs(command: HideCosts, request: Request, deps: Deps) -> Response:
    """Whether costs are shown in this channel."""
    await choose_settings(lambda settings: replace(settings, hide_costs=command.on), request.asker, deps)
    other = typed(f"{deps.config.slack.command} settings costs {'show' if command.on else 'hide'}")
    stays = " What was posted before stays as it is, but for open alerts." if command.on else ""
    return note(f"Costs are {'hidden' if command.on else 'shown'} in this channel.{stays} The other way round: ", other)


async def set_quiet(command: SetQuiet, request: Request, deps: Deps) -> Message:
    """When alerts wait in this channel."""
    before = await deps.store.channel_settings(request.channel)
    after = await choose_settings(lambda settings: replace(settings, quiet=command.written), request.asker, deps)
    told = note(*_quiet_words(quiet_hours(deps.config, after), deps.now()))
    return told.with_blocks(_undo(f"settings quiet {before.quiet or 'default'}") if before != after else [])


def _quiet_words(quiet: QuietHours | None, now: datetime) -> list[Part]:
    if quiet is None:
        return ["Alerts come at any time in this channel."]
    told = f"Alerts wait: {quiet.in_words} ({quiet.zone}). They come afterwards, but for what is well again by then."
    lost = " Lost links are told at once all the same." if quiet.but_lost else ""
    until = quiet.until(now)
    return [told, lost, *([" It is quiet now, until ", date(until), "."] if until else [])]


def _undo(command: str) -> list[Block]:
    """A row with what brings back what was chosen before."""
    return buttons(run("Undo", command, _UNDO))
