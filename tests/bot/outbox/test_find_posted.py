"""Looking for a message that Slack may have, in a history that a hand-written client gives page by page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, cast

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.find_posted import MARGIN, SearchResult, find_posted, metadata_of
from jobs.model.notice import Notice, NoticeKind
from tests.tools.times import NOON

NOTICE = Notice("t/1", "C0LINKS", NoticeKind.TEXT, NOON, text="x")


class Answer(dict[str, Any]):
    """What slack_sdk gives back, as far as it is checked."""

    headers: dict[str, str]


class History:
    """A channel with one message every ten minutes, the newest first, in a Slack whose clock says `now`."""

    def __init__(self, now: datetime, ours: timedelta | None = None) -> None:
        self.now = now
        self.ours = ours
        self.pages = 0

    async def conversations_history(
        self, *, limit: int, cursor: str | None = None, oldest: str = "0", latest: str = "inf", **_: Any
    ) -> Answer:
        self.pages += 1
        newest = max(int((self.now.timestamp() - float(latest)) // 600) + 1, 0) if latest != "inf" else 0
        first = int(cursor or newest)
        shown = [self.message(number) for number in range(first, first + limit)]
        answer = Answer(messages=[message for message in shown if float(message["ts"]) > float(oldest)])
        more = len(answer["messages"]) == limit
        answer["response_metadata"] = {"next_cursor": str(first + limit) if more else ""}
        answer.headers = {"Date": format_datetime(self.now, usegmt=True)}
        return answer

    def message(self, number: int) -> dict[str, Any]:
        ago = timedelta(minutes=10) * number
        mine = {"metadata": metadata_of(NOTICE)} if ago == self.ours else {}
        return {"ts": f"{(self.now - ago).timestamp():.6f}", **mine}

    async def find(self, now: datetime, notice: Notice = NOTICE) -> SearchResult:
        return await find_posted(cast("AsyncWebClient", self), notice, "", now)


@pytest.mark.parametrize("wrong", [timedelta(0), timedelta(hours=-7), timedelta(days=400)])
async def test_it_is_found_whatever_our_clock_says(wrong: timedelta) -> None:
    """Slack's clock, and how far ours is off it, do not matter: only how old the notice is."""
    slack = History(datetime(2026, 11, 3, 9, tzinfo=UTC) + wrong, ours=timedelta(hours=5))
    assert (await slack.find(NOON + timedelta(hours=5))).ts


async def test_it_is_found_though_our_clock_was_set_back_behind_the_writing() -> None:
    slack = History(datetime(2026, 11, 3, 9, tzinfo=UTC), ours=timedelta(minutes=50))
    assert (await slack.find(NOON - timedelta(days=2))).ts


async def test_no_more_is_read_than_may_hold_it() -> None:
    slack = History(datetime(2026, 11, 3, 9, tzinfo=UTC))
    assert await slack.find(NOON + timedelta(hours=5)) == SearchResult("")
    messages = (timedelta(hours=5) + MARGIN) / timedelta(minutes=10)
    assert slack.pages == messages // 15 + 1


@pytest.mark.parametrize("wrong", [timedelta(0), timedelta(hours=-7), timedelta(days=400)])
async def test_it_is_found_by_its_time_however_much_was_said_since(wrong: timedelta) -> None:
    """A bot that was down for two months: 8,640 messages stand before it, and two pages are read."""
    age = timedelta(days=60)
    slack = History(datetime(2026, 11, 3, 9, tzinfo=UTC) + wrong, ours=age)
    assert (await slack.find(NOON + age, replace(NOTICE, doubtful=True, doubtful_at=NOON))).ts
    assert slack.pages <= 2


async def test_where_more_was_said_than_is_read_nobody_knows() -> None:
    slack = History(datetime(2026, 11, 3, 9, tzinfo=UTC))
    assert await slack.find(NOON + timedelta(days=60)) == SearchResult("", read_all=False)
