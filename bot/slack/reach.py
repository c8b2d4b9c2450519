"""How far we get into a channel, and what Slack's words say of it (pure)."""

from dataclasses import dataclass
from enum import StrEnum


class PostAccess(StrEnum):
    """Whether alerts get into a channel."""

    FINE = "fine"
    NOT_A_MEMBER = "not a member"
    ARCHIVED = "archived"
    RESTRICTED = "restricted"
    """Few may post there, and we are not among them."""
    UNKNOWN = "unknown"
    """Without `channels:read` (for private channels `groups:read`) nobody tells; posting will."""


class Sharing(StrEnum):
    """Whether other workspaces see a channel."""

    OURS = "ours"
    SHARED = "shared"
    """Another workspace sees it, or is invited to."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChannelPlace:
    """A channel as Slack describes it."""

    reach: PostAccess
    sharing: Sharing = Sharing.UNKNOWN
    lacks: str = ""
    """The scope without which Slack does not tell, such as `channels:read`."""


_REACH = {
    "not_in_channel": PostAccess.NOT_A_MEMBER,
    "channel_not_found": PostAccess.NOT_A_MEMBER,
    "is_archived": PostAccess.ARCHIVED,
    "is_inactive": PostAccess.ARCHIVED,
}
_RESTRICTED = "restricted_action"
_OF_A_THREAD = frozenset({"restricted_action_thread_locked", "restricted_action_non_threadable_channel"})
"""What concerns replies alone: the channel itself takes messages."""


def post_access_of(word: str) -> PostAccess | None:
    """What an error of posting says of the channel; None where the channel is not in the way.

    `channel_not_found` is said of private channels that we are not in, too.
    """
    if word.startswith(_RESTRICTED) and word not in _OF_A_THREAD:
        return PostAccess.RESTRICTED
    return _REACH.get(word)


def is_direct(channel: str) -> bool:
    """Whether an id is that of a direct message, or of the person at its other end."""
    return channel[:1] in {"D", "U", "W"}
