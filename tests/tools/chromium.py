"""Debian's Chromium in front of a page, and pictures of what it shows."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

CHROMIUM = Path("/usr/bin/chromium")
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NEEDS_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"NO BROWSER: {CHROMIUM} is missing, the demo was not tried"),
]

expect.set_options(timeout=30_000)  # a busy machine is no fault of the page


@asynccontextmanager
async def browser_at(address: str, width: int = 1280, height: int = 800) -> AsyncIterator[Page]:
    """A page at this address; a script's error on it is a failure."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = await browser.new_page(viewport={"width": width, "height": height})
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.goto(address)
        yield page
        await browser.close()
        assert not troubles, troubles


async def photograph(shown: Page | Locator, name: str) -> None:
    """Keep a picture where $LINKWATCH_SHOTS says, if it says so."""
    if folder := os.environ.get("LINKWATCH_SHOTS"):
        await (shown if isinstance(shown, Page) else shown.page).mouse.move(0, 0)  # nothing is hovered over
        await shown.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")
