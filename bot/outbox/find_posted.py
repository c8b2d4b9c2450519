"""After doubt: does Slack have a message already? Its metadata carries our key."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from jobs.model.notice import Notice

EVENT_TYPE = "linkwatch_notice"
MARGIN = timedelta(hours=1)
"""By so much our clock may have been set back since the notice was written."""
AROUND = timedelta(minutes=10)
"""So near to when it was tried a message is by Slack's clock, once that was compared with ours."""
_PAGE = 15
_MOST_PAGES = 400
_MOST_AROUND = 100


def metadata_of(notice: Notice) -> dict[str, Any]:
    """What makes a posted message known again: ids only, for everyone in the channel can read it."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": notice.key}}


class SearchResult(Struct, frozen=True):
    """What a search came to."""

    ts: str
    """Slack's id of the message; empty where none was found."""
    read_all: bool = True
    """Whether everything was read that may hold it."""


async def find_posted(client: AsyncWebClient, notice: Notice, thread_ts: str, now: datetime) -> SearchResult:
    """The message with this notice's key, as far as Slack has it; raises what slack_sdk raises.

    First what was said about when it was tried, however much was said since. Then all since the notice was written, for
    our clock may have been set meanwhile: by how much it was wrong then nobody knows, and what it says now is held
    against Slack's own. A channel's history holds no replies, so that those are looked for in their thread.
    """
    search = _Search(client, notice, thread_ts, now)
    if notice.doubtful_at and (ts := await search.around(notice.doubtful_at)):
        return SearchResult(ts)
    return await search.since(notice.created_at)


class _Search:
    """Reads pages of one channel, or of one thread, until a message with the notice's key comes."""

    def __init__(self, client: AsyncWebClient, notice: Notice, thread_ts: str, now: datetime) -> None:
        self._client = client
        self._notice = notice
        self._thread_ts = thread_ts
        self._now = now
        self._ahead: timedelta | None = None
        """By how much Slack's clock is ahead of ours, once it has answered."""
        self._more = False
        """Whether there is more to read than was read."""

    async def around(self, tried: datetime) -> str:
        """Look at what was said about when it was tried; what our clock is off by is known after the first answer."""
        for _ in range(2):
            ahead = self._ahead or timedelta(0)
            asked = {"oldest": _ts(tried + ahead - AROUND), "latest": _ts(tried + ahead + AROUND)}
            async for message in self._messages(_MOST_AROUND, asked):
                if self._is_ours(message):
                    return str(message["ts"])
            if abs((self._ahead or ahead) - ahead) < AROUND / 2:
                break
        return ""

    async def since(self, written: datetime) -> SearchResult:
        """Look through the whole thread, or the channel back to an hour before it was written, newest first."""
        age = max(self._now - written, timedelta(0)) + MARGIN
        async for message in self._messages(_MOST_PAGES, {}):
            if self._is_ours(message):
                return SearchResult(str(message["ts"]))
            begun = self._now + (self._ahead or timedelta(0)) - age
            if not self._thread_ts and float(message["ts"]) < begun.timestamp():
                return SearchResult("")
        return SearchResult("", read_all=not self._more)

    async def _messages(self, most_pages: int, bounds: Mapping[str, str]) -> AsyncIterator[dict[str, Any]]:
        asked: dict[str, Any] = {
            "channel": self._notice.channel,
            "include_all_metadata": True,
            "limit": _PAGE,
            **bounds,
        }
        for _ in range(most_pages):
            if self._thread_ts:
                answer = await self._client.conversations_replies(ts=self._thread_ts, **asked)
            else:
                answer = await self._client.conversations_history(**asked)
            self._ahead = self._ahead if self._ahead is not None else _time_of(answer) - self._now
            asked["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            self._more = bool(asked["cursor"])
            for message in answer.get("messages") or []:
                yield message
            if not self._more:
                return

    def _is_ours(self, message: Mapping[str, Any]) -> bool:
        metadata = message.get("metadata") or {}
        is_notice = metadata.get("event_type") == EVENT_TYPE
        return is_notice and (metadata.get("event_payload") or {}).get("key") == self._notice.key


def _ts(at: datetime) -> str:
    return f"{at.timestamp():.6f}"


def _time_of(answer: AsyncSlackResponse) -> datetime:
    """When Slack gave this answer, by its own clock."""
    said = (value for name, value in dict(answer.headers).items() if name.lower() == "date")
    return next((parsedate_to_datetime(value) for value in said), datetime.now(UTC))
