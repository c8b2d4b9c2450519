"""After doubt: does Slack have a message already? Its metadata carries our key."""

import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from jobs.model.notice import Notice

EVENT_TYPE = "linkwatch_notice"
MARGIN = timedelta(minutes=10)
"""By so much our clock and Slack's may differ."""
_PAGE = 15
_MOST_PAGES = 400


def metadata_of(notice: Notice) -> dict[str, Any]:
    """What makes a posted message known again: ids only, for everyone in the channel can read it."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": notice.key}}


async def find_posted(client: AsyncWebClient, notice: Notice, thread_ts: str, now: datetime) -> str | None:
    """The `ts` of the message with this notice's key, or None where Slack has none; raises what slack_sdk raises.

    A channel's history holds no replies, so that those are looked for in their thread. What is asked for begins before
    the notice was written; the age is taken by our clock, the moment by Slack's, which counts in Unix seconds.
    """
    oldest = f"{time.time() - (now - notice.created_at + MARGIN).total_seconds():.6f}"
    async for message in _messages(client, notice.channel, thread_ts, oldest):
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("key") == notice.key:
            return str(message["ts"])
    return None


async def _messages(client: AsyncWebClient, channel: str, thread_ts: str, oldest: str) -> AsyncIterator[dict[str, Any]]:
    """Everything said since then, page by page."""
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        asked: dict[str, Any] = {"channel": channel, "oldest": oldest, "include_all_metadata": True, "limit": _PAGE}
        if cursor:
            asked["cursor"] = cursor
        if thread_ts:
            answer = await client.conversations_replies(ts=thread_ts, **asked)
        else:
            answer = await client.conversations_history(**asked)
        for message in answer.get("messages") or []:
            yield message
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
