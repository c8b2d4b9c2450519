"""A digest over many links, in the local Slack: the bar in its window moves, and the button stops it."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.messages.answers.progress import Stage, digest_window
from bot.operations import digest as digests
from bot.progress import digest_run as building
from bot.sandbox import Fault, FaultKind, View
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.streams import Chunk, Stream
from jobs.store.tiny import streams as in_parts
from tests.tools.slack_bot import ADA, BEN, LINKS, Bot, open_bot, words_of

MANY = 40


class Gate:
    """Lets a digest read one chunk of its links after another."""

    def __init__(self, bot: Bot) -> None:
        self.turns = asyncio.Semaphore(0)
        self._ask = bot.store.link_stream
        bot.store.link_stream = self._asked  # type: ignore[method-assign]  # the gate stands before it

    async def _asked(self, asked: Collection[LinkQuery], also: Collection[int] = ()) -> Stream[Link]:
        answer = await self._ask(asked, also)
        return Stream(answer.size, self._let_through(answer.chunks))

    async def _let_through(self, chunks: AsyncIterator[Chunk[Link]]) -> AsyncIterator[Chunk[Link]]:
        async for chunk in chunks:
            await self.turns.acquire()
            yield chunk

    def open(self) -> None:
        for _ in range(MANY):
            self.turns.release()


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr(building, "EDIT_SECONDS", 0.1)
    monkeypatch.setattr(digests, "MANY_LINKS", MANY)
    monkeypatch.setattr(in_parts, "_DOCUMENTS", 4)
    async with open_bot(tmp_path) as running:
        for number in range(MANY):
            new = NewLink(LINKS, f"https://blog{number}.example/", "ours.example")
            link, _ = await running.store.add_link(new, running.clock.now())
            lost = replace(link, standing=LinkStatus(LinkState.LOST, since=running.clock.now()))
            await running.store.write(Write(links=[lost]))
        yield running


async def window(bot: Bot, words: str) -> View:
    """Ada's window once it says so."""
    return await bot.slack.until(lambda: _that_says(bot.slack.modal(ADA), words))


def _that_says(view: View | None, words: str) -> View | None:
    return view if view and words in words_of(view.body["blocks"]) else None


def bar_of(view: View | None) -> str:
    assert view is not None
    return "".join(letter for letter in words_of(view.body["blocks"]) if letter in "█░")


async def test_a_small_channel_is_answered_without_a_window(bot: Bot) -> None:
    link = await bot.link()
    await bot.store.write(Write(remove_links=[link.id]))
    assert "Links, " in words_of(await bot.type("digest now"))
    assert bot.slack.calls("views.open") == []


async def test_the_bar_moves_and_the_digest_comes_when_it_is_full(bot: Bot) -> None:
    gate = Gate(bot)
    typed = await bot.slack.command(ADA, LINKS, "/links digest now")
    first = await window(bot, "60 %")
    assert "Going through 40 links" in words_of(first.body["blocks"])
    assert bar_of(first).count("█") == 12
    for _ in range(MANY // 4 // 2):
        gate.turns.release()
    await bot.slack.until(lambda: 12 < bar_of(bot.slack.modal(ADA)).count("█") < 20)
    assert typed.replies == []
    gate.open()
    done = await window(bot, "Done")
    assert "digest.stop" not in str(done.body)
    preview = await bot.answered(typed)
    assert "Lost this week: 40" in words_of(preview)
    assert preview.only_for == ADA
    assert bot.slack.messages(LINKS) == []


async def test_stopped_is_stopped_and_both_say_so(bot: Bot) -> None:
    gate = Gate(bot)
    typed = await bot.slack.command(ADA, LINKS, "/links digest now")
    going = await window(bot, "60 %")
    await bot.slack.click(going, "digest.stop")
    await window(bot, "Stopped at 60 %")
    gate.open()
    assert "You stopped the digest" in words_of(await bot.answered(typed))
    assert len(typed.replies) == 1
    assert bot.slack.messages(LINKS) == []
    assert "digest.stop" not in str(bot.slack.modal(ADA))


async def test_a_digest_that_is_stopped_is_not_posted_to_the_channel(bot: Bot) -> None:
    preview = await bot.type("digest now")
    gate = Gate(bot)
    clicked = await bot.slack.click(preview, "digest.post")
    await bot.slack.click(await window(bot, "60 %"), "digest.stop")
    gate.open()
    assert "You stopped the digest" in words_of(await bot.answered(clicked))
    assert bot.slack.messages(LINKS) == []


async def test_a_button_pressed_while_the_last_word_is_on_its_way_still_stops_it(bot: Bot) -> None:
    gate = Gate(bot)
    typed = await bot.slack.command(ADA, LINKS, "/links digest now")
    going = await window(bot, "60 %")
    bot.slack.faults.hold_answer("views.update")
    gate.open()
    await bot.slack.until(lambda: bot.slack.calls("views.update"))
    await bot.slack.click(going, "digest.stop", value=_name(going))
    bot.slack.web_api.stopping.set()  # lets go of the answer that was held
    assert "You stopped the digest" in words_of(await bot.answered(typed))


def _name(view: View) -> str:
    return str(_button(view)["value"])


def _button(view: View) -> dict[str, Any]:
    button: dict[str, Any] = next(each for each in view.body["blocks"] if each["type"] == "actions")["elements"][0]
    return button


async def test_one_whose_bot_was_killed_is_broken_off_by_the_button_and_another_goes_on(bot: Bot) -> None:
    gate = Gate(bot)
    typed = await bot.slack.command(ADA, LINKS, "/links digest now")
    going = await window(bot, "60 %")
    _button(going)["value"] = "killed"
    await bot.slack.click(going, "digest.stop")
    left = await window(bot, "Broken off")
    assert "actions" not in {block["type"] for block in left.body["blocks"]}
    gate.open()
    assert "Lost this week: 40" in words_of(await bot.answered(typed))


async def test_a_press_on_one_that_is_over_leaves_its_window_alone(bot: Bot) -> None:
    gate = Gate(bot)
    typed = await bot.slack.command(ADA, LINKS, "/links digest now")
    going = await window(bot, "60 %")
    bot.slack.faults.add(Fault(FaultKind.ERROR, "views.update", error="not_found"))
    gate.open()
    await bot.answered(typed)
    await bot.slack.click(going, "digest.stop")
    await bot.type("status")
    assert await window(bot, "60 %") == going, "Slack did not take its last word"


async def test_only_who_asked_can_stop_it(bot: Bot) -> None:
    gate = Gate(bot)
    typed = await bot.slack.command(ADA, LINKS, "/links digest now")
    going = await window(bot, "60 %")
    await bot.slack.click(going, "digest.stop", user=BEN)
    gate.open()
    assert "Lost this week: 40" in words_of(await bot.answered(typed))


@pytest.mark.parametrize("method", ["views.open", "views.update"])
async def test_where_no_window_can_be_shown_the_digest_comes_all_the_same(bot: Bot, method: str) -> None:
    bot.slack.faults.add(Fault(FaultKind.ERROR, method, error="not_found"))
    assert "Lost this week: 40" in words_of(await bot.type("digest now"))


@pytest.mark.parametrize(
    ("share", "stage", "shown"),
    [
        (0.0, Stage.GOING, "0 %"),
        (0.999, Stage.GOING, "99 %"),
        (1.0, Stage.DONE, "100 %"),
        (0.5, Stage.STOPPED, "Stopped at 50 %"),
    ],
)
def test_a_window_says_how_far_it_is(share: float, stage: Stage, shown: str) -> None:
    view = digest_window(share, stage, 100_000, "a")
    assert shown in words_of(view["blocks"])
    assert ("actions" in {block["type"] for block in view["blocks"]}) is (stage is Stage.GOING)
