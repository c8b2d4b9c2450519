"""A tick that fails is told once, and its end once; one that a stop cuts off is not told."""

import asyncio
import logging

import pytest

from jobs.checks.ticks import Tick, act_once, start_ticking


async def test_a_tick_that_fails_is_logged_when_it_begins_and_when_it_is_over(caplog: pytest.LogCaptureFixture) -> None:
    fails = iter([True, True, False, False])

    async def act() -> None:
        if next(fails):
            raise KeyError("a bug")

    tick, failing, seen = Tick("digests", act), {}, []  # type: ignore[var-annotated]  # filled below
    for _ in range(4):
        await act_once(tick, failing)
        seen.append(dict(failing))
    assert seen == [{"digests": "KeyError"}, {"digests": "KeyError"}, {}, {}]
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]
    assert "a bug" in caplog.text


async def test_a_tick_that_a_stop_cuts_off_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def act() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    scheduler = start_ticking([Tick("digests", act, 0.01)], {})
    async with asyncio.timeout(60):
        await begun.wait()
        scheduler.shutdown(wait=False)
        await ended.wait()
    await asyncio.sleep(0)
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []
