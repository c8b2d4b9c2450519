"""Uploads in three steps, downloads for whoever has the token."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import BOT_TOKEN, RunningSlack


async def download(url: str, token: str) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_the_sdks_upload_puts_a_file_into_the_channel(slack: RunningSlack, client: AsyncWebClient) -> None:
    answer = await client.files_upload_v2(channel="C0LINKS", content="a,b\n", filename="links.csv", title="Links")
    [message] = slack.messages("#links")
    assert message.files[0]["title"] == "Links"
    url = answer["files"][0]["url_private_download"]
    assert await download(url, BOT_TOKEN) == (200, "text/csv", b"a,b\n")


async def test_a_wrong_token_gets_a_login_page_with_status_200(slack: RunningSlack, client: AsyncWebClient) -> None:
    answer = await client.files_upload_v2(channel="C0LINKS", content="a,b\n", filename="links.csv")
    status, kind, body = await download(answer["files"][0]["url_private_download"], "xoxb-wrong")
    assert (status, kind, b"Sign in" in body) == (200, "text/html", True)


async def test_an_image_can_be_shown_only_once_it_was_processed(slack: RunningSlack, client: AsyncWebClient) -> None:
    moment = slack.workspace.now()
    slack.workspace.now = lambda: moment
    slack.workspace.file_seconds = 2.0
    answer = await client.files_upload_v2(content=b"\x89PNG", filename="chart.png")
    file = answer["files"][0]["id"]
    blocks = [{"type": "image", "alt_text": "chart", "slack_file": {"id": file}}]
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel="C0LINKS", text="x", blocks=blocks)
    assert "original_w" not in (await client.files_info(file=file))["file"]
    slack.workspace.now = lambda: moment + 3.0
    assert "original_w" in (await client.files_info(file=file))["file"]
    await client.chat_postMessage(channel="C0LINKS", text="x", blocks=blocks)


async def test_a_file_whose_upload_was_not_completed_cannot_be_shown(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    answer = await client.files_getUploadURLExternal(filename="chart.png", length=4)
    async with aiohttp.ClientSession() as session:
        await session.post(answer["upload_url"], data=b"\x89PNG")
    blocks = [{"type": "image", "alt_text": "chart", "slack_file": {"id": answer["file_id"]}}]
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel="C0LINKS", text="x", blocks=blocks)
    await client.files_completeUploadExternal(files=[{"id": answer["file_id"]}])
    await client.chat_postMessage(channel="C0LINKS", text="x", blocks=blocks)
    assert len(slack.messages("#links")) == 1


async def test_an_upload_needs_its_scope_and_takes_no_markdown_block(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    answer = await client.files_getUploadURLExternal(filename="chart.png", length=4)
    with pytest.raises(SlackApiError, match="internal_error"):
        await client.files_completeUploadExternal(
            files=[{"id": answer["file_id"]}], blocks='[{"type": "markdown", "text": "x"}]'
        )
    slack.workspace.scopes.discard("files:write")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.files_getUploadURLExternal(filename="chart.png", length=4)


async def test_a_file_may_come_as_a_form(client: AsyncWebClient) -> None:
    answer = await client.files_getUploadURLExternal(filename="links.csv", length=4)
    form = aiohttp.FormData({"note": "ours"})
    form.add_field("file", b"a,b\n", filename="links.csv")
    async with aiohttp.ClientSession() as session, session.post(answer["upload_url"], data=form) as taken:
        assert (taken.status, await taken.text()) == (200, "OK - 4")
    await client.files_completeUploadExternal(files=[{"id": answer["file_id"]}])
    file = (await client.files_info(file=answer["file_id"]))["file"]
    assert await download(file["url_private_download"], BOT_TOKEN) == (200, "text/csv", b"a,b\n")


async def test_a_file_that_nobody_announced_is_neither_taken_nor_given(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{slack.base_url}/upload/F0NONE", data=b"x") as taken:
        assert taken.status == 404
    assert (await download(f"{slack.base_url}/files-pri/T0LOCAL-F0NONE/links.csv", BOT_TOKEN))[0] == 404
