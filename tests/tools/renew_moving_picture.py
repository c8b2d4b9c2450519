"""Renew the README's moving picture from the demo: `python -m tests.tools.renew_moving_picture`.

A link is taken out, the channel hears of it, the link is put back, the message turns green. Only what changes on the
page is kept, each for as long as it takes to read, so that the film is shorter than what it shows.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageChops
from playwright.async_api import Page, expect

from tests.tools.chromium import browser_at
from tests.tools.demo import open_demo

FILE = Path(__file__).parents[2] / "docs" / "pictures" / "incident.webp"
WIDTH, HEIGHT = 1120, 700
SITE = "trail-notes"
BRIEF, SHORT, LONG = 700, 2000, 4500
"""Milliseconds that a picture is shown: something moves, something was done, something is to be read."""
LOOK_EVERY = 0.4
WAIT = 90_000


@dataclass
class Film:
    """Pictures of a page, each with how long it is shown."""

    page: Page
    pictures: list[Image.Image] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)

    async def take(self, milliseconds: int) -> None:
        """Show what is to be seen now for so long; what looks like the picture before makes that last longer."""
        await self.page.mouse.move(0, 0)
        await self.page.locator("#panel").evaluate("panel => { panel.scrollTop = 0; }")
        with Image.open(io.BytesIO(await self.page.screenshot(animations="disabled"))) as shot:
            picture = shot.convert("RGB")
        if self.pictures and ImageChops.difference(picture, self.pictures[-1]).getbbox() is None:
            self.shown[-1] = max(self.shown[-1], milliseconds)
            return
        self.pictures.append(picture)
        self.shown.append(milliseconds)

    async def until(self, is_over: Callable[[str], bool]) -> None:
        """Take what changes in the channel until its words fit."""
        async with asyncio.timeout(WAIT / 1000):
            while not is_over(await self.page.locator("#messages").inner_text()):
                await self.take(BRIEF)
                await asyncio.sleep(LOOK_EVERY)

    def save(self, file: Path) -> None:
        """As a WebP that goes on for ever, every colour as it is on the page."""
        first, *others = self.pictures
        first.save(file, save_all=True, append_images=others, duration=self.shown, loop=0, lossless=True, method=6)


async def play(page: Page) -> Film:
    """Act, and film it."""
    film = Film(page)
    await expect(page.locator("#messages")).to_contain_text("all is well", timeout=WAIT)
    await film.take(SHORT)
    await page.locator(f'#panel [data-page="{SITE}"][data-spoil="remove_link"]').click()
    await film.take(SHORT)
    await film.until(lambda words: "Link lost" in words)
    await film.take(LONG)
    await page.locator(f'#panel [data-page="{SITE}"][data-spoil="put_back"]').click()
    await film.take(SHORT)
    await film.until(lambda words: "is back" in words)
    await film.take(LONG)
    return film


async def renew() -> None:
    """Film the demo, and keep it where the README shows it."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_demo(Path(folder)) as demo, browser_at(demo.address, width=WIDTH, height=HEIGHT) as page:
            film = await play(page)
    film.save(FILE)
    sys.stdout.write(
        f"{FILE}: {len(film.pictures)} pictures, {sum(film.shown) / 1000:.1f} s, {FILE.stat().st_size / 1e6:.2f} MB\n"
    )


if __name__ == "__main__":
    asyncio.run(renew())
