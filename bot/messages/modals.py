"""The modal that asks before watching ends."""

from bot.messages.kit.blocks import line, rich
from bot.messages.kit.views import View, modal

STOP = "form.stop"


def ask_stop(named: str, count: int = 1, /, **about: str | int) -> View:
    """Asked before watching ends; `about` says whose."""
    them = "it" if count == 1 else "them"
    words = f"{named} will no longer be watched, and nothing more will be said about {them}. What was told stays."
    return modal("Stop tracking?", [rich(line(words))], STOP, "Stop tracking", named=named, **about)
