"""Where what was served has not the link: have a browser draw the page, if that may show more."""

from collections.abc import Awaitable, Callable, Collection

from jobs.checks.allowance import FOR_CONTROL, DailyAllowance
from jobs.model.tracked_page import TrackedPage
from jobs.pages.extract import LinkQuestion
from jobs.pages.reading import Read, Reading
from jobs.pages.rendered import Drawing, may_show_more, with_drawing
from jobs.web.render.rendering import NotRendered

Draw = Callable[[Reading, Collection[LinkQuestion]], Awaitable[Drawing | NotRendered]]
"""Have a browser draw a page that was read, and answer what is asked of what it shows."""


class RenderedLook:
    """Reads a page, and once more in a browser where that may show a link that was not found."""

    def __init__(self, read: Read, draw: Draw, allowance: DailyAllowance) -> None:
        self._read = read
        self._draw = draw
        self._allowance = allowance

    async def read(self, url: str, known: TrackedPage | None = None, asked: Collection[LinkQuestion] = ()) -> Reading:
        """Read `url` and answer what is `asked` of it, as it was served and, within the page's allowance, as drawn."""
        reading = await self._read(url, known, asked)
        if not any(may_show_more(reading, each) for each in asked):
            return reading
        if not self._allowance.take(url, leaving=FOR_CONTROL):
            return reading
        return with_drawing(reading, await self._draw(reading, asked), asked)
