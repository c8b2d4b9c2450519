"""Shortcuts: "Track these links" in a message's menu, and "Add a link" from anywhere."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions.add_form import open_add
from bot.askers import Body, asker_of
from bot.commands.addresses import is_ours
from bot.deps import Deps
from bot.messages.helping import not_allowed
from bot.messages.text import several
from bot.messages.views import LONGEST_TEXT, said
from bot.permissions import may_manage

TRACK, ADD = "track_links", "add_link"
_IN_TEXT = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What a message names: lines for the form, the target that is meant for all, and what did not fit."""

    lines: tuple[str, ...]
    target: str = ""
    left_out: int = 0


async def track(body: Body, home: Mapping[str, Any] | None, deps: Deps) -> None:
    """Open the form with the addresses of the message."""
    asker, trigger = asker_of(body, home), str(body.get("trigger_id"))
    if not may_manage(deps.config.permissions, asker):
        await _refuse(trigger, deps)
        return
    found = found_in(addresses_of(body.get("message") or {}), deps.config.our_sites)
    note = "" if found.lines else "There is no address in that message."
    if found.left_out:
        note = f"{several(found.left_out, 'address', 'addresses')} of that message did not fit; add them afterwards."
    await open_add(trigger, deps, channel=asker.channel, lines=found.lines, target=found.target, note=note)


async def add(body: Body, home: Mapping[str, Any] | None, deps: Deps) -> None:
    """Open the form; for which channel is asked in it, and whether this person may is seen when it is sent."""
    asker = asker_of(body, home)
    if not asker.at_home:
        await _refuse(str(body.get("trigger_id")), deps)
        return
    await open_add(str(body.get("trigger_id")), deps)


async def _refuse(trigger_id: str, deps: Deps) -> None:
    await deps.client.views_open(trigger_id=trigger_id, view=said("Add links", not_allowed("add links")))


def addresses_of(message: Mapping[str, Any]) -> list[str]:
    """The web addresses of a message, each once, in the order in which they stand."""
    found = [*_in_blocks(message.get("blocks")), *_in_texts(message), *_in_blocks(message.get("attachments"))]
    return list(dict.fromkeys(found))


def _in_blocks(value: Any) -> Iterator[str]:
    """Links of rich text, and those that stand in text."""
    if isinstance(value, Mapping):
        url = str(value.get("url") or "")
        if value.get("type") == "link" and url.lower().startswith(("http://", "https://")):
            yield url
        if value.get("type") != "plain_text":
            yield from _in_texts(value)
        for inner in value.values():
            yield from _in_blocks(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_blocks(inner)


def _in_texts(value: Mapping[str, Any]) -> Iterator[str]:
    """Addresses that Slack has marked in a text: `<https://..|label>`, escaped."""
    text = value.get("text")
    if isinstance(text, str):
        yield from (html.unescape(match[1]) for match in _IN_TEXT.finditer(text))


def found_in(addresses: Sequence[str], our_sites: Sequence[str]) -> Found:
    """Pages and targets: an address on one of our sites is a target, of the page before it or of all."""
    ours = [url for url in addresses if is_ours(url, our_sites)]
    lines: list[str] = []
    for url in addresses:
        if url not in ours:
            lines.append(url)
        elif len(ours) > 1 and lines and " -> " not in lines[-1]:
            lines[-1] += f" -> {url}"
    fitting = _fitting(lines)
    return Found(fitting, ours[0] if len(ours) == 1 and lines else "", len(lines) - len(fitting))


def _fitting(lines: Sequence[str]) -> tuple[str, ...]:
    """As many whole lines as the field takes."""
    room, kept = LONGEST_TEXT, []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return tuple(kept)
