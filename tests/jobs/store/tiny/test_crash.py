"""Whatever was acknowledged is there after `kill -9`; the harness kills for as long as one has patience."""

import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 300


@pytest.mark.slow
def test_killing_the_writer_at_random_loses_nothing_that_was_acknowledged() -> None:
    root = Path(__file__).parents[4]
    command = [sys.executable, "-m", "tests.jobs.store.tiny.crash", str(KILLS)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} kills: 0 unreadable, 0 of" in done.stdout
