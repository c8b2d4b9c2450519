"""After doubt: does Slack have a message already? Its metadata carries our key."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from jobs.model.notice import Notice

EVENT_TYPE = "linkwatch_notice"
MARGIN = timedelta(hours=1)
"""By so much our clock may have been set back since the notice was written."""
_PAGE = 15
_MOST_PAGES = 400


def metadata_of(notice: Notice) -> dict[str, Any]:
    """What makes a posted message known again: ids only, for everyone in the channel can read it."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": notice.key}}


async def find_posted(client: AsyncWebClient, notice: Notice, thread_ts: str, now: datetime) -> str | None:
    """The `ts` of the message with this notice's key, or None where Slack has none; raises what slack_sdk raises.

    A channel's history holds no replies, so that those are looked for in their thread. How far back it is read is
    counted from Slack's own time, for ours may be wrong.
    """
    age = max(now - notice.created_at, timedelta(0)) + MARGIN
    async for message in _messages(client, notice.channel, thread_ts, age):
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("key") == notice.key:
            return str(message["ts"])
    return None


async def _messages(
    client: AsyncWebClient, channel: str, thread_ts: str, age: timedelta
) -> AsyncIterator[dict[str, Any]]:
    """The whole thread, or the channel's messages up to that age, newest first; page by page."""
    asked: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": _PAGE}
    since: datetime | None = None
    for _ in range(_MOST_PAGES):
        if thread_ts:
            answer = await client.conversations_replies(ts=thread_ts, **asked)
        else:
            answer = await client.conversations_history(**asked)
        since = since or _time_of(answer) - age
        for message in answer.get("messages") or []:
            yield message
            if not thread_ts and float(message["ts"]) < since.timestamp():
                return
        asked["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
        if not asked["cursor"]:
            return


def _time_of(answer: AsyncSlackResponse) -> datetime:
    """When Slack gave this answer, by its own clock."""
    said = (value for name, value in dict(answer.headers).items() if name.lower() == "date")
    return next((parsedate_to_datetime(value) for value in said), datetime.now(UTC))
