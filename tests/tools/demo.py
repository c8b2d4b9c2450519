"""A running demo and a person in front of its page."""

import asyncio
import re
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.tools.process import environment, started

Json = dict[str, Any]


@dataclass
class Demo:
    """A running demo and a person in front of its page."""

    process: Process
    address: str
    session: ClientSession

    async def messages(self) -> list[Json]:
        """What #links shows, replies of threads last."""
        asked = {"user": "U0ADA", "channel": "C0LINKS"}
        async with self.session.get(f"{self.address}/page/channel", params=asked) as answer:
            shown = await answer.json()
        return [*shown["messages"], *shown["replies"]]

    async def do(self, what: str, **about: Any) -> Json:
        about = {"user": "U0ADA", "channel": "C0LINKS", **about}
        async with self.session.post(f"{self.address}/page/{what}", json=about) as answer:
            assert answer.status == 200
            told: Json = await answer.json()
            return told

    async def until(self, fits: Callable[[Json], object], seconds: float = 30) -> Json:
        """The first message that fits; TimeoutError if none comes."""
        async with asyncio.timeout(seconds):
            while True:
                for message in await self.messages():
                    if fits(message):
                        return message
                await asyncio.sleep(0.1)


@asynccontextmanager
async def open_demo(folder: Path, **env: str) -> AsyncIterator[Demo]:
    """A demo whose temporary files lie in `folder`."""
    async with (
        started("demo", env=environment(TMPDIR=str(folder), **env), cwd=folder) as process,
        ClientSession() as session,
    ):
        assert process.stdout is not None
        async with asyncio.timeout(180):
            address = None
            while address is None:
                line = (await process.stdout.readline()).decode()
                assert line, (await process.communicate())[1].decode()
                address = re.search(r"Open (http://127\.0\.0\.1:\d+)", line)
        yield Demo(process, address[1], session)
