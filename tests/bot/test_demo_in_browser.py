"""The demo as a newcomer sees it, in headless Chromium."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.tools.demo import open_demo
from tests.tools.process import stopped

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
SECONDS_30 = 30_000
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"NO BROWSER: {CHROMIUM} is missing, the demo was not tried"),
]


@asynccontextmanager
async def browser_at(address: str) -> AsyncIterator[Page]:
    """A page at this address; a script's error on it is a failure."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.goto(address)
        yield page
        await browser.close()
        assert not troubles


async def photograph(page: Page, name: str) -> None:
    """Keep a picture where $LINKWATCH_SHOTS says, if it says so."""
    if folder := os.environ.get("LINKWATCH_SHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")


def spoil(page: Page, action: str) -> Locator:
    """A button of the panel for the first page."""
    return page.locator(f'#panel [data-page="trail-notes"][data-spoil="{action}"]')


async def test_a_newcomer_types_spoils_clicks_and_mends(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo, browser_at(demo.address) as page:
        messages = page.locator("#messages")
        await expect(messages).to_contain_text("all is well", timeout=SECONDS_30)
        await photograph(page, "demo-1-start")

        await page.locator("#composer").fill("/links list")
        await page.keyboard.press("Enter")
        await expect(messages).to_contain_text("Only visible to you", timeout=SECONDS_30)
        await expect(messages).to_contain_text("L-3")

        await spoil(page, "remove_link").click()
        held = messages.get_by_role("button", name="I'm on it")
        await expect(held).to_be_visible(timeout=SECONDS_30)
        await photograph(page, "demo-2-alert")

        await held.click()
        await expect(messages).to_contain_text("is on it", timeout=SECONDS_30)
        await photograph(page, "demo-3-held")

        await spoil(page, "put_back").click()
        await expect(messages).to_contain_text("Link is back", timeout=SECONDS_30)
        await expect(messages.get_by_role("button", name="I'm on it")).to_have_count(0)
        await photograph(page, "demo-4-back")
        assert await stopped(demo.process) == 0
