"""chat.*: posting, editing and deleting messages."""

import re
from typing import Any

from bot.sandbox.blocks import controls, message_faults
from bot.sandbox.methods.args import Args
from bot.sandbox.nouns import Channel, Json, Message, SlackError
from bot.sandbox.workspace import APP, BOT, BOT_USER, Workspace

LONGEST_POST = 40_000
LONGEST_EDIT = 4_000
EVENT_TYPE = re.compile(r"[a-zA-Z0-9_.-]{1,255}")


def post_message(workspace: Workspace, args: Args) -> Json:
    """chat.postMessage; raises SlackError with the word that Slack answers."""
    workspace.require_scope("chat:write")
    channel = _writable(workspace, args)
    content = content_of(workspace, args)
    if not any(content[part] for part in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    _hold_back(workspace, channel)
    thread_ts = args.text("thread_ts")
    message = Message(
        channel.id,
        workspace.next_ts(),
        BOT_USER,
        thread_ts=thread_ts,
        broadcast=args.flag("reply_broadcast") and bool(thread_ts),
        **content,
    )
    workspace.add(message)
    if thread_ts:
        workspace.changed("message", channel=channel.id, ts=thread_ts)
    return {"channel": channel.id, "ts": message.ts, "message": as_slack(workspace, message)}


def post_ephemeral(workspace: Workspace, args: Args) -> Json:
    """chat.postEphemeral; raises SlackError with the word that Slack answers."""
    workspace.require_scope("chat:write")
    channel = _writable(workspace, args)
    user_id = args.need("user")
    if user_id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = content_of(workspace, args)
    if not any(content[part] for part in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    content["metadata"] = {}
    message = Message(
        channel.id,
        workspace.next_ts(),
        BOT_USER,
        only_for=user_id,
        thread_ts=args.text("thread_ts"),
        **content,
    )
    workspace.add(message)
    return {"message_ts": message.ts}


def update(workspace: Workspace, args: Args) -> Json:
    """chat.update: fields that are not given stay as they are; an empty list takes blocks away.

    Raises SlackError with the word that Slack answers.
    """
    workspace.require_scope("chat:write")
    message = _own(workspace, args, "cant_update_message")
    if workspace.channels[message.channel].is_archived:
        raise SlackError("is_inactive")
    if not any(name in args for name in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    if len(args.text("text")) > LONGEST_EDIT:
        raise SlackError("msg_too_long")
    given = ("text", "blocks", "attachments", "metadata")
    content = {name: value for name, value in content_of(workspace, args).items() if name in given and name in args}
    workspace.edit(message, **content)
    text = {"text": message.text, "message": as_slack(workspace, message)}
    return {"channel": message.channel, "ts": message.ts, **text}


def delete(workspace: Workspace, args: Args) -> Json:
    """chat.delete; raises SlackError with the word that Slack answers."""
    workspace.require_scope("chat:write")
    message = _own(workspace, args, "cant_delete_message")
    workspace.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(workspace: Workspace, args: Args) -> Json:
    """chat.getPermalink; raises SlackError (`message_not_found`)."""
    channel = workspace.visible_channel(args.need("channel"))
    ts = args.need("message_ts")
    if workspace.find(channel.id, ts) is None:
        raise SlackError("message_not_found")
    permalink = f"{workspace.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": permalink}


def content_of(workspace: Workspace, args: Args) -> dict[str, Any]:
    """What a message says, judged as Slack judges it: text, blocks, attachments, metadata.

    Raises SlackError where Slack would not take it.
    """
    text = args.text("text")
    if len(text) > LONGEST_POST:
        raise SlackError("msg_too_long")
    blocks = args.many("blocks", "invalid_blocks_format") or []
    refuse_faults(message_faults(blocks), "invalid_blocks")
    _refuse_unready(workspace, blocks)
    attachments = args.many("attachments", "invalid_attachments") or []
    for attachment in attachments:
        refuse_faults(message_faults(attachment.get("blocks", [])), "invalid_attachments")
    return {"text": text, "blocks": blocks, "attachments": attachments, "metadata": _metadata(args)}


def refuse_faults(faults: list[str], error: str) -> None:
    """Refuse what has faults; raises SlackError with its complaints, if there are any."""
    if faults:
        messages = {"messages": [f"[ERROR] {words}" for words in faults]}
        raise SlackError(error, errors=faults, response_metadata=messages)


def as_slack(workspace: Workspace, message: Message, *, metadata: bool = True) -> Json:
    """The `message` object of history, answers and payloads."""
    user = workspace.users[message.user]
    answer: Json = {
        "type": "message",
        "user": user.id,
        "ts": message.ts,
        "text": message.text,
        "team": user.team_id,
    }
    if message.only_for:
        answer |= {"is_ephemeral": True}
    if user.id == BOT_USER:
        answer |= {"bot_id": BOT, "app_id": APP, "bot_profile": {"id": BOT, "app_id": APP, "name": user.real_name}}
    parts = {"blocks": message.blocks, "attachments": message.attachments, "files": message.files}
    answer |= {name: part for name, part in parts.items() if part}
    if message.edited_ts:
        answer["edited"] = {"user": message.user, "ts": message.edited_ts}
    if metadata and message.metadata:
        answer["metadata"] = message.metadata
    return answer | _thread(workspace, message)


def _thread(workspace: Workspace, message: Message) -> Json:
    if message.is_reply:
        subtype = {"subtype": "thread_broadcast"} if message.broadcast else {}
        return {"thread_ts": message.thread_ts, "parent_user_id": BOT_USER, **subtype}
    replies = workspace.thread(message.channel, message.ts)
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    counts = {"reply_count": len(replies), "reply_users_count": len(people), "reply_users": people}
    return {"thread_ts": message.ts, **counts, "latest_reply": replies[-1].ts}


def _writable(workspace: Workspace, args: Args) -> Channel:
    channel = workspace.visible_channel(args.need("channel", "channel_not_found"))
    if channel.is_archived:
        raise SlackError("is_archived")
    may_write_anywhere = "chat:write.public" in workspace.scopes and not channel.is_private
    if BOT_USER not in channel.members and not may_write_anywhere:
        raise SlackError("not_in_channel")
    if channel.few_may_post:
        raise SlackError("restricted_action_read_only_channel")
    return channel


def _own(workspace: Workspace, args: Args, error: str) -> Message:
    channel = workspace.visible_channel(args.need("channel", "channel_not_found"))
    message = workspace.find(channel.id, args.need("ts"))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if message.user != BOT_USER:
        raise SlackError(error)
    return message


def _metadata(args: Args) -> Json:
    metadata = args.one("metadata", "invalid_metadata_format") or {}
    if not metadata:
        return {}
    if not EVENT_TYPE.fullmatch(str(metadata.get("event_type", ""))):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict) or set(metadata) - {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    return metadata


def _refuse_unready(workspace: Workspace, blocks: list[Json]) -> None:
    images = [block for block in blocks if "slack_file" in block]
    images += [element for _, element in controls(blocks) if "slack_file" in element]
    for image in images:
        file = workspace.files.get(str(image["slack_file"].get("id")))
        if file is None or file.ready_at > workspace.now():
            refuse_faults(["invalid slack file [json-pointer:/blocks/0/slack_file]"], "invalid_blocks")


def _hold_back(workspace: Workspace, channel: Channel) -> None:
    if not workspace.enforce_rate:
        return
    if workspace.now() - workspace.last_post.get(channel.id, 0.0) < 1.0:
        raise SlackError("ratelimited", status=429, retry_after=1)
    workspace.last_post[channel.id] = workspace.now()


CHAT = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
