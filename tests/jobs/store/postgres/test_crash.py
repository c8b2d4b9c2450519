"""Whatever was acknowledged is there after `kill -9` of its writer, and nothing is half done."""

import subprocess
import sys
from pathlib import Path

import pytest

from jobs.bench._own_postgres import MISSING, find_programs

KILLS = 60


@pytest.mark.slow
@pytest.mark.skipif(find_programs() is None, reason=MISSING)
def test_killing_the_writer_at_random_loses_nothing_that_was_acknowledged() -> None:
    root = Path(__file__).parents[4]
    command = [sys.executable, "-m", "tests.jobs.store.postgres.crash", str(KILLS)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} kills: 0 unreadable, 0 of" in done.stdout
