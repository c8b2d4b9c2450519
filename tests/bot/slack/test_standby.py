"""Of several bots the one that answers has a connection to Slack."""

import errno
import logging
import os
from dataclasses import dataclass, field

import pytest

from bot.slack.standby import StandbyConnection


@dataclass
class Line:
    """A connection with a memory."""

    done: list[str] = field(default_factory=list)
    connected: bool = False
    refusal: OSError | None = None

    async def open(self) -> None:
        if self.refusal:
            raise self.refusal
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


async def test_one_that_follows_waits_for_the_port_that_the_one_before_has_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    bot = Bot(answers=False)
    await bot.connection.open()
    bot.answers, bot.line.refusal = True, refused(errno.EADDRINUSE)
    for _ in range(3):
        await bot.connection.look()
    assert not await bot.connection.is_connected()
    bot.line.refusal = None
    await bot.connection.look()
    assert await bot.connection.is_connected()
    assert caplog.messages == [
        "This bot leads, and answers Slack once the port is free: Address already in use",
        "This bot answers Slack now",
    ]


async def test_one_that_waits_again_after_another_led_says_so_again(caplog: pytest.LogCaptureFixture) -> None:
    bot = Bot(answers=False)
    bot.line.refusal = refused(errno.EADDRINUSE)
    for bot.answers in (True, False, True):
        await bot.connection.look()
    assert len(caplog.messages) == 2


@pytest.mark.parametrize("number", [errno.EACCES, errno.EADDRNOTAVAIL])
async def test_where_nobody_can_listen_it_does_not_wait(number: int) -> None:
    bot = Bot(answers=True)
    bot.line.refusal = refused(number)
    with pytest.raises(OSError, match=os.strerror(number)):
        await bot.connection.look()


async def test_one_that_is_alone_does_not_wait_for_a_port() -> None:
    bot = Bot(answers=True)
    bot.line.refusal = refused(errno.EADDRINUSE)
    with pytest.raises(OSError, match="already in use"):
        await bot.connection.open()


def refused(number: int) -> OSError:
    return OSError(number, os.strerror(number))


async def test_closing_is_not_letting_go() -> None:
    bot = Bot(answers=True)
    await bot.connection.open()
    await bot.connection.close()
    assert bot.line.done == ["open", "close"]
