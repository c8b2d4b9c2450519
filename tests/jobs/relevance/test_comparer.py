"""Comparing in a process of its own, which is started when needed and ends when nobody asks."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from jobs.cli.inspect import read_body
from jobs.model.document import TooComplex
from jobs.model.relevance import Relevance
from jobs.pages.reading import Reading
from jobs.relevance import comparer
from jobs.relevance.compare_pages import compare_readings
from jobs.relevance.comparer import Comparer
from tests.jobs.relevance import corpus


@pytest.fixture
async def pair() -> tuple[Reading, Reading]:
    theirs, ours = [
        await read_body(corpus.html(*text).encode(), f"https://{name}.example/", "")
        for name, text in (("theirs", corpus.BIKES_EN), ("ours", corpus.BIKES_EN_2))
    ]
    return theirs, ours


@pytest.fixture
async def brief() -> AsyncIterator[Comparer]:
    made = Comparer(idle_seconds=0.2)
    yield made
    await made.close()


async def test_the_process_finds_what_is_found_here_and_ends_when_idle(
    pair: tuple[Reading, Reading], brief: Comparer
) -> None:
    found = await brief.compare(*pair)
    assert found == compare_readings(*pair)
    while brief.is_running:
        await asyncio.sleep(0.05)
    assert await brief.compare(*pair) == found


async def test_many_who_ask_at_once_are_all_answered(pair: tuple[Reading, Reading], brief: Comparer) -> None:
    answers = await asyncio.gather(*(brief.compare(*pair) for _ in range(4)))
    assert all(isinstance(answer, Relevance) for answer in answers)


async def test_what_takes_too_long_is_given_up(
    pair: tuple[Reading, Reading], brief: Comparer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparer, "_SECONDS", 0.01)
    assert isinstance(await brief.compare(*pair), TooComplex)


async def test_closing_ends_the_process_at_once(pair: tuple[Reading, Reading]) -> None:
    made = Comparer()
    await made.compare(*pair)
    await made.close()
    assert not made.is_running
