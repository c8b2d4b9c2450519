"""Waiting for a check that somebody asked for."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.checks import wait_for_check as lookout
from jobs.checks.wait_for_check import CheckWaiter
from jobs.model.link import NewLink
from jobs.model.tracked_page import HostState
from jobs.model.write import Write
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.tools.clocks import HandClock

PAGE = "https://a.example/x"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    opened = await open_tiny(tmp_path)
    await opened.add_link(NewLink("C1", PAGE, "https://b.example/"), HandClock().now())
    yield opened
    await opened.close()


async def looked(store: TinyStore, clock: HandClock) -> None:
    """The dispatcher's part: claim, write when to look next, give back."""
    claim = await store.claim_host(clock.now(), timedelta(minutes=5))
    assert claim is not None
    pages = [replace(due.page, next_check_at=clock.now() + timedelta(days=1)) for due in claim.due]
    await store.write(Write(pages=pages, claim=claim))
    await store.release_host(claim)


async def test_it_returns_once_the_page_was_looked_at(store: TinyStore) -> None:
    clock = HandClock()
    watch = CheckWaiter(store, clock)
    waiting = asyncio.create_task(watch.wait(PAGE))
    await asyncio.sleep(0.02)
    watch.seen("https://other.example/")
    await asyncio.sleep(0.02)
    assert not waiting.done()
    await looked(store, clock)
    watch.seen(PAGE)
    await asyncio.wait_for(waiting, 1)


async def test_a_look_that_began_before_the_question_does_not_count(store: TinyStore) -> None:
    watch = CheckWaiter(store, HandClock())
    waiting = asyncio.create_task(watch.wait(PAGE))
    await asyncio.sleep(0.02)
    watch.seen(PAGE)  # and it is still due
    await asyncio.sleep(0.02)
    assert not waiting.done()
    waiting.cancel()


async def test_a_host_that_backs_off_is_not_waited_for(store: TinyStore) -> None:
    clock = HandClock()
    later = clock.now() + timedelta(hours=1)
    await store.write(Write(hosts=[HostState("a.example", 1, later, "503")]))
    await asyncio.wait_for(CheckWaiter(store, clock).wait(PAGE), 1)


async def test_nobody_waits_for_a_page_that_is_not_tracked(store: TinyStore) -> None:
    await asyncio.wait_for(CheckWaiter(store, HandClock()).wait("https://nobody.example/"), 1)


async def test_patience_ends(store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookout, "PATIENCE_SECONDS", 0.02)
    await asyncio.wait_for(CheckWaiter(store, HandClock()).wait(PAGE), 1)


async def test_a_check_by_another_process_is_found_out(store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookout, "LOOK_AGAIN_SECONDS", 0.02)
    clock = HandClock()
    waiting = asyncio.create_task(CheckWaiter(store, clock).wait(PAGE))
    await asyncio.sleep(0.02)
    await looked(store, clock)  # and nobody says so
    await asyncio.wait_for(waiting, 1)
