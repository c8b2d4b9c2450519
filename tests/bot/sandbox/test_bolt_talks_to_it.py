"""The real slack-bolt over Socket Mode, nothing patched: the flows an app lives on."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import RunningSlack


def button(action_id: str, label: str = "Press") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": label}}


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "add",
    "title": plain("Add a link"),
    "submit": plain("Add"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "page",
            "label": plain("Page"),
            "element": {"type": "plain_text_input", "action_id": "url"},
        },
    ],
}


async def test_a_command_is_acknowledged_and_answered_only_to_the_asker(
    slack: RunningSlack, connected: AsyncApp
) -> None:
    @connected.command("/links")
    async def links(ack: Any, respond: Any, command: Any) -> None:
        await ack()
        await respond(f"{command['channel_name']}: {command['text']}")

    answer = await slack.command("U0ADA", "#links", "/links add example.com -> https://a.example/x #links @ben")
    await slack.until(lambda: answer.replies)
    assert answer.acked
    assert answer.reply.only_for == "U0ADA"
    assert answer.reply.text == (
        "links: add <http://example.com|example.com> -&gt; <https://a.example/x> <#C0LINKS|links> <@U0BEN|ben>"
    )
    assert not slack.messages("#links")


async def test_an_acknowledgement_may_carry_the_answer(slack: RunningSlack, connected: AsyncApp) -> None:
    @connected.command("/links")
    async def links(ack: Any) -> None:
        await ack("pong")

    answer = await slack.command("U0BEN", "#links", "/links ping")
    assert [one.text for one in slack.ephemerals("U0BEN")] == ["pong"]
    assert answer.reply.text == "pong"


async def test_a_command_nobody_acknowledges_is_told_to_the_person(slack: RunningSlack, connected: AsyncApp) -> None:
    @connected.command("/links")
    async def links() -> None:
        pass

    answer = await slack.command("U0ADA", "#links", "/links")
    assert not answer.acked
    assert answer.reply.text == "/links failed because the app did not respond"


async def test_a_button_edits_the_message_it_stands_under(
    slack: RunningSlack, connected: AsyncApp, client: AsyncWebClient
) -> None:
    @connected.action("go")
    async def go(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="done", blocks=[])

    blocks = [{"type": "actions", "elements": [button("go")]}]
    await client.chat_postMessage(channel="C0LINKS", text="well?", blocks=blocks)
    [message] = slack.messages("C0LINKS")
    await slack.click(message, "go", user="U0BEN")
    await slack.until(lambda: message.edits)
    assert (message.text, message.blocks, message.edits) == ("done", [], 1)


async def test_a_modal_opens_refuses_and_closes(slack: RunningSlack, connected: AsyncApp) -> None:
    @connected.command("/links")
    async def links(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @connected.view("add")
    async def add(ack: Any, view: Any) -> None:
        value = view["state"]["values"]["page"]["url"]["value"]
        await (ack() if "." in value else ack(response_action="errors", errors={"page": "Not an address"}))

    await slack.command("U0ADA", "#links", "/links add")
    await slack.until(lambda: slack.modal("U0ADA"))
    assert (await slack.submit_view("U0ADA", {})).errors == {"page": "Please complete this required field."}
    assert (await slack.submit_view("U0ADA", {"url": "nonsense"})).errors == {"page": "Not an address"}
    assert slack.modal("U0ADA")
    assert not (await slack.submit_view("U0ADA", {"page": "a.example"})).errors
    assert slack.modal("U0ADA") is None


async def test_home_is_published_when_opened_and_an_old_hash_is_refused(
    slack: RunningSlack, connected: AsyncApp, client: AsyncWebClient
) -> None:
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("Hello")}]}

    @connected.event("app_home_opened")
    async def opened(event: Any, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home)

    assert await slack.open_home("U0BEN")
    view = await slack.until(lambda: slack.home("U0BEN"))
    old = view.hash
    await client.views_publish(user_id="U0BEN", view=home, hash=old)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id="U0BEN", view=home, hash=old)
