"""A child is given time without what a busy machine keeps it from, and no secrets."""

import asyncio
import os
import pickle
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from functools import partial
from time import process_time

import pytest
import pytest_asyncio

from jobs.config.sections import Secrets
from jobs.model.page import Page
from jobs.pages.extract import extract
from jobs.web.isolation.child import SECRETS, Child, child_environment
from jobs.web.robots.rules import rules_in
from jobs.web.sitemaps.listed import read_listed, sitemaps_named
from tests.tools.times import NOON

PAGE = Page("https://a.example/", "https://a.example/", 200, (), b"", NOON)
BURN = "while True: pass"
NEEDS_AFFINITY = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux ties a process to a core")


@pytest.mark.parametrize("examine", [extract, rules_in, read_listed, sitemaps_named])
def test_what_children_examine_with_imports_nothing_of_the_network(examine: Callable[..., object]) -> None:
    """It would take a child longer than a page may, whatever was asked of it first."""
    told = f"import sys, {examine.__module__}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert {"aiohttp", "asyncio", "slack_sdk"} & set(loaded) == set()


class SlowToLoad:
    """Stands in for a question whose functions are imported first."""

    def __reduce__(self) -> tuple[Callable[[Page], str], tuple[Page]]:
        return half_a_second_of_work, (PAGE,)


async def test_what_a_question_imports_is_no_work_of_the_page() -> None:
    child = Child(__name__, memory=200 * 1024 * 1024)
    try:
        assert pickle.loads(await child.ask((str, SlowToLoad()), work=0.2, seconds=20)) == PAGE.url
    finally:
        await child.close()


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
