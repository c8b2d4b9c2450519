"""response_urls: five uses, thirty minutes, and what "original" means."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Interaction, RunningSlack
from tests.bot.sandbox.gallery import button


async def use(interaction: Interaction, **body: Any) -> tuple[int, str]:
    """POST to the response_url; status and text of the answer."""
    async with aiohttp.ClientSession() as session, session.post(interaction.response_url, json=body) as answer:
        return answer.status, await answer.text()


@pytest.fixture
async def clicked(slack: RunningSlack, client: AsyncWebClient) -> Interaction:
    """A click on a message's button, not yet answered."""
    slack.socket.ack_seconds = 0.01
    blocks = [{"type": "actions", "elements": [button("go", "Go")]}]
    await client.chat_postMessage(channel="C0LINKS", text="well?", blocks=blocks)
    return await slack.click(slack.messages("#links")[0], "go", user="U0BEN")


@pytest.fixture
async def asked(slack: RunningSlack) -> Interaction:
    """A command, not yet answered."""
    interaction = await slack.command("U0ADA", "#links", "/links list")
    interaction.replies.clear()
    return interaction


async def test_a_commands_answers_are_always_new_messages(slack: RunningSlack, asked: Interaction) -> None:
    await use(asked, text="looking")
    await use(asked, text="found", replace_original=True)
    assert [one.text for one in asked.replies] == ["looking", "found"]


async def test_an_answer_may_be_for_all(slack: RunningSlack, asked: Interaction) -> None:
    await use(asked, text="hello", response_type="in_channel")
    assert [one.text for one in slack.messages("#links")] == ["hello"]


async def test_the_clicked_message_is_replaced_only_when_asked(slack: RunningSlack, clicked: Interaction) -> None:
    await use(clicked, text="only you")
    await use(clicked, text="done", replace_original=True)
    assert [one.text for one in slack.ephemerals("U0BEN")] == ["only you"]
    assert [(one.text, one.blocks) for one in slack.messages("#links")] == [("done", [])]


async def test_the_clicked_message_can_be_deleted(slack: RunningSlack, clicked: Interaction) -> None:
    await use(clicked, delete_original=True)
    assert not slack.messages("#links")


async def test_the_sixth_use_is_refused(asked: Interaction) -> None:
    assert [(await use(asked, text="x"))[0] for _ in range(6)] == [200] * 5 + [404]


async def test_after_thirty_minutes_it_is_over(slack: RunningSlack, asked: Interaction) -> None:
    moment = slack.workspace.now()
    slack.workspace.now = lambda: moment + 1801
    status, text = await use(asked, text="x")
    assert (status, "expired_url" in text) == (404, True)


async def test_bad_blocks_are_refused(asked: Interaction) -> None:
    status, text = await use(asked, text="x", blocks=[{"type": "marquee"}])
    assert (status, "invalid_blocks" in text) == (400, True)
