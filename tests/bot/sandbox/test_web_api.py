"""What the Web API answers, as Slack documents it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack

METADATA = {"event_type": "alert", "event_payload": {"key": "L-1:lost"}}


async def refusal(call: Any) -> dict[str, Any]:
    """The body of the answer that a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    assert isinstance(caught.value.response.data, dict)
    return caught.value.response.data


@pytest.mark.parametrize(
    ("call", "args", "error"),
    [
        ("chat.postMessage", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C0LINKS"}, "no_text"),
        ("chat.postMessage", {"channel": "C0LINKS", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C0LINKS", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "C0LINKS", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        ("chat.update", {"channel": "C0LINKS", "ts": "1.000001", "text": "x"}, "message_not_found"),
        ("chat.update", {"channel": "C0LINKS", "text": "x"}, "invalid_arguments"),
        ("chat.delete", {"channel": "C0LINKS", "ts": "1.000001"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "C0LINKS", "user": "U0EVE", "text": "x"}, "user_not_in_channel"),
        ("chat.postEphemeral", {"channel": "C0LINKS", "user": "U0ADA"}, "no_text"),
        (
            "chat.postMessage",
            {"channel": "C0LINKS", "text": "x", "blocks": {"type": "divider"}},
            "invalid_blocks_format",
        ),
        ("chat.getPermalink", {"channel": "C0LINKS", "message_ts": "1.000001"}, "message_not_found"),
        ("conversations.history", {"channel": "C0RANDOM"}, "not_in_channel"),
        ("conversations.history", {"channel": "C0LINKS", "limit": "many"}, "invalid_limit"),
        ("conversations.history", {"channel": "C0LINKS", "limit": -1}, "invalid_limit"),
        ("conversations.history", {"channel": "C0LINKS", "cursor": "nonsense"}, "invalid_cursor"),
        ("conversations.replies", {"channel": "C0LINKS", "ts": "1.000001"}, "thread_not_found"),
        ("users.info", {"user": "U0NONE"}, "user_not_found"),
        ("bots.info", {"bot": "B0NONE"}, "bot_not_found"),
        ("views.open", {"trigger_id": "x", "view": {"type": "modal"}}, "invalid_arguments"),
        ("views.open", {"trigger_id": "x", "view": ["modal"]}, "invalid_arguments"),
        ("views.open", {"trigger_id": "x"}, "invalid_arguments"),
        ("files.info", {"file": "F0NONE"}, "file_not_found"),
        ("chat.scheduleMessage", {}, "unknown_method"),
    ],
)
async def test_errors_are_slacks_own_words(client: AsyncWebClient, call: str, args: Any, error: str) -> None:
    assert (await refusal(client.api_call(call, json=args)))["error"] == error


@pytest.mark.parametrize(
    ("change", "error"),
    [({}, "no_text"), ({"text": "x" * 4_001}, "msg_too_long"), ({"attachments": "[{"}, "invalid_attachments")],
)
async def test_an_edit_is_judged_as_a_post_is(client: AsyncWebClient, change: dict[str, Any], error: str) -> None:
    ts = (await client.chat_postMessage(channel="C0LINKS", text="x"))["ts"]
    args = {"channel": "C0LINKS", "ts": ts, **change}
    assert (await refusal(client.api_call("chat.update", json=args)))["error"] == error


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-other", "auth.test", "invalid_auth"),
        (APP_TOKEN, "auth.test", "not_allowed_token_type"),
        (BOT_TOKEN, "apps.connections.open", "not_allowed_token_type"),
        ("xapp-other", "apps.connections.open", "invalid_auth"),
    ],
)
async def test_tokens_are_judged(slack: RunningSlack, token: str, method: str, error: str) -> None:
    client = AsyncWebClient(token=token, base_url=slack.api_url)
    assert (await refusal(client.api_call(method)))["error"] == error


async def test_a_revoked_token_says_so(slack: RunningSlack, client: AsyncWebClient) -> None:
    assert (await client.auth_test())["user_id"] == "U0BOT"
    await slack.uninstall()
    assert (await refusal(client.auth_test()))["error"] == "token_revoked"


async def test_a_missing_scope_is_named(slack: RunningSlack, client: AsyncWebClient) -> None:
    slack.workspace.scopes = {"commands"}
    answer = await refusal(client.chat_postMessage(channel="C0LINKS", text="x"))
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "commands")


async def test_archived_channels_and_other_peoples_messages_are_left_alone(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    theirs = slack.say("U0BEN", "#links", "mine")
    assert (await refusal(client.chat_update(channel="C0LINKS", ts=theirs.ts, text="x")))["error"] == (
        "cant_update_message"
    )
    assert (await refusal(client.chat_delete(channel="C0LINKS", ts=theirs.ts)))["error"] == "cant_delete_message"
    slack.workspace.channels["C0LINKS"].is_archived = True
    assert (await refusal(client.chat_postMessage(channel="#links", text="x")))["error"] == "is_archived"


async def test_private_channels_without_the_bot_do_not_exist_for_it(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    slack.workspace.channels["C0RANDOM"].is_private = True
    assert (await refusal(client.chat_postMessage(channel="C0RANDOM", text="x")))["error"] == "channel_not_found"


async def test_time_stamps_only_grow_and_numbers_keep_six_places(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel="C0LINKS", text=str(n)))["ts"] for n in range(5)]
    assert stamps == sorted(set(stamps))
    assert all(len(stamp.partition(".")[2]) == 6 for stamp in stamps)


async def test_an_update_keeps_what_it_does_not_name(slack: RunningSlack, client: AsyncWebClient) -> None:
    blocks = [{"type": "divider", "block_id": "line"}]
    ts = (await client.chat_postMessage(channel="C0LINKS", text="a", blocks=blocks, metadata=METADATA))["ts"]
    await client.chat_update(channel="C0LINKS", ts=ts, text="b")
    [message] = slack.messages("#links")
    assert (message.text, message.blocks, message.metadata, message.edits) == ("b", blocks, METADATA, 1)
    await client.chat_update(channel="C0LINKS", ts=ts, text="c", blocks=[], metadata={})
    assert (message.text, message.blocks, message.metadata) == ("c", [], {})


async def test_history_is_newest_first_in_pages_without_threads_and_private_words(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    roots = [(await client.chat_postMessage(channel="C0LINKS", text=str(n)))["ts"] for n in range(5)]
    await client.chat_postMessage(channel="C0LINKS", text="reply", thread_ts=roots[0])
    await client.chat_postEphemeral(channel="C0LINKS", user="U0ADA", text="psst")
    first = await client.conversations_history(channel="C0LINKS", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel="C0LINKS", limit=3, cursor=cursor)
    assert [one["text"] for one in first["messages"]] == ["4", "3", "2"]
    assert [one["text"] for one in rest["messages"]] == ["1", "0"]
    assert (first["has_more"], rest["has_more"], rest["messages"][1]["reply_count"]) == (True, False, 1)
    replies = await client.conversations_replies(channel="C0LINKS", ts=roots[0])
    assert [one["text"] for one in replies["messages"]] == ["0", "reply"]
    assert [one.text for one in slack.ephemerals("U0ADA", "#links")] == ["psst"]


async def test_history_between_two_times_counts_the_ends_only_when_asked(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel="C0LINKS", text=str(n)))["ts"] for n in range(4)]
    between = {"channel": "C0LINKS", "oldest": stamps[1], "latest": stamps[3]}
    bare = await client.conversations_history(**between)
    whole = await client.conversations_history(**between, inclusive=True)
    assert [one["text"] for one in bare["messages"]] == ["2"]
    assert [one["text"] for one in whole["messages"]] == ["3", "2", "1"]


async def test_metadata_comes_only_when_asked_for_and_with_the_scope(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="C0LINKS", text="a", metadata=METADATA)
    bare = await client.conversations_history(channel="C0LINKS")
    whole = await client.conversations_history(channel="C0LINKS", include_all_metadata=True)
    assert "metadata" not in bare["messages"][0]
    assert whole["messages"][0]["metadata"] == METADATA
    slack.workspace.scopes.discard("channels:history")
    answer = await refusal(client.conversations_history(channel="C0LINKS"))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")


async def test_a_person_can_be_written_to_directly(slack: RunningSlack, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="U0BEN", text="psst")
    assert answer["channel"] == "D0BEN"
    assert [one.text for one in slack.messages("D0BEN")] == ["psst"]


async def test_one_message_a_second_and_channel_where_that_is_enforced(
    slack: RunningSlack, client: AsyncWebClient
) -> None:
    now = 1_000.0
    slack.workspace.now = lambda: now
    slack.workspace.enforce_rate = True
    await client.chat_postMessage(channel="C0LINKS", text="a")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0LINKS", text="b")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    await client.chat_postMessage(channel="C0ACME", text="b")
    now = 1_001.0
    await client.chat_postMessage(channel="C0LINKS", text="b")


async def test_a_trigger_serves_once_and_for_three_seconds(slack: RunningSlack, client: AsyncWebClient) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": []}
    trigger, late = slack.workspace.new_trigger("U0ADA"), slack.workspace.new_trigger("U0ADA")
    await client.views_open(trigger_id=trigger, view=view)
    assert (await refusal(client.views_open(trigger_id=trigger, view=view)))["error"] == "exchanged_trigger_id"
    moment = slack.workspace.now()
    slack.workspace.now = lambda: moment + 3.1
    assert (await refusal(client.views_open(trigger_id=late, view=view)))["error"] == "expired_trigger_id"
    assert (await refusal(client.views_open(trigger_id="none", view=view)))["error"] == "invalid_trigger_id"


async def test_views_stack_three_deep_and_keep_their_hash(slack: RunningSlack, client: AsyncWebClient) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": []}

    def trigger() -> str:
        return slack.workspace.new_trigger("U0ADA")

    root = (await client.views_open(trigger_id=trigger(), view=view))["view"]
    pushed = (await client.views_push(trigger_id=trigger(), view=view))["view"]
    await client.views_push(trigger_id=trigger(), view=view)
    assert (pushed["root_view_id"], pushed["previous_view_id"]) == (root["id"], root["id"])
    assert (await refusal(client.views_push(trigger_id=trigger(), view=view)))["error"] == "push_limit_reached"
    await client.views_update(view_id=root["id"], hash=root["hash"], view=view)
    conflict = await refusal(client.views_update(view_id=root["id"], hash=root["hash"], view=view))
    assert conflict["error"] == "hash_conflict"
    await slack.close_view("U0ADA")
    assert slack.modal("U0ADA") is not None
