"""Where somebody may have something tracked: in the channel they type in, or in one that they name."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from bot.access.permissions import Asker, Why, may_manage, why_not
from bot.access.viewer import Viewer
from bot.request.deps import Deps
from bot.slack.post_access import is_direct
from jobs.config import Permissions


class Destination(Struct, frozen=True):
    """A channel in which somebody may have something tracked."""

    channel: str
    seen: bool
    """Whether they are known to be in it; nobody else is told what is there, or changes it."""


class NotThereError(Exception):
    """A person may have nothing tracked in a channel."""

    def __init__(self, channel: str, why: Why) -> None:
        super().__init__(f"{channel}: {why}")
        self.channel = channel
        self.why = why


async def destinations_for(channels: Iterable[str], asker: Asker, deps: Deps) -> Mapping[str, Destination]:
    """The channels, if this person may have something tracked in each; raises NotThereError."""
    found: dict[str, Destination] = {}
    for channel in dict.fromkeys(channels):
        if channel == asker.channel:
            found[channel] = destination_here(asker, deps.config.permissions)
        else:
            viewer = await deps.directory.members.viewer(asker.user, at_home=asker.at_home)
            found[channel] = destination_named(channel, viewer, deps.config.permissions)
    return found


def destination_here(asker: Asker, permissions: Permissions) -> Destination:
    """The channel that somebody has typed or clicked in; raises NotThereError."""
    if not may_manage(permissions, asker):
        raise NotThereError(asker.channel, why_not(asker))
    return Destination(asker.channel, seen=True)


def destination_named(channel: str, viewer: Viewer, permissions: Permissions) -> Destination:
    """A channel that somebody has named from elsewhere; raises NotThereError."""
    if is_direct(channel) or (viewer.channels is not None and not viewer.is_in(channel)):
        raise NotThereError(channel, Why.NOT_IN_IT)
    if not may_manage(permissions, viewer.asker_in(channel)):
        raise NotThereError(channel, why_not(viewer.asker_in(channel)))
    return Destination(channel, seen=viewer.is_in(channel))
