"""Modals that show something or ask once: everything about a link, all links of an alert, the end of watching."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages import text, wording
from bot.messages.blocks import Block, Part, bullets, context, foreign, line, rich, strong, web_link
from bot.messages.views import View, channel_part, modal
from jobs.model.link import Link

STOP = "form.stop"
MOST_MEMBERS = 150
"""More rows than that could pass what Slack takes in one view, 250,000 bytes."""
_IN_ONE_BLOCK = 50
_LONGEST_LINK = 300
"""Characters of an address that becomes a link here; rows of longer ones would be too much for a view."""


def all_links(links: Sequence[Link], now: datetime) -> View:
    """All links of one alert."""
    shown = links[:MOST_MEMBERS]
    parts = [shown[start : start + _IN_ONE_BLOCK] for start in range(0, len(shown), _IN_ONE_BLOCK)]
    blocks: list[Block] = [rich(bullets(_row(link, now) for link in part)) for part in parts]
    more = len(links) - len(shown)
    foot = [context(text.escape(f"and {more} more; list shows them all."))] if more > 0 else []
    return modal(text.several(len(links), "link"), [*blocks, *foot])


def _row(link: Link, now: datetime) -> list[Part]:
    mark = wording.MARK[link.standing.state]
    state = f" {wording.state_of(link, now)}: "
    return [f"{mark} ", strong(link.ref), state, _address(link.page_url, 60), " → ", _address(link.target, 40)]


def _address(url: str, most: int) -> Part:
    return web_link(url, most) if len(url) <= _LONGEST_LINK else foreign(text.shown_url(url, most), most)


def ask_stop(named: str, *, several: bool = False, **about: str | int) -> View:
    """Asked before watching ends; `about` says whose."""
    them = "them" if several else "it"
    words = f"{named} will no longer be watched, and nothing more will be said about {them}. What was told stays."
    return modal("Stop tracking?", [rich(line(words))], STOP, "Stop tracking", named=named, **about)


def added_elsewhere(count: int, channel: str) -> View:
    """What is told of links added to a channel that we cannot know the asker to be in: nothing that they hold."""
    words: list[Part] = [f"{text.several(count, 'link')} now watched for ", channel_part(channel), "."]
    return modal("Add links", [rich(line(*words)), context(text.escape("What changes is told there."))])
