"""Whether a page can be read at an address, tracked or not; nothing of it is kept."""

import asyncio

from jobs.model.page import Outcome
from jobs.pages.reading import Read
from jobs.pages.what_it_is import what_it_is

PATIENCE_SECONDS = 12.0
"""Somebody waits for the answer."""


async def answers(read: Read, url: str) -> bool:
    """Whether a visitor meets a page there that can be read; not where that takes too long."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return what_it_is(await read(url)).outcome is Outcome.OK
    except TimeoutError:
        return False
