"""Of several bots the one that answers has a connection to Slack."""

import logging
from dataclasses import dataclass, field

import pytest

from bot.slack.standby import StandbyConnection


@dataclass
class Line:
    """A connection with a memory."""

    done: list[str] = field(default_factory=list)
    connected: bool = False

    async def open(self) -> None:
        self.done.append("open")
        self.connected = True

    async def close(self) -> None:
        self.done.append("close")
        self.connected = False

    async def is_connected(self) -> bool:
        return self.connected

    async def let_go(self) -> None:
        self.done.append("let go")


@dataclass
class Bot:
    """One of several, which answers or does not."""

    answers: bool
    line: Line = field(default_factory=Line)

    def __post_init__(self) -> None:
        self.connection = StandbyConnection(self.line, lambda: self.answers, self.line.let_go)


async def test_one_that_answers_is_connected_from_the_start() -> None:
    bot = Bot(answers=True)
    await bot.connection.open()
    await bot.connection.look()
    assert (bot.line.done, await bot.connection.is_connected()) == (["open"], True)
    bot.line.connected = False
    assert not await bot.connection.is_connected()


async def test_one_that_stands_by_connects_when_it_comes_to_answer_and_lets_go_when_another_does(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    bot = Bot(answers=False)
    await bot.connection.open()
    await bot.connection.look()
    assert (bot.line.done, await bot.connection.is_connected()) == ([], True), "nobody need reach it"
    bot.answers = True
    assert not await bot.connection.is_connected(), "not yet"
    for _ in range(2):
        await bot.connection.look()
    assert await bot.connection.is_connected()
    bot.answers = False
    for _ in range(2):
        await bot.connection.look()
    assert bot.line.done == ["open", "close", "let go"]
    assert caplog.messages == ["This bot answers Slack now", "Another bot answers Slack now"]


async def test_closing_is_not_letting_go() -> None:
    bot = Bot(answers=True)
    await bot.connection.open()
    await bot.connection.close()
    assert bot.line.done == ["open", "close"]
