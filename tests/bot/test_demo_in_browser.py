"""The demo as a newcomer sees it, in headless Chromium."""

from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.tools.chromium import NEEDS_CHROMIUM, browser_at, photograph
from tests.tools.demo import open_demo
from tests.tools.process import stopped

pytestmark = NEEDS_CHROMIUM
SECONDS_30 = 30_000


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
