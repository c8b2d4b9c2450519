"""Who may look, and who may change; asked again at each command and each click."""

from dataclasses import dataclass
from enum import StrEnum

from jobs.config import Permissions

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where."""

    user: str
    channel: str
    at_home: bool
    """Whether they belong to the workspace that runs the bot; in shared channels others can click too."""


class Why(StrEnum):
    """Why a person may change nothing in a channel that they name from elsewhere."""

    NOT_ALLOWED = "not allowed"
    OTHER_WORKSPACE = "other workspace"
    """People of other workspaces never may, whatever the permissions say."""
    NOT_IN_IT = "not in it"
    """As far as Slack tells us, and of private channels that we are not in it does not."""


class NotAllowedError(Exception):
    """Somebody who may not manage a channel was about to change what it tracks."""


def may_view(permissions: Permissions, asker: Asker) -> bool:
    """Whether this person may list and look; who may manage may do that too."""
    return _listed(permissions.view, asker) or may_manage(permissions, asker)


def may_manage(permissions: Permissions, asker: Asker) -> bool:
    """Whether this person may add, change, accept and stop; people of other workspaces never may."""
    return asker.at_home and _listed(permissions.manage, asker)


def require_manage(permissions: Permissions, asker: Asker) -> None:
    """Raises NotAllowedError where this person may not manage."""
    if not may_manage(permissions, asker):
        raise NotAllowedError(f"{asker.user} may not manage {asker.channel}")


def why_not(asker: Asker) -> Why:
    """Why somebody may not manage where they are."""
    return Why.NOT_ALLOWED if asker.at_home else Why.OTHER_WORKSPACE


def _listed(allowed: tuple[str, ...], asker: Asker) -> bool:
    return bool({EVERYONE, asker.user, asker.channel} & set(allowed))
