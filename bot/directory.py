"""What Slack tells of channels and of the people in them, asked through the one client."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.access.viewer import Memberships
from bot.slack.channels import Channels


@dataclass(frozen=True, slots=True)
class Directory:
    """Both remember for a minute what they were told."""

    channels: Channels
    members: Memberships


def directory_of(client: AsyncWebClient, now: Callable[[], datetime]) -> Directory:
    """A directory that has asked nothing yet."""
    return Directory(Channels(client, now), Memberships(client, now))
