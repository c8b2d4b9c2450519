"""An answer that somebody shared, as the outbox carries it: what they saw, whatever is true when its turn comes."""

from dataclasses import dataclass

import msgspec

from bot.messages.kit.blocks import Message


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
