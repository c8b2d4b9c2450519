"""What helps against each way in which a call fails."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientConnectorError, ClientOSError, ConnectionTimeoutError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.errors import ErrorMeaning, Failure, meaning_of, trouble_of

KEY = ConnectionKey("slack.com", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)


def answered(status: int, body: Any, headers: dict[str, str] | None = None) -> SlackApiError:
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data=body,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("failed", response)  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped


@pytest.mark.parametrize(
    ("error", "failure", "word"),
    [
        (answered(429, {"error": "ratelimited"}), Failure.RETRY, "ratelimited"),
        (answered(429, {}), Failure.RETRY, "ratelimited"),
        (answered(200, {"error": "message_limit_exceeded"}), Failure.RETRY, "message_limit_exceeded"),
        (answered(200, {"error": "fatal_error"}), Failure.UNKNOWN, "fatal_error"),
        (answered(200, {"error": "internal_error"}), Failure.UNKNOWN, "internal_error"),
        (answered(503, {}), Failure.UNKNOWN, "status_503"),
        (answered(502, "<html>Bad gateway</html>"), Failure.UNKNOWN, "status_502"),
        (answered(200, {"error": "is_archived"}), Failure.PERMANENT, "is_archived"),
        (answered(200, {"error": "a_word_of_tomorrow"}), Failure.PERMANENT, "a_word_of_tomorrow"),
        (answered(200, {"error": "token_revoked"}), Failure.AUTH, "token_revoked"),
        (answered(200, {"error": "missing_scope", "needed": "chat:write"}), Failure.AUTH, "missing_scope"),
        (ClientConnectorError(KEY, OSError("refused")), Failure.RETRY, "not_connected"),
        (ConnectionTimeoutError(), Failure.RETRY, "not_connected"),
        (TimeoutError(), Failure.UNKNOWN, "timeout"),
        (ServerDisconnectedError(), Failure.UNKNOWN, "no_answer"),
        (ClientOSError(104, "reset"), Failure.UNKNOWN, "no_answer"),
    ],
)
def test_each_trouble_has_its_cure(error: Exception, failure: Failure, word: str) -> None:
    trouble = trouble_of(error)
    assert (trouble.failure, trouble.word) == (failure, word)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("30", 30), ("0", 0), ("999999", 3600), ("", None), ("soon", None), ("-5", None), ("9" * 40, None)],
)
def test_retry_after_is_read_as_whole_seconds_within_bounds(value: str, seconds: int | None) -> None:
    wait = trouble_of(answered(429, {"error": "ratelimited"}, {"Retry-After": value})).wait
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


def test_what_slack_says_more_is_kept_for_people() -> None:
    bad = {"error": "invalid_blocks", "response_metadata": {"messages": ["[ERROR] no such type"]}}
    assert trouble_of(answered(200, bad)).detail == "[ERROR] no such type"
    assert trouble_of(answered(200, {"error": "missing_scope", "needed": "chat:write"})).detail == "needed: chat:write"


@pytest.mark.parametrize(
    ("word", "meaning", "why"),
    [
        ("restricted_action_of_tomorrow", ErrorMeaning.RESTRICTED, "whatever restricts posting is a restriction"),
        ("restricted_action_thread_locked", ErrorMeaning.NO_REPLIES, "the channel itself takes messages"),
        ("restricted_actions", ErrorMeaning.UNDOCUMENTED, "another word that only begins like it"),
        ("channel_not_found", ErrorMeaning.NO_CHANNEL, "private, or not there"),
        ("cannot_reply_to_message", ErrorMeaning.NO_MESSAGE, "its thread was deleted with it"),
        ("msg_too_long", ErrorMeaning.REFUSED, "documented, and nothing else to be done"),
        ("not_found", ErrorMeaning.NO_VIEW, "said of views alone"),
        ("", ErrorMeaning.UNDOCUMENTED, "no word at all"),
    ],
)
def test_what_a_word_means(word: str, meaning: ErrorMeaning, why: str) -> None:
    assert meaning_of(word) is meaning, why


def test_only_what_slack_takes_later_or_may_have_taken_is_tried_again() -> None:
    again = {meaning for meaning in ErrorMeaning if meaning.failure in {Failure.RETRY, Failure.UNKNOWN}}
    assert again == {ErrorMeaning.BUSY, ErrorMeaning.DOUBT}
