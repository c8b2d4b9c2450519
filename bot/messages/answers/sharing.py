"""What somebody is told who shares an answer to their channel."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from bot.messages.kit.blocks import Block, Message, context, note
from bot.messages.kit.text import escape

_SHARED = escape("You shared this to the channel.")


def shared() -> Message:
    """It is on its way, and nothing stops it."""
    return Message(_SHARED, (context(_SHARED),))


def shared_already() -> Message:
    """The button was pressed again."""
    return note("This was shared to the channel already.")


def tried_again() -> Message:
    """The button was pressed again, and Slack had refused what was shared."""
    return note("This was shared already, and Slack refused it. It is tried again now.")


def not_shared(why: Sequence[Block]) -> Message:
    """Nothing gets into the channel; `why` says what helps."""
    return note("This cannot be shared to the channel now.", then=why)


@dataclass(frozen=True, slots=True)
class Given:
    """A message made for a channel when somebody shared it."""

    message: Message
    hides_costs: bool
    """Whether the channel hid what its links cost when it was made."""


def to_json(given: Given) -> str:
    """What a notice carries."""
    return msgspec.json.encode(given).decode()


def from_json(payload: str) -> Given:
    """The answer that a notice carries."""
    return msgspec.json.decode(payload, type=Given)
