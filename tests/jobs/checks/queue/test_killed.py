"""Kill -9 and SIGSTOP of a worker while a twin of its job waits; `killed.py` does the same many times."""

import signal

import pytest

from tests.jobs.checks.queue.killed import left_alone
from tests.jobs.store.postgres.tools import migrated


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_its_host_is_checked_by_another_and_what_it_says_later_is_refused(
    database_url: str, how: signal.Signals
) -> None:
    assert await left_alone(migrated(database_url), "a.example", how) >= 0
