"""Modals that ask or tell once: the end of watching, links added elsewhere."""

from bot.messages import text
from bot.messages.blocks import Part, context, line, rich
from bot.messages.views import View, channel_part, modal

STOP = "form.stop"


def ask_stop(named: str, *, several: bool = False, **about: str | int) -> View:
    """Asked before watching ends; `about` says whose."""
    them = "them" if several else "it"
    words = f"{named} will no longer be watched, and nothing more will be said about {them}. What was told stays."
    return modal("Stop tracking?", [rich(line(words))], STOP, "Stop tracking", named=named, **about)


def added_elsewhere(count: int, channel: str) -> View:
    """What is told of links added to a channel that we cannot know the asker to be in: nothing that they hold."""
    words: list[Part] = [f"{text.several(count, 'link')} now watched for ", channel_part(channel), "."]
    return modal("Add links", [rich(line(*words)), context(text.escape("What changes is told there."))])
