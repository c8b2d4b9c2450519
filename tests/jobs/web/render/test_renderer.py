"""The process that renders is ended with all that it started, whatever it does; nothing of it is left behind."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from jobs.web.http.policy import NetworkPolicy
from jobs.web.render import renderer as rendering
from jobs.web.render.process_tree import kill_tree, own_memory, tree_of
from jobs.web.render.renderer import Renderer, browser_trouble, chromium_of
from jobs.web.render.rendering import NotRendered, Rendered
from tests.jobs.web.render.pages import CHROMIUM, CLIENT_SIDE, NEEDS_BROWSER
from tests.tools.site import Answer, Sites

NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")
POLICY = NetworkPolicy(allow_private=True)


def by_number(sites: Sites) -> str:
    """The site by its number, for the process that renders asks the machine's own name servers."""
    return sites.url("127.0.0.1/")


def children() -> tuple[int, ...]:
    return tuple(each for each in tree_of(os.getpid()) if each != os.getpid())


@pytest.mark.browser
@NEEDS_BROWSER
async def test_a_page_is_drawn_and_nothing_is_left() -> None:
    before = children()
    async with Sites() as sites:
        sites["127.0.0.1/"] = CLIENT_SIDE
        page = await Renderer(str(CHROMIUM), POLICY).render(by_number(sites))
    assert isinstance(page, Rendered)
    assert "ours.example/guide" in page.html
    assert children() == before


@pytest.mark.browser
@NEEDS_BROWSER
@NEEDS_PROC
async def test_a_browser_that_grows_too_large_is_ended() -> None:
    before = children()
    async with Sites() as sites:
        sites["127.0.0.1/"] = Answer(CLIENT_SIDE, delay=5)
        page = await Renderer(str(CHROMIUM), POLICY, memory=20 * 2**20).render(by_number(sites))
    assert page == NotRendered("it took the browser too much memory")
    assert children() == before


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exec sleep 60", "the browser hung"),
        ("exit 3", "the process that renders ended"),
    ],
)
async def test_a_process_that_hangs_or_ends_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!/bin/sh\n{script}\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stand_in))
    monkeypatch.setattr(rendering, "SECONDS", 0.2)
    monkeypatch.setattr(rendering, "_GRACE", 0.2)
    before = children()
    assert await Renderer(str(CHROMIUM), POLICY).render("https://a.example/") == NotRendered(reason)
    assert children() == before


def test_what_is_missing_is_said_with_what_to_do() -> None:
    assert chromium_of("/no/where") is None
    assert browser_trouble("/no/where") == (
        "/no/where cannot be run; install it (Debian: apt-get install chromium) or name it as render.chromium"
    )


@NEEDS_PROC
async def test_memory_of_what_a_process_started_is_counted() -> None:
    holder = "held = bytearray(64 * 2**20); held[::4096] = b'x' * len(held[::4096]); print(flush=True); input()"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", holder, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    await process.stdout.readline()
    assert own_memory(os.getpid()) >= 64 * 2**20
    kill_tree(process.pid)
    await process.wait()
