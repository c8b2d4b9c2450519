"""conversations.*: which channels there are and what was said in them."""

import base64
import binascii
from typing import TypeVar

from bot.sandbox.methods.args import Args
from bot.sandbox.methods.chat import as_slack
from bot.sandbox.nouns import Channel, Json, Message, SlackError
from bot.sandbox.workspace import BOT_USER, Workspace

MOST = 999
T = TypeVar("T")


def info(workspace: Workspace, args: Args) -> Json:
    """conversations.info."""
    channel = workspace.visible_channel(args.need("channel", "channel_not_found"))
    workspace.require_scope(_scope(channel, "read"))
    return {"channel": channel.as_slack(BOT_USER)}


def list_channels(workspace: Workspace, args: Args) -> Json:
    """conversations.list, of the types asked for; raises SlackError where a scope is missing."""
    types = _kinds(workspace, args)
    archived = not args.flag("exclude_archived")
    found = [channel for channel in _of_kinds(workspace, types) if archived or not channel.is_archived]
    page, cursor = _page(found, args)
    return {"channels": [channel.as_slack(BOT_USER) for channel in page], **cursor}


def _kinds(workspace: Workspace, args: Args) -> list[str]:
    types = args.text("types", "public_channel").split(",")
    workspace.require_scope(*["groups:read" if kind == "private_channel" else "channels:read" for kind in types])
    return types


def _of_kinds(workspace: Workspace, types: list[str]) -> list[Channel]:
    return [
        channel
        for channel in workspace.channels.values()
        if not channel.is_im
        and ("private_channel" if channel.is_private else "public_channel") in types
        and not (channel.is_private and BOT_USER not in channel.members)
    ]


def of_person(workspace: Workspace, args: Args) -> Json:
    """users.conversations: the channels that a person is in, as far as the app may know of them.

    Raises SlackError where a scope is missing.
    """
    user = workspace.user(args.text("user", BOT_USER)).id
    types = _kinds(workspace, args)
    found = [channel for channel in _of_kinds(workspace, types) if user in channel.members]
    page, cursor = _page(found, args)
    return {"channels": [channel.as_slack(BOT_USER) for channel in page], **cursor}


def join(workspace: Workspace, args: Args) -> Json:
    """conversations.join; raises SlackError (`is_archived`)."""
    workspace.require_scope("channels:join")
    channel = workspace.visible_channel(args.need("channel", "channel_not_found"))
    if channel.is_archived:
        raise SlackError("is_archived")
    channel.members.add(BOT_USER)
    return {"channel": channel.as_slack(BOT_USER)}


def open_direct(workspace: Workspace, args: Args) -> Json:
    """conversations.open with one person."""
    workspace.require_scope("im:write")
    return {"channel": {"id": workspace.direct(workspace.user(args.need("users")).id).id}}


def history(workspace: Workspace, args: Args) -> Json:
    """conversations.history: newest first, without the replies of threads and what only one person sees.

    Raises SlackError where the bot may not read it.
    """
    channel = _readable(workspace, args)
    said = [
        message
        for message in workspace.messages(channel.id)
        if not message.only_for and (not message.is_reply or message.broadcast)
    ]
    page, cursor = _page(_between(said, args)[::-1], args)
    metadata = args.flag("include_all_metadata")
    shown = [as_slack(workspace, message, metadata=metadata) for message in page]
    return {"messages": shown, "has_more": bool(cursor), "pin_count": 0, **cursor}


def replies(workspace: Workspace, args: Args) -> Json:
    """conversations.replies: the message and what stands under it, oldest first.

    Raises SlackError (`thread_not_found`).
    """
    channel = _readable(workspace, args)
    asked = workspace.find(channel.id, args.need("ts", "thread_not_found"))
    root = workspace.find(channel.id, asked.thread_ts or asked.ts) if asked else None
    if root is None or root.only_for:
        raise SlackError("thread_not_found")
    page, cursor = _page([root, *_between(workspace.thread(channel.id, root.ts), args)], args)
    metadata = args.flag("include_all_metadata")
    shown = [as_slack(workspace, message, metadata=metadata) for message in page]
    return {"messages": shown, "has_more": bool(cursor), **cursor}


def _readable(workspace: Workspace, args: Args) -> Channel:
    channel = workspace.visible_channel(args.need("channel", "channel_not_found"))
    workspace.require_scope(_scope(channel, "history"))
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _scope(channel: Channel, what: str) -> str:
    kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
    return f"{kind}:{what}"


def _between(messages: list[Message], args: Args) -> list[Message]:
    try:
        oldest, latest = (float(args.text(name) or default) for name, default in (("oldest", 0), ("latest", "inf")))
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    if args.flag("inclusive"):
        return [message for message in messages if oldest <= float(message.ts) <= latest]
    return [message for message in messages if oldest < float(message.ts) < latest]


def _page(found: list[T], args: Args) -> tuple[list[T], Json]:
    start = _decoded(args.text("cursor"))
    end = start + args.number("limit", 100, MOST)
    if end >= len(found):
        return found[start:], {}
    cursor = base64.b64encode(f"next:{end}".encode()).decode()
    return found[start:end], {"response_metadata": {"next_cursor": cursor}}


def _decoded(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None


CONVERSATIONS = {
    "conversations.info": info,
    "conversations.list": list_channels,
    "users.conversations": of_person,
    "conversations.join": join,
    "conversations.open": open_direct,
    "conversations.history": history,
    "conversations.replies": replies,
}
