"""Each fault that tests may order happens, once, and as the wire would show it."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import RunningSlack

POST = "chat.postMessage"


async def post(client: AsyncWebClient, text: str = "x") -> Any:
    return await client.chat_postMessage(channel="C0LINKS", text=text)


async def test_a_lost_answer_leaves_the_message_posted(slack: RunningSlack, client: AsyncWebClient) -> None:
    slack.faults.drop_answer(POST)
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    assert len(slack.messages("#links")) == 1
    await post(client)
    assert len(slack.messages("#links")) == 2


async def test_the_sdks_own_retry_posts_twice_after_a_lost_answer(slack: RunningSlack, client: AsyncWebClient) -> None:
    slack.faults.drop_answer(POST)
    client.retry_handlers = [AsyncConnectionErrorRetryHandler()]
    await post(client)
    assert len(slack.messages("#links")) == 2


async def test_a_held_answer_times_out_with_the_message_posted(slack: RunningSlack, client: AsyncWebClient) -> None:
    slack.faults.hold_answer(POST)
    client.timeout = 1
    with pytest.raises(asyncio.TimeoutError):
        await post(client)
    assert len(slack.messages("#links")) == 1


async def test_a_refused_call_does_nothing(slack: RunningSlack, client: AsyncWebClient) -> None:
    slack.faults.refuse(POST)
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    assert not slack.messages("#links")


@pytest.mark.parametrize("status", [500, 503])
async def test_a_bare_status_does_nothing(slack: RunningSlack, client: AsyncWebClient, status: int) -> None:
    slack.faults.status(POST, status)
    with pytest.raises(SlackApiError) as caught:
        await post(client)
    assert caught.value.response.status_code == status
    assert not slack.messages("#links")


async def test_a_rate_limit_names_the_seconds(slack: RunningSlack, client: AsyncWebClient) -> None:
    slack.faults.rate_limit(POST, retry_after=30)
    with pytest.raises(SlackApiError) as caught:
        await post(client)
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "30"


async def test_an_ordered_error_meets_only_its_method_and_as_often_as_ordered(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    slack.faults.error(POST, "channel_is_limited_access", times=2)
    await client.auth_test()
    for _ in range(2):
        with pytest.raises(SlackApiError, match="channel_is_limited_access"):
            await post(client)
    await post(client)


async def test_while_slack_is_away_nothing_goes_in_or_out(
    slack: RunningSlack, connected: AsyncApp, client: AsyncWebClient
) -> None:
    slack.faults.away = True
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    assert not (await slack.command("U0ADA", "#links", "/links")).acked
    slack.faults.clear()
    await post(client)


async def test_a_share_of_calls_can_fail(slack: RunningSlack, client: AsyncWebClient) -> None:
    slack.faults.drop_answer(POST, times=None, chance=0.5)
    lost = 0
    for number in range(20):
        try:
            await post(client, str(number))
        except aiohttp.ClientError:
            lost += 1
    assert 0 < lost < 20
    assert len(slack.messages("#links")) == 20


async def test_the_second_try_of_an_event_that_nobody_acknowledged_says_so(
    slack: RunningSlack, connected: AsyncApp
) -> None:
    slack.socket.retry_seconds = (0.0,)
    slack.socket.ack_seconds = 0.1
    seen: list[Any] = []

    @connected.middleware
    async def deaf_at_first(body: Any, next: Any) -> None:  # noqa: A002 - slack-bolt gives arguments by name
        seen.append(body["event_id"])
        if len(seen) == 1:
            await asyncio.sleep(0.3)
        await next()

    @connected.event("channel_archive")
    async def archived(event: Any) -> None:
        seen.append(event["channel"])

    assert not await slack.archive("#links")
    await slack.until(lambda: seen.count("C0LINKS") == 2)
    assert len({one for one in seen if one != "C0LINKS"}) == 1


async def test_a_doubled_event_comes_twice_with_one_id(slack: RunningSlack, connected: AsyncApp) -> None:
    ids: list[str] = []

    @connected.event("channel_archive")
    async def archived(body: Any) -> None:
        ids.append(body["event_id"])

    slack.faults.double_event()
    await slack.archive("#links")
    await slack.until(lambda: len(ids) == 2)
    assert len(set(ids)) == 1


async def test_a_disconnect_makes_the_app_come_back_with_a_new_ticket(slack: RunningSlack, connected: AsyncApp) -> None:
    @connected.command("/links")
    async def links(ack: Any) -> None:
        await ack("here")

    [old] = slack.socket.connections
    await slack.socket.disconnect()
    await slack.until(lambda: slack.socket.connections and slack.socket.connections != [old])
    assert (await slack.command("U0ADA", "#links", "/links")).reply.text == "here"


async def test_a_refused_handshake_spends_the_ticket(slack: RunningSlack) -> None:
    slack.faults.refuse_handshake()
    address = slack.socket.new_address()
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await session.ws_connect(address)
            assert caught.value.status == 408
        async with session.ws_connect(slack.socket.new_address()) as socket:
            assert (await socket.receive_json())["type"] == "hello"


async def test_a_stuck_handshake_neither_fails_nor_ends(slack: RunningSlack) -> None:
    slack.faults.stick_handshake()
    async with aiohttp.ClientSession() as session:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(session.ws_connect(slack.socket.new_address()), 0.2)


async def test_several_connections_take_turns(slack: RunningSlack) -> None:
    slack.socket.ack_seconds = 0.05
    async with aiohttp.ClientSession() as session:
        first = await session.ws_connect(slack.socket.new_address())
        second = await session.ws_connect(slack.socket.new_address())
        for socket in (first, second):
            await socket.receive_json()
        for _ in range(2):
            await slack.command("U0ADA", "#links", "/links")
        for socket in (first, second):
            assert (await socket.receive_json(timeout=1))["type"] == "slash_commands"
        await first.close()
        await second.close()


async def test_a_message_with_a_block_that_is_not_taken_is_refused(slack: RunningSlack, client: AsyncWebClient) -> None:
    slack.faults.refuse_block("divider")
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel="C0LINKS", text="x", blocks=[{"type": "divider"}])
    await post(client)
    assert [message.blocks for message in slack.messages("#links")] == [[]]
    slack.faults.clear()
    await client.chat_postMessage(channel="C0LINKS", text="x", blocks=[{"type": "divider"}])
    assert len(slack.messages("#links")) == 2
