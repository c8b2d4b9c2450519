"""Who asks, and where, as Slack's payloads tell it (pure)."""

from collections.abc import Mapping
from typing import Any

from bot.access.permissions import Asker

Body = Mapping[str, Any]


def asker_of(body: Body, home: Mapping[str, Any] | None) -> Asker:
    """The person and channel of a command or click; `home` is what Slack said of our own token (`auth.test`)."""
    return Asker(_user(body), _channel(body), at_home=_is_at_home(body, home or {}))


def response_url_of(body: Body) -> str:
    """Where an answer to this command or click goes; empty where Slack gives no such address."""
    return str(body.get("response_url") or "")


def _user(body: Body) -> str:
    user = body.get("user")
    return str(user.get("id", "")) if isinstance(user, Mapping) else str(body.get("user_id", ""))


def _channel(body: Body) -> str:
    channel = body.get("channel")
    if isinstance(channel, Mapping):
        return str(channel.get("id", ""))
    return str(body.get("channel_id") or (body.get("container") or {}).get("channel_id", ""))


def _is_at_home(body: Body, home: Mapping[str, Any]) -> bool:
    """The acting person's own workspace is ours, or one of the same Enterprise organisation."""
    user = body.get("user")
    teams = [user.get("team_id")] if isinstance(user, Mapping) else []
    team = body.get("team")
    teams.append(team.get("id") if isinstance(team, Mapping) else body.get("team_id"))
    acting = next((each for each in teams if each), None)
    if acting is not None and acting == home.get("team_id"):
        return True
    enterprise = body.get("enterprise")
    ours = home.get("enterprise_id")
    theirs = enterprise.get("id") if isinstance(enterprise, Mapping) else body.get("enterprise_id")
    return bool(ours) and ours == theirs
