"""Node's @slack/bolt against the local Slack: `npm install @slack/bolt` somewhere, name its node_modules below."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack

MODULES = os.environ.get("LINKWATCH_NODE_MODULES", "")
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    not (NODE and Path(MODULES, "@slack", "bolt").is_dir()),
    reason="NO NODE BOLT: set LINKWATCH_NODE_MODULES to a node_modules folder that holds @slack/bolt",
)


@pytest.fixture
async def node_app(slack: RunningSlack) -> AsyncIterator[None]:
    """The app in node_bolt.cjs, connected."""
    slack.socket.ack_seconds = 3.0
    env = {
        "PATH": os.environ["PATH"],
        "NODE_PATH": MODULES,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
    }
    script = Path(__file__).with_name("node_bolt.cjs")
    process = await asyncio.create_subprocess_exec(str(NODE), str(script), env=env)
    try:
        await slack.connected(20)
        yield
    finally:
        process.kill()
        await process.wait()


@pytest.mark.usefixtures("node_app")
async def test_every_flow_of_ours_works_for_another_client(slack: RunningSlack) -> None:
    answer = await slack.command("U0ADA", "#links", "/links list")
    await slack.until(lambda: answer.replies and slack.messages("#links"))
    assert (answer.acked, answer.reply.text) == (True, "heard list")
    [message] = slack.messages("#links")
    pressed = await slack.click(message, "go", user="U0BEN")
    await slack.until(lambda: pressed.replies)
    assert (message.text, message.edits, pressed.reply.only_for) == ("pressed by ben", 1, "U0BEN")
    await slack.command("U0ADA", "#links", "/links form")
    await slack.until(lambda: slack.modal("U0ADA"))
    assert (await slack.submit_view("U0ADA", {"url": "nonsense"})).errors == {"page": "Not an address"}
    assert not (await slack.submit_view("U0ADA", {"url": "a.example"})).errors
    for _ in range(2):
        assert await slack.open_home("U0BEN")
        await slack.until(lambda: slack.home("U0BEN"))
    await slack.until(lambda: len(slack.messages("D0BEN")) == 2)
    assert slack.messages("D0BEN")[1].text == "pressed by ben; channel_not_found"
