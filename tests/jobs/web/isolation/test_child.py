"""A child is given time without what a busy machine keeps it from, and no secrets."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from functools import partial
from time import process_time

import pytest
import pytest_asyncio

from jobs.config.sections import Secrets
from jobs.model.page import Page
from jobs.web.isolation.child import SECRETS, Child, child_environment
from tests.tools.times import NOON

PAGE = Page("https://a.example/", "https://a.example/", 200, (), b"", NOON)
BURN = "while True: pass"
NEEDS_AFFINITY = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux ties a process to a core")


def half_a_second_of_work(page: Page) -> str:
    """Stands in for the reading of a page."""
    start = process_time()
    while process_time() - start < 0.5:
        pass
    return page.url


@pytest_asyncio.fixture
async def one_busy_core() -> AsyncIterator[None]:
    """This process, and what it starts, has to share one core with three others that never rest."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    others: list[Process] = []
    try:
        others += [await asyncio.create_subprocess_exec(sys.executable, "-c", BURN) for _ in range(3)]
        yield
    finally:
        os.sched_setaffinity(0, cores)
        for other in others:
            other.kill()
            await other.wait()


@NEEDS_AFFINITY
@pytest.mark.usefixtures("one_busy_core")
async def test_what_a_child_waits_for_a_core_does_not_count() -> None:
    child = Child(__name__, memory=200 * 1024 * 1024)
    try:
        answer = await child.ask((partial(half_a_second_of_work), PAGE), work=2.0, seconds=0.75)
    finally:
        await child.close()
    assert b"https://a.example/" in answer


def test_a_child_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {name.upper() for name in Secrets.model_fields} == SECRETS
    given = {*SECRETS, "LINKWATCH_HEALTH__HEARTBEAT", "LANG"}
    for name in given:
        monkeypatch.setenv(name, "value")
    assert child_environment().keys() & given == {"LANG"}
