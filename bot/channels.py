"""What Slack tells of a channel, as far as the app's scopes let us ask."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_errors import CALL_ERRORS

_ANYWHERE = "chat:write.public"


class Reach(StrEnum):
    """Whether alerts get into a channel."""

    FINE = "fine"
    NOT_A_MEMBER = "not a member"
    ARCHIVED = "archived"
    UNKNOWN = "unknown"
    """Without `channels:read` (for private channels `groups:read`) nobody tells; posting will."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as Slack describes it."""

    reach: Reach
    shared: bool = False
    """Whether Slack says that another workspace sees it, or is invited to."""


async def place_of(client: AsyncWebClient, channel: str) -> Place:
    """Ask Slack; what it does not tell is unknown."""
    if channel.startswith("D"):
        return Place(Reach.FINE)
    try:
        answer = await client.conversations_info(channel=channel)
    except SlackApiError as error:
        hidden = error.response.get("error") == "channel_not_found"
        return Place(Reach.NOT_A_MEMBER if hidden else Reach.UNKNOWN)
    except CALL_ERRORS:
        return Place(Reach.UNKNOWN)
    about: dict[str, Any] = answer.get("channel") or {}
    scopes = str(answer.headers.get("x-oauth-scopes") or "").replace(" ", "").split(",")
    shared = bool(about.get("is_ext_shared") or about.get("is_pending_ext_shared"))
    return Place(_reach(about, anywhere=_ANYWHERE in scopes), shared)


def _reach(about: dict[str, Any], *, anywhere: bool) -> Reach:
    if about.get("is_archived"):
        return Reach.ARCHIVED
    open_to_us = anywhere and not about.get("is_private")
    return Reach.FINE if about.get("is_member") or open_to_us else Reach.NOT_A_MEMBER
