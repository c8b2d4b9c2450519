"""The bytes of files: those that somebody uploaded to Slack, and those that we send there."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from aiohttp import ClientError, ClientTimeout
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import CALL_ERRORS, SlackTrouble, trouble_of

_SECONDS = 60.0
_UPLOAD_SECONDS = 300.0
_STEP = 256 * 1024
_FINE = 200
BYTE_ORDER = "utf-8-sig"
"""How texts for spreadsheets are encoded: they take a file without its mark for one of their own country."""


class SlackFile(Struct, frozen=True):
    """A file to send."""

    name: str
    data: bytes


class NoFileError(Exception):
    """Slack does not give the file; the words say why, to the person who uploaded it."""


class NotSentError(Exception):
    """Slack does not take files, or not for this person."""

    def __init__(self, trouble: SlackTrouble) -> None:
        super().__init__(trouble.word)
        self.trouble = trouble


async def download(client: AsyncWebClient, file_id: str, most: int) -> tuple[str, bytes]:
    """A file's name, and at most `most` bytes of it and one more, by which a larger one is told; raises NoFileError."""
    try:
        file = (await client.files_info(file=file_id)).get("file") or {}
    except CALL_ERRORS as error:
        raise NoFileError(f"Slack does not show me this file ({trouble_of(error).word}).") from error
    url = str(file.get("url_private_download") or "")
    if not url or file.get("mode") == "external":
        raise NoFileError("This file is kept outside of Slack; download it, and upload the file itself.")
    assert client.session is not None, "every client of ours has the one session for Slack"
    try:
        async with client.session.get(
            url, headers={"Authorization": f"Bearer {client.token}"}, timeout=ClientTimeout(total=_SECONDS)
        ) as answer:
            # With a token that may not read files Slack answers 200, and a page to sign in.
            is_page = answer.content_type == "text/html" and file.get("mimetype") != "text/html"
            if answer.status != _FINE or is_page:
                raise NoFileError("Slack does not give me this file: the app needs the scope files:read.")
            data = bytearray()
            async for piece in answer.content.iter_chunked(_STEP):
                data += piece
                if len(data) > most:
                    break
    except (ClientError, TimeoutError) as error:
        raise NoFileError("Slack did not give the file in time; try once more.") from error
    return str(file.get("name") or ""), bytes(data)


async def upload(client: AsyncWebClient, files: Sequence[SlackFile]) -> list[str]:
    """Send the bytes; nobody sees the files, here by their ids, until they are shared. Raises what calls raise."""
    ids = []
    assert client.session is not None, "every client of ours has the one session for Slack"
    for file in files:
        place = await client.files_getUploadURLExternal(filename=file.name, length=len(file.data))
        to, timeout = str(place["upload_url"]), ClientTimeout(total=_UPLOAD_SECONDS)
        async with client.session.post(to, data=BytesIO(file.data), timeout=timeout) as answer:
            answer.raise_for_status()
        ids.append(str(place["file_id"]))
    return ids


async def share(client: AsyncWebClient, ids: Sequence[str], channel: str) -> None:
    """Show uploaded files in a conversation, in one message; raises what calls raise."""
    await client.files_completeUploadExternal(files=[{"id": each} for each in ids], channel_id=channel)


async def send_files(
    client: AsyncWebClient, person: str, files: Sequence[SlackFile], text: str, blocks: Sequence[dict[str, Any]]
) -> None:
    """Send files to one person alone, under a message; raises NotSentError.

    They are uploaded first, which nobody sees: so where that is refused nothing was said. They are shown in a
    conversation, whose id comes with the message: to ask Slack for it takes one scope more.
    """
    try:
        ids = await upload(client, files)
        posted = await client.chat_postMessage(channel=person, text=text, blocks=list(blocks), unfurl_links=False)
        await share(client, ids, str(posted["channel"]))
    except CALL_ERRORS as error:
        raise NotSentError(trouble_of(error)) from error
