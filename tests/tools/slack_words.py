"""Judges a message: would Slack take it, and did foreign text stay text?"""

from collections.abc import Iterator
from typing import Any

from bot.messages.kit.blocks import Message
from bot.messages.kit.text import FALLBACK
from bot.messages.kit.views import View
from bot.sandbox.blocks import is_too_large, message_faults, view_faults
from tests.tools.slack_judge import message_objections, view_objections


def sound(message: Message) -> Message:
    """The message itself, after the local Slack and Slack's own schema had nothing to say against it."""
    blocks = list(message.blocks)
    assert message_faults(blocks) == []
    assert message_objections(blocks) == []
    assert 0 < len(message.text) <= FALLBACK
    if message.plainer:
        sound(message.plainer)
    return message


def sound_view(view: View) -> View:
    """The modal or Home itself, after both had nothing to say against it."""
    assert view_faults(view) == []
    assert view_objections(view) == []
    assert not is_too_large(view)
    return view


def mrkdwn_in(view: View) -> Iterator[str]:
    """Everything in a view that Slack reads for formatting."""
    yield from _mrkdwn(view["blocks"])


def read_view(view: View) -> str:
    """All that a person reads in a view: its title, blocks, and what its fields hold."""
    return " ".join([view.get("title", {}).get("text", ""), *_texts(view["blocks"])])


def mrkdwn_of(message: Message) -> Iterator[str]:
    """Everything that Slack reads for formatting: the fallback text, and each mrkdwn object."""
    yield message.text
    yield from _mrkdwn(list(message.blocks))


def _mrkdwn(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from _mrkdwn(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _mrkdwn(inner)


def read(message: Message) -> str:
    """All that a person reads in the blocks, without formatting."""
    return " ".join(_texts(list(message.blocks)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "user":
            yield f"@{value['user_id']}"
        for name, inner in value.items():
            if name in {"text", "fallback", "initial_value"} and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def buttons_of(message: Message) -> dict[str, str]:
    """Every button's words and value."""
    found = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    return {one["text"]["text"]: one.get("value", "") for one in found if one["type"] == "button"}
