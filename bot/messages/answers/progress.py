"""A bar that moves, in a message or in a window."""

from enum import StrEnum

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, actions, button, confirm, context, line, rich, strong
from bot.messages.kit.controls import STOP_DIGEST, STOP_RUN
from bot.messages.kit.views import View, modal

_LENGTH = 20
_FINE = 1000
_BROKEN_OFF = ". The bot was stopped; once it is back, the others are checked when they are due."
_GOES_ON = "Closing this window does not stop it."


class Stage(StrEnum):
    """Where a long piece of work is."""

    GOING = "going"
    DONE = "done"
    STOPPED = "stopped"
    BROKEN_OFF = "broken off"
    """The bot itself was stopped."""


def progress(channel: str, done: int, total: int, stage: Stage, by: str) -> Message:
    """How far a check of all that a channel tracks is; `by` is who asked for it, or who stopped it."""
    pages = f"{done:,} of {total:,} {'page' if total == 1 else 'pages'}"
    words = {
        Stage.GOING: f"Checking all pages: {pages}",
        Stage.DONE: f"Checked all pages: {pages}",
        Stage.STOPPED: f"Stopped after {pages}",
        Stage.BROKEN_OFF: f"Broken off after {pages}",
    }[stage]
    who = "stopped by " if stage is Stage.STOPPED else "asked for by "
    more = _BROKEN_OFF if stage is Stage.BROKEN_OFF else ". Changes raise alerts as usual."
    told = context(text.join([who, text.person(by), " for ", text.channel(channel), more]))
    shown: list[Block] = [rich(line(strong(words))), rich(line(f"{bar(done, total)}  {_percent(done, total)} %")), told]
    if stage is Stage.GOING:
        sure = confirm("Stop the check?", "Pages not checked yet are checked when they are due.", "Stop")
        shown.append(actions(button("Stop", STOP_RUN, channel, confirm=sure)))
    return Message(text.escape(f"{words}."), tuple(shown))


def digest_window(share: float, stage: Stage, links: int, name: str) -> View:
    """How far a digest over many links is; `share` goes from 0 to 1, `name` says which one the button stops."""
    done = int(share * _FINE)
    words, more = {
        Stage.GOING: (
            f"Going through {links:,} links and what happened to them",
            _GOES_ON,
        ),
        Stage.DONE: ("Done", "The digest is in the channel, behind this window."),
    }.get(stage, (f"Stopped at {_percent(done, _FINE)} %", "Nothing was posted."))
    shown: list[Block] = [rich(line(strong(words))), rich(line(f"{bar(done, _FINE)}  {_percent(done, _FINE)} %"))]
    stop = [actions(button("Stop", STOP_DIGEST, name))] if stage is Stage.GOING else []
    return modal("Digest", [*shown, context(text.escape(more)), *stop])


def bar(done: int, total: int) -> str:
    """A bar of blocks, full only when all is done."""
    full = _LENGTH * done // total if total else _LENGTH
    return "█" * full + "░" * (_LENGTH - full)


def _percent(done: int, total: int) -> int:
    return 100 * done // total if total else 100
