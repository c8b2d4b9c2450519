"""What people do beyond clicking: modals in stacks, shortcuts, other workspaces, things that happen to the app."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import RunningSlack
from bot.sandbox.methods.views import TROUBLE
from bot.sandbox.workspace import KEPT_INTERACTIONS, KEPT_MESSAGES
from tests.bot.sandbox.gallery import ALERT, FORM, HOME, Json, button, plain

NEXT: Json = {"type": "modal", "title": plain("Next"), "blocks": [], "callback_id": "next", "clear_on_close": True}


@pytest.fixture
async def form(slack: RunningSlack, connected: AsyncApp, client: AsyncWebClient) -> AsyncApp:
    """The app, with Ada before its form."""
    await client.views_open(trigger_id=slack.workspace.new_trigger("U0ADA"), view=FORM)
    return connected


@pytest.mark.parametrize(
    ("answer", "titles", "errors"),
    [
        ({}, [], {}),
        ({"response_action": "clear"}, [], {}),
        ({"response_action": "update", "view": NEXT}, ["Next"], {}),
        ({"response_action": "push", "view": NEXT}, ["Add a link", "Next"], {}),
        ({"response_action": "update", "view": {"type": "modal"}}, ["Add a link"], {"": TROUBLE}),
        ({"response_action": "errors", "errors": {"page": "No"}}, ["Add a link"], {"page": "No"}),
        ({"response_action": "errors", "errors": {"nowhere": "No"}}, ["Add a link"], {"": TROUBLE}),
    ],
)
async def test_the_answer_to_a_submission_decides_what_is_seen_next(
    slack: RunningSlack, form: AsyncApp, answer: Json, titles: list[str], errors: dict[str, str]
) -> None:
    @form.view("form")
    async def submitted(ack: Any) -> None:
        await ack(**answer)

    assert (await slack.submit_view("U0ADA", {"page": "https://a.example/"})).errors == errors
    assert [view.body["title"]["text"] for view in slack.workspace.modals["U0ADA"]] == titles


async def test_a_submission_nobody_acknowledges_leaves_the_modal_open(slack: RunningSlack, form: AsyncApp) -> None:
    @form.view("form")
    async def silent() -> None:
        pass

    assert (await slack.submit_view("U0ADA", {"page": "x"})).errors == {"": TROUBLE}
    assert slack.modal("U0ADA")


async def test_closing_is_told_to_the_app_that_asked(slack: RunningSlack, form: AsyncApp) -> None:
    closed: list[Any] = []

    @form.view_closed("form")
    async def told(ack: Any, body: Any) -> None:
        await ack()
        closed.append((body["view"]["callback_id"], body["is_cleared"]))

    await slack.close_view("U0ADA")
    await slack.until(lambda: closed)
    assert closed == [("form", False)]
    assert slack.modal("U0ADA") is None


async def test_a_choice_in_a_modal_carries_what_stands_in_its_fields(
    slack: RunningSlack, connected: AsyncApp, client: AsyncWebClient
) -> None:
    seen: list[Any] = []

    @connected.action("look")
    async def look(ack: Any, body: Any) -> None:
        await ack()
        seen.append(body["view"]["state"]["values"]["page"]["page"]["value"])

    view = {**FORM, "blocks": [*FORM["blocks"], {"type": "actions", "elements": [button("look", "Look")]}]}
    await client.views_open(trigger_id=slack.workspace.new_trigger("U0ADA"), view=view)
    modal = await slack.until(lambda: slack.modal("U0ADA"))
    await slack.click(modal, "look", values={"page": "a.example"})
    await slack.until(lambda: seen)
    assert seen == ["a.example"]


async def test_what_a_person_could_not_press_is_a_fault_of_the_test(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="C0LINKS", text="Lost", blocks=ALERT)
    [message] = slack.messages("#links")
    with pytest.raises(LookupError, match="nothing to click"):
        await slack.click(message, "nonsense")
    with pytest.raises(LookupError, match="no option"):
        await slack.click(message, "snooze", "for ever")


async def test_shortcuts_reach_the_app(slack: RunningSlack, connected: AsyncApp) -> None:
    seen: list[str] = []

    @connected.message_shortcut("track")
    async def track(ack: Any, body: Any) -> None:
        await ack()
        seen.append(body["message"]["text"])

    @connected.global_shortcut("add")
    async def add(ack: Any, body: Any) -> None:
        await ack()
        seen.append(body["user"]["id"])

    message = slack.say("U0BEN", "#links", "see https://a.example/x")
    assert (await slack.message_shortcut("U0ADA", message, "track")).acked
    assert (await slack.shortcut("U0ADA", "add")).acked
    await slack.until(lambda: len(seen) == 2)
    assert seen == ["see <https://a.example/x>", "U0ADA"]


async def test_people_of_other_workspaces_are_told_apart(
    slack: RunningSlack, connected: AsyncApp, client: AsyncWebClient
) -> None:
    teams: list[str] = []

    @connected.action("mine")
    async def mine(ack: Any, body: Any) -> None:
        await ack()
        teams.append(body["user"]["team_id"])

    await client.chat_postMessage(channel="C0ACME", text="Lost", blocks=ALERT)
    for user in ("U0ADA", "U0EVE"):
        await slack.click(slack.messages("C0ACME")[0], "mine", user=user)
    await slack.until(lambda: len(teams) == 2)
    assert teams == ["T0LOCAL", "T0FOREIGN"]


async def test_what_happens_to_the_app_is_told_to_it(slack: RunningSlack, connected: AsyncApp) -> None:
    seen: list[str] = []
    for kind in ("channel_archive", "channel_left", "app_uninstalled", "tokens_revoked"):

        @connected.event(kind)
        async def told(event: Any) -> None:
            seen.append(event["type"])

    await slack.archive("#client-acme")
    await slack.remove_bot("#links")
    await slack.uninstall()
    await slack.until(lambda: len(seen) == 4)
    assert set(seen) == {"channel_archive", "channel_left", "app_uninstalled", "tokens_revoked"}


async def test_home_carries_the_view_that_is_there(
    slack: RunningSlack, connected: AsyncApp, client: AsyncWebClient
) -> None:
    hashes: list[Any] = []

    @connected.event("app_home_opened")
    async def opened(event: Any) -> None:
        hashes.append(event.get("view", {}).get("hash"))

    await slack.open_home("U0BEN")
    published = await client.views_publish(user_id="U0BEN", view=HOME)
    await slack.open_home("U0BEN")
    await slack.until(lambda: len(hashes) == 2)
    assert hashes == [None, published["view"]["hash"]]


def test_only_the_newest_is_remembered(slack: RunningSlack) -> None:
    root = slack.say("U0ADA", "#links", "root")
    slack.say("U0ADA", "#links", "reply", root.ts)
    for number in range(KEPT_MESSAGES):
        slack.say("U0ADA", "#links", str(number))
    for _ in range(KEPT_INTERACTIONS + 5):
        slack.workspace.new_trigger("U0ADA")
    assert KEPT_MESSAGES * 0.9 <= len(slack.workspace.messages("C0LINKS")) <= KEPT_MESSAGES
    assert not slack.thread(root)
    assert len(slack.workspace.triggers) == KEPT_INTERACTIONS
