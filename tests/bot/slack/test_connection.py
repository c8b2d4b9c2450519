"""The line to Slack under faults, and handlers that are at work when we stop."""

import asyncio
import hashlib
import hmac
import json
import socket
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack, start_sandbox
from bot.slack.connection import HTTP_PATH, HttpConnection, InFlight, SocketConnection, slack_session

SECRET = "a" * 32


@pytest.fixture
async def slack() -> AsyncIterator[RunningSlack]:
    async with await start_sandbox() as running:
        running.socket.ack_seconds = 0.5
        yield running


@pytest.fixture
async def app(slack: RunningSlack) -> AsyncIterator[AsyncApp]:
    async with slack_session(2) as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
        yield AsyncApp(client=client, signing_secret=SECRET)


@pytest.fixture
async def connection(app: AsyncApp) -> AsyncIterator[SocketConnection]:
    made = SocketConnection(app, APP_TOKEN, handshake_seconds=0.3, ping_seconds=0.1, watch_seconds=0.05)
    yield made
    await made.close()


async def test_it_connects_and_disconnects(slack: RunningSlack, connection: SocketConnection) -> None:
    await connection.open()
    assert await connection.is_connected()
    await connection.close()
    await slack.until(lambda: not slack.socket.connections)
    assert not await connection.is_connected()


async def test_closing_twice_or_unopened_is_no_fault(connection: SocketConnection) -> None:
    await connection.close()
    await connection.open()
    await connection.close()
    await connection.close()


@pytest.mark.parametrize("times", [1, 3])
async def test_refused_handshakes_do_not_spend_the_ticket_for_ever(
    slack: RunningSlack, connection: SocketConnection, times: int
) -> None:
    slack.faults.refuse_handshake(times)
    await asyncio.wait_for(connection.open(), 10)
    await slack.connected()
    assert len(slack.calls("apps.connections.open")) > 1


async def test_a_handshake_that_is_never_answered_is_given_up(
    slack: RunningSlack, connection: SocketConnection
) -> None:
    slack.faults.stick_handshake()
    await asyncio.wait_for(connection.open(), 10)
    await slack.connected()


async def test_the_time_for_the_handshake_does_not_end_the_connection(
    slack: RunningSlack, connection: SocketConnection
) -> None:
    await connection.open()
    await asyncio.sleep(connection.handshake_seconds * 2)
    assert await connection.is_connected()
    assert len(slack.calls("apps.connections.open")) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", ""])
async def test_it_comes_back_after_a_disconnect(slack: RunningSlack, connection: SocketConnection, reason: str) -> None:
    await connection.open()
    first = slack.socket.connections[0]
    await (slack.socket.disconnect(reason) if reason else slack.socket.drop())
    await slack.until(lambda: slack.socket.connections and slack.socket.connections[-1] is not first)


async def test_it_comes_back_when_slack_was_away(slack: RunningSlack, connection: SocketConnection) -> None:
    await connection.open()
    slack.faults.away = True
    await slack.socket.drop()
    await asyncio.sleep(0.5)
    slack.faults.clear()
    await slack.connected(10)


async def test_a_handler_at_work_is_waited_for(
    slack: RunningSlack, app: AsyncApp, connection: SocketConnection
) -> None:
    go_on, done = asyncio.Event(), asyncio.Event()

    async def slow(ack: AsyncAck) -> None:
        await ack()
        await go_on.wait()
        done.set()

    app.command("/links")(slow)
    in_flight = InFlight()
    in_flight.watch(app)
    await connection.open()
    assert await in_flight.ended(0.1)
    await slack.command("U0ADA", "#links", "/links list")
    await connection.close()
    assert not await in_flight.ended(0.05)
    go_on.set()
    assert await in_flight.ended(5)
    assert done.is_set()


async def test_a_handler_that_fails_counts_as_ended(
    slack: RunningSlack, app: AsyncApp, connection: SocketConnection
) -> None:
    async def fails(ack: AsyncAck) -> None:
        await ack()
        raise RuntimeError("a bug")

    app.command("/links")(fails)
    in_flight = InFlight()
    in_flight.watch(app)
    await connection.open()
    await slack.command("U0ADA", "#links", "/links list")
    assert await in_flight.ended(5)
    assert in_flight.count == 0


# HTTP


@pytest.mark.parametrize(("secret", "status"), [(SECRET, 200), ("b" * 32, 401)])
async def test_over_http_only_what_slack_signed_is_heard(
    app: AsyncApp, unused_tcp_port: int, secret: str, status: int
) -> None:
    heard: list[str] = []

    async def on_command(ack: AsyncAck, command: dict[str, str]) -> None:
        heard.append(command["text"])
        await ack()

    app.command("/links")(on_command)
    connection = HttpConnection(app, "127.0.0.1", unused_tcp_port)
    await connection.open()
    body = "command=%2Flinks&text=list&user_id=U0ADA&channel_id=C0LINKS&team_id=T0LOCAL"
    headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(body, secret)}
    async with (
        ClientSession() as session,
        session.post(f"http://127.0.0.1:{unused_tcp_port}{HTTP_PATH}", data=body, headers=headers) as answer,
    ):
        assert answer.status == status
    await connection.close()
    assert heard == (["list"] if status == 200 else [])


async def test_over_http_a_port_that_is_taken_leaves_nothing_open(app: AsyncApp) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        connection = HttpConnection(app, "127.0.0.1", taken.getsockname()[1])
        with pytest.raises(OSError, match="already in use"):
            await connection.open()
    assert not await connection.is_connected()
    await connection.open()
    assert await connection.is_connected()
    await connection.close()


@pytest.mark.parametrize(
    "text",
    [
        "add https://x.example/payload/7 -> https://ours.example/",
        "add https://x.example/?payload=1&b=2 -> https://ours.example/payload",
        "payload",
        "list %70ayload",
    ],
)
async def test_over_http_a_command_may_speak_of_payloads(app: AsyncApp, unused_tcp_port: int, text: str) -> None:
    """Bolt takes any form with that word in it for a click, and reads nothing else of it."""
    heard: list[str] = []

    async def on_command(ack: AsyncAck, command: dict[str, str]) -> None:
        heard.append(command["text"])
        await ack()

    app.command("/links")(on_command)
    fields = {"command": "/links", "text": text, "user_id": "U0ADA", "channel_id": "C0LINKS", "team_id": "T0LOCAL"}
    assert await posted(app, unused_tcp_port, urlencode(fields)) == 200
    assert heard == [text]


async def test_over_http_a_click_is_heard_whatever_it_holds(app: AsyncApp, unused_tcp_port: int) -> None:
    heard: list[str] = []

    async def on_click(ack: AsyncAck, action: dict[str, str]) -> None:
        heard.append(action["value"])
        await ack()

    app.action("show")(on_click)
    button = {"type": "button", "action_id": "show", "block_id": "b", "value": "payload"}
    click = {"type": "block_actions", "user": {"id": "U0ADA"}, "team": {"id": "T0LOCAL"}, "actions": [button]}
    assert await posted(app, unused_tcp_port, urlencode({"payload": json.dumps(click)})) == 200
    assert heard == ["payload"]


async def posted(app: AsyncApp, port: int, body: str) -> int:
    """Post a form as Slack does, and give the status of the answer."""
    connection = HttpConnection(app, "127.0.0.1", port)
    await connection.open()
    headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(body, SECRET)}
    async with (
        ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}{HTTP_PATH}", data=body, headers=headers) as answer,
    ):
        status = answer.status
    await connection.close()
    return status


def signed(body: str, secret: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
