"""A tick that fails is told once, and its end once."""

import logging

import pytest

from jobs.checks.ticks import Tick, act_once


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
