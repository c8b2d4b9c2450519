"""How far we get into a channel, and what Slack's words say of it (pure)."""

from enum import StrEnum

from msgspec import Struct

from bot.slack.errors import ErrorMeaning, meaning_of


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


class ChannelPlace(Struct, frozen=True):
    """A channel as Slack describes it."""

    reach: PostAccess
    sharing: Sharing = Sharing.UNKNOWN
    lacks: str = ""
    """The scope without which Slack does not tell, such as `channels:read`."""


_BY_MEANING = {
    ErrorMeaning.NOT_A_MEMBER: PostAccess.NOT_A_MEMBER,
    ErrorMeaning.NO_CHANNEL: PostAccess.NOT_A_MEMBER,
    ErrorMeaning.ARCHIVED: PostAccess.ARCHIVED,
    ErrorMeaning.RESTRICTED: PostAccess.RESTRICTED,
}


def post_access_of(word: str) -> PostAccess | None:
    """What an error of posting says of the channel; None where the channel is not in the way."""
    return _BY_MEANING.get(meaning_of(word))


def is_direct(channel: str) -> bool:
    """Whether an id is that of a direct message, or of the person at its other end."""
    return channel[:1] in {"D", "U", "W"}
