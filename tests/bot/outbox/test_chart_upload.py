"""A digest whose native chart Slack refuses: a picture takes its place, or words, in one message whatever fails."""

import math
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from bot.messages.digest.message import digest_message
from bot.messages.kit.blocks import Block
from bot.messages.kit.chart import charts_of, described, with_pictures
from bot.outbox import chart_upload as pictures
from bot.sandbox import Message as Posted
from jobs.model.digest import Digest, DigestCounts, WeekPoint
from jobs.model.notice import Notice, NoticeKind
from jobs.model.write import Write
from tests.tools.outbox import LINKS, Bench, open_bench
from tests.tools.times import NOON

KEY = f"digest/{LINKS}/2026-W18"
PNG = b"\x89PNG\r\n\x1a\n"
CHART = "data_visualization"
WEEKS = tuple(WeekPoint(date(2026, 2, 9) + timedelta(weeks=week), 40 + week, 3, week % 2) for week in range(12))
DIGEST = Digest(LINKS, "2026-W18", NOON - timedelta(days=7), NOON, DigestCounts(live=51, weakened=1), series=WEEKS)


class Drawer:
    """Draws nothing, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[Block] = []
        self.fails = False
        self.meanwhile: Callable[[], None] = lambda: None

    async def draw(self, chart: Block) -> bytes:
        self.asked.append(chart)
        self.meanwhile()
        return b"" if self.fails else PNG


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    made = Drawer()
    monkeypatch.setattr(pictures, "draw", made.draw)
    monkeypatch.setattr(pictures, "can_draw", lambda: True)
    return made


@pytest.fixture
async def bench(tmp_path: Path, drawer: Drawer) -> AsyncIterator[Bench]:
    """An outbox with a digest to post, and a Slack without native charts, whose clock is the outbox's own."""
    async with open_bench(tmp_path) as made:
        made.slack.workspace.now = lambda: made.clock.now().timestamp()
        made.slack.faults.refuse_block(CHART)
        await write(made, KEY)
        yield made


async def write(bench: Bench, key: str) -> None:
    payload = msgspec.json.encode(DIGEST).decode()
    await bench.store.write(Write(notices=[Notice(key, LINKS, NoticeKind.DIGEST, bench.clock.now(), payload=payload)]))


def kinds(message: Posted) -> set[str]:
    return {block["type"] for block in message.blocks}


def only(bench: Bench) -> Posted:
    [message] = bench.slack.messages(LINKS)
    return message


async def test_where_slack_draws_charts_no_picture_is_made(bench: Bench, drawer: Drawer) -> None:
    bench.slack.faults.clear()
    await bench.outbox.deliver_due()
    assert CHART in kinds(only(bench))
    assert (drawer.asked, bench.slack.workspace.files) == ([], {})


async def test_a_refused_chart_is_shown_as_a_picture_named_by_the_digest(bench: Bench, drawer: Drawer) -> None:
    await bench.outbox.deliver_due()
    message = only(bench)
    [image] = [block for block in message.blocks if block["type"] == "image"]
    [file] = bench.slack.workspace.files.values()
    assert image["slack_file"] == {"id": file.id}
    assert (file.name, file.content) == ("digest-C0LINKS-2026-W18.png", PNG)
    assert "Live: from 40 to 51" in image["alt_text"]
    assert message.files == []
    assert message.metadata["event_payload"] == {"key": KEY}
    assert [chart["type"] for chart in drawer.asked] == [CHART]
    assert await bench.waiting() == {}


async def test_a_picture_is_used_only_when_slack_has_taken_it_in(bench: Bench) -> None:
    bench.slack.workspace.file_seconds = 3.0
    await bench.outbox.deliver_due()
    assert "image" in kinds(only(bench))
    assert len(bench.slack.calls("files.info")) == 7
    assert len(bench.slack.calls("chat.postMessage")) == 2


async def test_one_that_is_never_taken_in_gives_way_to_words(bench: Bench) -> None:
    bench.slack.workspace.file_seconds = math.inf
    await bench.outbox.deliver_due()
    message = only(bench)
    assert {"image", CHART} & kinds(message) == set()
    assert "40 live" in str(message.blocks)
    assert len(bench.slack.calls("files.info")) == pictures.TRIES


@pytest.mark.parametrize("scope", ["files:write", "files:read"])
async def test_without_the_scopes_words_take_its_place_and_nothing_more_is_drawn(
    bench: Bench, drawer: Drawer, scope: str
) -> None:
    bench.slack.workspace.scopes.discard(scope)
    await write(bench, f"digest/{LINKS}/2026-W19")
    await bench.outbox.deliver_due()
    posted = bench.slack.messages(LINKS)
    assert [{"image", CHART} & kinds(message) for message in posted] == [set(), set()]
    assert len(drawer.asked) == 1


async def test_an_app_known_to_lack_them_draws_nothing(bench: Bench, drawer: Drawer) -> None:
    bench.can_upload = False
    await bench.restarted().deliver_due()
    assert "40 live" in str(only(bench).blocks)
    assert drawer.asked == []


async def test_what_cannot_be_drawn_comes_in_words(bench: Bench, drawer: Drawer) -> None:
    drawer.fails = True
    await bench.outbox.deliver_due()
    assert "40 live" in str(only(bench).blocks)
    assert bench.slack.workspace.files == {}


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"])
async def test_an_upload_that_fails_costs_the_picture_only(bench: Bench, method: str) -> None:
    bench.slack.faults.status(method, 500)
    await bench.outbox.deliver_due()
    assert "40 live" in str(only(bench).blocks)


async def test_a_post_that_has_to_wait_uses_the_same_picture_again(bench: Bench, drawer: Drawer) -> None:
    drawer.meanwhile = lambda: bench.slack.faults.rate_limit("chat.postMessage", retry_after=30)
    await bench.outbox.deliver_due()
    assert bench.slack.messages(LINKS) == []
    await bench.later(31)
    assert "image" in kinds(only(bench))
    assert (len(drawer.asked), len(bench.slack.workspace.files)) == (1, 1)


async def test_a_crash_between_upload_and_post_leaves_one_digest(bench: Bench) -> None:
    bench.slack.faults.hold_answer("files.info")
    await bench.outbox.start_due()
    await bench.slack.until(lambda: bench.slack.calls("files.info"))
    for task in bench.outbox._sending:
        task.cancel()
    assert bench.slack.messages(LINKS) == []
    await start_again(bench)
    assert "image" in kinds(only(bench))
    assert only(bench).files == []


async def test_a_crash_after_the_post_leaves_one_digest(bench: Bench, drawer: Drawer) -> None:
    drawer.meanwhile = lambda: bench.slack.faults.hold_answer("chat.postMessage")
    await bench.outbox.start_due()
    await bench.slack.until(lambda: bench.slack.messages(LINKS))
    for task in bench.outbox._sending:
        task.cancel()
    await start_again(bench)
    assert "image" in kinds(only(bench))
    assert len(drawer.asked) == 1


async def start_again(bench: Bench) -> None:
    outbox = bench.restarted()
    await outbox.recover()
    await outbox.deliver_due()
    assert await bench.waiting() == {}


# What it is drawn from, and what it says


def chart() -> Block:
    found = next(iter(charts_of(digest_message(DIGEST))), None)
    assert found is not None
    return found


def test_a_picture_takes_the_place_of_the_chart_and_of_nothing_else() -> None:
    message = digest_message(DIGEST)
    pictured = with_pictures(message, ["F1"])
    assert [block["type"] for block in pictured.blocks] == [
        "image" if block["type"] == CHART else block["type"] for block in message.blocks
    ]
    assert charts_of(pictured) == []
    assert (pictured.text, pictured.plainer) == (message.text, message.plainer)


def test_what_it_shows_is_said_in_words() -> None:
    assert described(chart()) == (
        "Line chart, The last 12 weeks, 9 Feb to 27 Apr. Live: from 40 to 51, at least 40, at most 51; "
        "Weakened: from 0 to 1, at least 0, at most 1; Lost: 3 all the time."
    )


async def test_the_child_process_draws_a_png(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = await pictures.draw(chart())
    assert drawn.startswith(PNG)
    width, height = (int.from_bytes(drawn[at : at + 4]) for at in (16, 20))
    assert (width, height) == (1200, 680)


async def test_a_child_that_fails_or_hangs_gives_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert await pictures.draw({"type": CHART}) == b""
    assert "could not be drawn: KeyError" in caplog.text
    monkeypatch.setattr(pictures, "DRAW_SECONDS", 0.0)
    assert await pictures.draw(chart()) == b""


def test_without_the_library_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pictures.can_draw()
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert not pictures.can_draw()
