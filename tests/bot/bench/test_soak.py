"""A short soak of few sites: nothing leaks, and what leaks, grows or warns is found out."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bench import soak
from bot.bench.soak import Diary, figures_of, play, slope
from jobs.checks.ticks import Tick

FLAT = Diary([90.0] * 40, [5.0] * 40, [3] * 40, [1] * 40, [25] * 40, checks=4_000, said=9)


async def test_a_bot_of_a_few_days_leaves_no_task_no_file_and_no_warning(tmp_path: Path) -> None:
    seen = await play(12, 3, tmp_path)
    assert seen.checks >= 36
    assert seen.said, "a link that is lost from the start of its month, or a digest"
    assert (seen.unsaid, seen.warnings) == (0, [])
    assert (len(set(seen.tasks)), len(set(seen.handles))) == (1, 1)
    assert len(seen.memory) == len(seen.disk) == 3


async def test_a_warning_in_the_log_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def warn() -> None:
        logging.getLogger("jobs.somewhere").warning("something is odd")

    monkeypatch.setattr(soak, "ticks_for", lambda *_, **__: [Tick("odd", warn)])
    seen = await play(1, 1, tmp_path)
    assert set(seen.warnings) == {"jobs.somewhere: something is odd"}


def test_a_bot_that_stays_as_it_is_meets_every_aim() -> None:
    assert [figure.name for figure in figures_of(FLAT) if not figure.ok] == []


@pytest.mark.parametrize(
    ("odd", "named"),
    [
        (replace(FLAT, memory=[90 + 0.2 * day for day in range(40)]), "memory gained a month"),
        (replace(FLAT, disk=[5 + 0.5 * day for day in range(40)]), "disk gained a month"),
        (replace(FLAT, files=[*range(40)]), "files of the store, at most"),
        (replace(FLAT, tasks=[*[1] * 39, 2]), "tasks more than on the first day"),
        (replace(FLAT, handles=[*[25] * 39, 26]), "open files and sockets more than on the first day"),
        (replace(FLAT, warnings=["jobs.x: odd"]), "warnings and errors in the log"),
        (replace(FLAT, unsaid=1), "messages that wait at the end"),
    ],
)
def test_what_leaks_misses_its_aim(odd: Diary, named: str) -> None:
    assert [figure.name for figure in figures_of(odd) if not figure.ok] == [named]


def test_what_fills_at_first_is_not_counted_as_growth() -> None:
    filling = replace(FLAT, memory=[60 + day if day < 30 else 90.0 for day in range(40)])
    assert all(figure.ok for figure in figures_of(filling))
    assert slope([1.0, 2.0, 3.0]) == pytest.approx(1.0)
