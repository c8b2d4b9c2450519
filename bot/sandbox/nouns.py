"""What a Slack workspace is made of, as the local Slack keeps it."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
"""A JSON object of Slack's making; its shape is checked where it comes in."""


class SlackError(Exception):
    """What Slack answers with `"ok": false`: the word, what goes with it, and the HTTP status."""

    def __init__(self, error: str, *, status: int = 200, retry_after: int | None = None, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.retry_after = retry_after
        self.extra = extra

    def as_slack(self) -> Json:
        """The body of the answer."""
        return {"ok": False, "error": self.error, **self.extra}


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot; `team_id` tells people of other workspaces (in shared channels) apart."""

    id: str
    name: str
    real_name: str
    team_id: str
    is_admin: bool = False
    is_bot: bool = False
    tz: str = "Europe/Berlin"
    tz_offset: int = 3600

    def as_slack(self) -> Json:
        """The `user` object of `users.info`."""
        profile = {"real_name": self.real_name, "display_name": self.name}
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": False,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": self.tz_offset,
            "profile": profile,
        }


@dataclass(slots=True)
class Channel:
    """A conversation; `teams` are the workspaces it is shared with, beside our own.

    Where `few_may_post`, its settings name those who may, and the app is none of them.
    """

    id: str
    name: str
    members: set[str]
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    few_may_post: bool = False
    teams: tuple[str, ...] = ()

    def as_slack(self, bot_user: str) -> Json:
        """The `channel` object of `conversations.info`, as the bot sees it."""
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_im and not self.is_private,
            "is_group": self.is_private,
            "is_im": self.is_im,
            "is_mpim": False,
            "is_private": self.is_private or self.is_im,
            "is_archived": self.is_archived,
            "is_member": bot_user in self.members,
            "is_shared": bool(self.teams),
            "is_ext_shared": bool(self.teams),
            "connected_team_ids": list(self.teams),
            "num_members": len(self.members),
            "topic": {"value": ""},
            "purpose": {"value": ""},
        }


@dataclass(slots=True)
class Message:
    """A message in a channel; `only_for` names the one person who sees an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    thread_ts: str = ""
    broadcast: bool = False
    only_for: str = ""
    edited_ts: str = ""
    edits: int = 0

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread and not in the channel itself."""
        return bool(self.thread_ts) and self.thread_ts != self.ts


@dataclass(slots=True)
class View:
    """A modal or a Home that somebody has before them; `body` is the view as the app gave it."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    channel: str = ""

    @property
    def is_home(self) -> bool:
        """Whether it is App Home and not a modal."""
        return bool(self.body["type"] == "home")


@dataclass(slots=True)
class File:
    """An upload; `ready_at` is when Slack has processed it and blocks may show it."""

    id: str
    name: str
    title: str
    user: str
    content: bytes = b""
    mimetype: str = "application/octet-stream"
    ready_at: float = 0.0
    channels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Interaction:
    """One thing a person did that went to the app, and what came back."""

    user: str
    trigger_id: str = ""
    response_url: str = ""
    acked: bool = False
    answer: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    replies: list[Message] = field(default_factory=list)

    @property
    def reply(self) -> Message:
        """The newest answer given through the acknowledgement or the response_url."""
        return self.replies[-1]


@dataclass(slots=True)
class Hook:
    """A response_url: five uses in thirty minutes; `source` is the message that was clicked, if one was."""

    token: str
    user: str
    channel: str
    interaction: Interaction
    made_at: float
    source: Message | None = None
    uses: int = 0
