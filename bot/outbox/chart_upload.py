"""Charts as pictures, where Slack refuses its own: drawn in a child process, uploaded, and shown by a block alone.

The upload names no channel, so it is seen nowhere until a message shows it: whatever happens between the two, nothing
is posted twice. A picture left over by a crash stays a file of the app's own.
"""

import asyncio
import importlib.util
import json
import logging
import os
import sys
from asyncio.subprocess import PIPE
from datetime import timedelta

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.kit.blocks import Block, Message
from bot.messages.kit.chart import charts_of, described, with_pictures
from bot.slack.errors import CALL_ERRORS, ErrorMeaning, trouble_of
from jobs.units.clock import Clock

log = logging.getLogger(__name__)

DRAW_SECONDS = 60.0
"""The library builds its list of fonts when it is used first."""
TRIES = 20
"""So often we look whether Slack has taken a picture in; a block with one that it has not is refused."""
PAUSE = timedelta(seconds=0.5)
_REMEMBERED = 100


def can_draw() -> bool:
    """Whether the library for drawing is there."""
    return importlib.util.find_spec("matplotlib") is not None


class Pictures:
    """Puts a picture in the place of a chart, where the app may upload files and the library is there."""

    def __init__(self, client: AsyncWebClient, clock: Clock, *, allowed: bool) -> None:
        self._client = client
        self._clock = clock
        self._able = allowed and can_draw()
        self._files: LRUCache[str, str] = LRUCache(_REMEMBERED)

    async def instead(self, message: Message, name: str) -> Message | None:
        """The message with its charts as pictures; None where there is no chart, or where one cannot be shown.

        `name` is the message's key: asked for again under it, the same pictures are used.
        """
        charts = charts_of(message)
        if not charts or not self._able:
            return None
        names = [name, *(f"{name}-{number}" for number in range(2, len(charts) + 1))]
        try:
            files = [
                self._files.get(each) or await self._upload(chart, each)
                for chart, each in zip(charts, names, strict=True)
            ]
        except CALL_ERRORS as error:
            trouble = trouble_of(error)
            self._able = trouble.meaning is not ErrorMeaning.NO_SCOPE
            log.warning("%s: the chart cannot be uploaded as a picture (%s)", name, trouble.word)
            return None
        return with_pictures(message, files) if all(files) else None

    async def _upload(self, chart: Block, name: str) -> str:
        """The id of the uploaded picture; empty where it could not be drawn."""
        drawn = await draw(chart)
        if not drawn:
            return ""
        filename = f"{name.replace('/', '-')}.png"
        answer = await self._client.files_upload_v2(
            file=drawn, filename=filename, title=chart["title"], alt_txt=described(chart)
        )
        file = str(answer["files"][0]["id"])
        await self._taken_in(file)
        self._files[name] = file
        return file

    async def _taken_in(self, file: str) -> None:
        """Wait until Slack knows the picture's size; not for ever, for what uses it may be refused once more."""
        for _ in range(TRIES):
            answer = await self._client.files_info(file=file)
            if "original_w" in answer["file"]:
                return
            await self._clock.sleep(PAUSE)


async def draw(chart: Block) -> bytes:
    """The PNG of a chart; empty where the child process fails, or takes too long."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.outbox.chart_image", stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
    )
    try:
        async with asyncio.timeout(DRAW_SECONDS):
            drawn, said = await process.communicate(json.dumps(chart).encode())
    except TimeoutError:
        log.warning("The chart could not be drawn in %.0f s", DRAW_SECONDS)
        return b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        log.warning("The chart could not be drawn: %s", said.decode(errors="replace").strip().rpartition("\n")[2])
        return b""
    return drawn
