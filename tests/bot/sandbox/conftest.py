from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack, start_sandbox


@pytest.fixture
async def slack() -> AsyncIterator[RunningSlack]:
    async with await start_sandbox() as running:
        running.socket.ack_seconds = 0.5
        yield running


@pytest.fixture
def client(slack: RunningSlack) -> AsyncWebClient:
    return AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client)


@pytest.fixture
async def connected(slack: RunningSlack, app: AsyncApp) -> AsyncIterator[AsyncApp]:
    """The app, with its websocket; listeners may be added later."""
    handler = AsyncSocketModeHandler(app, APP_TOKEN, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call] # slack-bolt leaves it untyped
    await slack.connected()
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call] # as above
