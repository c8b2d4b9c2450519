"""Node's @slack/bolt against the local Slack: `make node` installs it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack, View
from tests.tools.node_modules import MODULES, NODE, needs_package
from tests.tools.slack_words import read_view, sound_view

pytestmark = [needs_package("@slack/bolt"), pytest.mark.usefixtures("node_app")]


@pytest.fixture
async def node_app(slack: RunningSlack) -> AsyncIterator[None]:
    """The app in node_bolt.cjs, connected by Socket Mode."""
    slack.socket.ack_seconds = 3.0
    env = {
        "PATH": os.environ["PATH"],
        "NODE_PATH": str(MODULES),
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


async def view(slack: RunningSlack, has: str, user: str = "U0ADA") -> View:
    """The person's modal, or their Home where none is open, once it says this."""

    def found() -> View | None:
        shown = slack.modal(user) or slack.home(user)
        return shown if shown and has in read_view(shown.body) else None

    shown = await slack.until(found)
    sound_view(shown.body)
    return shown


async def said(slack: RunningSlack, user: str, count: int) -> str:
    """The last of so many direct messages."""
    await slack.until(lambda: len(slack.messages(user)) == count)
    return slack.messages(user)[-1].text


async def test_a_command_is_answered_and_a_button_pressed(slack: RunningSlack) -> None:
    answer = await slack.command("U0ADA", "#links", "/links list")
    await slack.until(lambda: answer.replies and slack.messages("#links"))
    assert (answer.acked, answer.reply.text) == (True, "heard list")
    [message] = slack.messages("#links")
    pressed = await slack.click(message, "go", user="U0BEN")
    await slack.until(lambda: pressed.replies)
    assert (message.text, message.edits, pressed.reply.only_for) == ("pressed by ben", 1, "U0BEN")


async def test_a_form_is_refused_at_its_field_and_then_taken(slack: RunningSlack) -> None:
    await slack.command("U0ADA", "#links", "/links form")
    await view(slack, "Page")
    assert (await slack.submit_view("U0ADA", {"url": "nonsense"})).errors == {"page": "Not an address"}
    assert slack.modal("U0ADA") is not None
    assert not (await slack.submit_view("U0ADA", {"url": "a.example"})).errors
    assert slack.modal("U0ADA") is None
    assert await said(slack, "U0ADA", 1) == "added a.example, kept"


async def test_a_messages_shortcut_opens_a_form_that_turns_into_its_result(slack: RunningSlack) -> None:
    message = slack.say("U0BEN", "#links", "They placed it")
    assert (await slack.message_shortcut("U0ADA", message, "track")).acked
    await view(slack, "message_action: They placed it")
    assert not (await slack.submit_view("U0ADA")).errors
    await view(slack, "took message_action: They placed it")


async def test_a_global_shortcut_opens_a_form_that_is_updated(slack: RunningSlack) -> None:
    assert (await slack.shortcut("U0BEN", "add")).acked
    await view(slack, "shortcut by ben", "U0BEN")


async def test_home_is_published_and_again_with_the_hash_of_the_last_time(slack: RunningSlack) -> None:
    for count in (1, 2):
        assert await slack.open_home("U0BEN")
        await view(slack, "Hello", "U0BEN")
        assert await said(slack, "U0BEN", count) == "undefined; channel_not_found"


async def test_what_is_typed_in_home_reaches_the_app(slack: RunningSlack) -> None:
    await slack.open_home("U0BEN")
    assert (await slack.click(await view(slack, "Hello", "U0BEN"), "url", "blog.example")).acked
    await view(slack, "sought blog.example", "U0BEN")
