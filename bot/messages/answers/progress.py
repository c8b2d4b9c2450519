"""A bar that moves, in a message or in a window."""

from enum import StrEnum

from msgspec import Struct

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, actions, button, confirm, context, line, rich, strong
from bot.messages.kit.controls import STOP_DIGEST, STOP_RUN
from bot.messages.kit.views import View, modal

_LENGTH = 20
_FINE = 1000
_BROKEN_OFF = ". The bot was stopped; the others are checked when they are due."
_GOES_ON = "Closing this window does not stop it."


class Stage(StrEnum):
    """Where a long piece of work is."""

    GOING = "going"
    DONE = "done"
    STOPPED = "stopped"
    BROKEN_OFF = "broken off"
    """The bot itself was stopped."""


class ShownCheck(Struct, frozen=True):
    """A check of all that a channel tracks, as its message shows it: what a bot knows of one that another began."""

    name: str
    channel: str
    by: str
    """Who asked for it."""
    done: int
    total: int

    @property
    def in_button(self) -> str:
        """As it travels in the button that stops it."""
        return f"{self.name} {self.channel} {self.by} {self.done} {self.total}"


def check_in_button(value: str) -> ShownCheck | None:
    """What a button stops; None where it names none, as those of earlier versions."""
    match value.split():
        case [name, channel, by, done, total] if done.isdecimal() and total.isdecimal():
            return ShownCheck(name, channel, by, int(done), int(total))
    return None


def progress(check: ShownCheck, stage: Stage, stopped_by: str = "") -> Message:
    """How far a check of all that a channel tracks is."""
    done, total = check.done, check.total
    pages = f"{done:,} of {total:,} {'page' if total == 1 else 'pages'}"
    words = {
        Stage.GOING: f"Checking all pages: {pages}",
        Stage.DONE: f"Checked all pages: {pages}",
        Stage.STOPPED: f"Stopped after {pages}",
        Stage.BROKEN_OFF: f"Broken off after {pages}",
    }[stage]
    who = "stopped by " if stage is Stage.STOPPED else "asked for by "
    more = _BROKEN_OFF if stage is Stage.BROKEN_OFF else ". Changes raise alerts as usual."
    told = context(text.join([who, text.person(stopped_by or check.by), " for ", text.channel(check.channel), more]))
    shown: list[Block] = [rich(line(strong(words))), rich(line(f"{bar(done, total)}  {_percent(done, total)} %")), told]
    if stage is Stage.GOING:
        sure = confirm("Stop the check?", "Pages not checked yet are checked when they are due.", "Stop")
        shown.append(actions(button("Stop", STOP_RUN, check.in_button, confirm=sure)))
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


def digest_broken_off() -> Message:
    """What takes the place of a window whose digest another bot was building."""
    words, more = "Broken off", "The bot that built this digest was stopped. If it did not come, ask for it again."
    return Message(text.escape(f"{words}. {more}"), (rich(line(strong(words))), context(text.escape(more))))


def bar(done: int, total: int) -> str:
    """A bar of blocks, full only when all is done."""
    full = _LENGTH * done // total if total else _LENGTH
    return "█" * full + "░" * (_LENGTH - full)


def _percent(done: int, total: int) -> int:
    return 100 * done // total if total else 100
