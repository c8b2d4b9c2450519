"""files.*: the three steps of an upload, and what is known of a file."""

import math
import mimetypes

from bot.sandbox.methods.args import Args
from bot.sandbox.methods.chat import content_of
from bot.sandbox.nouns import File, Json, Message, SlackError
from bot.sandbox.workspace import BOT_USER, TEAM, Workspace


def get_upload_url(workspace: Workspace, args: Args) -> Json:
    """files.getUploadURLExternal: where to send the bytes."""
    workspace.require_scope("files:write")
    args.number("length", 0, 1_000_000_000)
    file = new_file(workspace, args.need("filename"), BOT_USER)
    file.ready_at = math.inf
    return {"upload_url": f"{workspace.base_url}/upload/{file.id}", "file_id": file.id}


def complete_upload(workspace: Workspace, args: Args) -> Json:
    """files.completeUploadExternal: titles, and a message in a channel if one is named; then files are processed.

    Raises SlackError with the word that Slack answers.
    """
    workspace.require_scope("files:write")
    if any(block["type"] == "markdown" for block in args.many("blocks", "invalid_blocks_format") or []):
        raise SlackError("internal_error")
    asked = args.many("files", "invalid_arguments") or []
    files = [_titled(workspace, one) for one in asked]
    if "channel_id" in args:
        channel = workspace.visible_channel(args.text("channel_id"))
        if BOT_USER not in channel.members:
            raise SlackError("not_in_channel")
        content = content_of(workspace, Args({**args.given, "text": args.text("initial_comment")}))
        shown = [as_slack(workspace, file) for file in files]
        thread_ts = args.text("thread_ts")
        message = Message(channel.id, workspace.next_ts(), BOT_USER, files=shown, thread_ts=thread_ts, **content)
        workspace.add(message)
    return {"files": [as_slack(workspace, file) for file in files]}


def info(workspace: Workspace, args: Args) -> Json:
    """files.info; dimensions appear once the file was processed. Raises SlackError (`file_not_found`)."""
    workspace.require_scope("files:read")
    file = workspace.files.get(args.need("file", "file_not_found"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": as_slack(workspace, file), "comments": []}


def new_file(workspace: Workspace, name: str, user_id: str, content: bytes = b"") -> File:
    """A file of somebody's, its content maybe still to come."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    ready_at = workspace.now() + workspace.file_seconds
    file = File(workspace.new_id("F"), name, name, user_id, content, kind, ready_at)
    workspace.files[file.id] = file
    return file


def as_slack(workspace: Workspace, file: File) -> Json:
    """The `file` object."""
    base = f"{workspace.base_url}/files-pri/{TEAM}-{file.id}"
    answer: Json = {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2],
        "user": file.user,
        "size": len(file.content),
        "mode": "hosted",
        "url_private": f"{base}/{file.name}",
        "url_private_download": f"{base}/download/{file.name}",
        "permalink": f"{workspace.base_url}/files/{file.user}/{file.id}/{file.name}",
    }
    if file.mimetype.startswith("image/") and file.ready_at <= workspace.now():
        answer |= {"original_w": 600, "original_h": 300}
    return answer


def _titled(workspace: Workspace, asked: Json) -> File:
    file = workspace.files.get(str(asked.get("id")))
    if file is None:
        raise SlackError("file_not_found")
    file.title = str(asked.get("title") or file.name)
    if file.content:
        file.ready_at = workspace.now() + workspace.file_seconds
    return file


FILES = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
}
