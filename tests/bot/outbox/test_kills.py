"""Whatever was to be said is said once, though the bot dies by `kill -9` and answers are lost; more kills by hand."""

import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 40
REFUSED = "0.05"
"""A part of the posts, as if the bot had been removed from the channel for a while."""


@pytest.mark.slow
@pytest.mark.parametrize("more", [[], [REFUSED]])
def test_killing_the_bot_at_random_loses_and_doubles_no_message(more: list[str]) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "tests.bot.outbox.kills", str(KILLS), *more]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} kills: 0 of " in done.stdout
