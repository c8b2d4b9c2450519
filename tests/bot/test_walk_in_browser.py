"""A working day in the demo, in headless Chromium: every form, card, list and page that a person meets.

The pictures of the README are made here: `python -m tests.tools.renew_pictures`.
"""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError
from playwright.async_api import Locator, Page, expect

from tests.tools.chromium import NEEDS_CHROMIUM, browser_at, photograph
from tests.tools.demo import open_demo
from tests.tools.process import stopped

pytestmark = NEEDS_CHROMIUM
SECONDS_60 = 60_000


async def spoil(page: Page, site: str, action: str) -> None:
    """Press a button of the panel beside the channel, its site unfolded where it is not."""
    button = page.locator(f'#panel [data-page="{site}"][data-spoil="{action}"]')
    if not await button.is_visible():
        await page.locator(f'#panel details[data-page="{site}"] summary').click()
    await button.click()


def card(page: Page, words: str) -> Locator:
    """The newest message of the channel that holds these words and can be acted on."""
    return page.locator("#messages article", has_text=words).filter(has=control(page, "incident.hold")).last


def control(where: Page | Locator, action: str) -> Locator:
    """A button, menu or field by its stable id."""
    return where.locator(f'[data-action-id="{action}"]')


async def type_line(page: Page, line: str) -> None:
    await page.locator("#composer").fill(line)
    await page.keyboard.press("Enter")


async def more(where: Locator, entry: str) -> None:
    """Choose from the menu behind the three dots; a card that is edited meanwhile is drawn again, its menu shut."""
    chosen = where.get_by_role("menuitem", name=entry)
    while True:
        await where.get_by_role("button", name="More actions").click()
        with suppress(BrowserError):
            await chosen.click(timeout=1_000)
            return


async def close_modal(page: Page) -> None:
    await page.locator("#modal-close").click()
    await expect(page.locator("#modal")).to_be_hidden(timeout=SECONDS_60)


async def add_by_form(page: Page) -> None:
    modal, directory = page.locator("#modal"), page.locator('#panel details[data-page="outdoor-directory"]')
    await type_line(page, "/links add")
    await expect(modal).to_contain_text("Add links", timeout=SECONDS_60)
    await page.locator("#modal-submit").click()
    await expect(modal.locator(".field-error:visible").first).to_be_visible(timeout=SECONDS_60)
    address = await directory.get_by_role("link", name="View the page", include_hidden=True).get_attribute("href")
    shop = f"http://fellside.localhost:{urlsplit(address or '').port}"
    lines = [f"{address} -> {shop}{path}" for path in ("/", "/products/ridge-boot", "/news/a-new-look")]
    wrong = [*lines[:2], f"{address} -> news"]
    await modal.get_by_label("Pages that carry the links").fill("\n".join(wrong))
    await page.locator("#modal-submit").click()
    await expect(modal).to_contain_text("Line 3: “news” is neither", timeout=SECONDS_60)
    await photograph(modal, "form")
    await modal.get_by_label("Pages that carry the links").fill(lines[2])
    await page.locator("#modal-submit").click()
    await expect(modal).to_contain_text("L-6", timeout=SECONDS_60)
    await close_modal(page)


async def act_on_an_alert(page: Page) -> None:
    messages = page.locator("#messages")
    await spoil(page, "trail-notes", "nofollow")
    weakened = card(page, "nofollow")
    await expect(weakened).to_be_visible(timeout=SECONDS_60)
    await control(weakened, "incident.hold").click()
    await expect(weakened).to_contain_text("is on it", timeout=SECONDS_60)
    await photograph(page, "alert")
    await page.set_viewport_size({"width": 1180, "height": 1160})  # what follows is long: all of it in one picture
    await control(weakened, "incident.snooze").select_option(label="3 days")
    await expect(weakened).to_contain_text("nooze", timeout=SECONDS_60)
    await more(weakened, "Draft a mail")
    await expect(messages).to_contain_text("A draft to copy", timeout=SECONDS_60)
    await photograph(page.locator("#messages article").last, "mail")
    await more(weakened, "Accept as new normal")
    await expect(messages).to_contain_text("new normal", timeout=SECONDS_60)


async def meet_a_group(page: Page) -> None:
    """A page with several of our links is taken from the index: the first two are told alone, the others together."""
    await spoil(page, "outdoor-directory", "noindex")
    see_all = control(page.locator("#messages"), "incident.see_all")
    await expect(see_all).to_be_visible(timeout=SECONDS_60)
    await photograph(card(page, "weakened: outdoor-directory"), "group")
    await see_all.click()
    await expect(page.locator("#modal")).to_be_visible(timeout=SECONDS_60)
    await photograph(page.locator("#modal"), "see-all")
    await close_modal(page)


async def read_the_digest(page: Page) -> None:
    await type_line(page, "/links digest now")
    digest = page.locator("#messages article").filter(has=page.locator("svg")).last
    await expect(digest).to_contain_text("Only visible to you", timeout=SECONDS_60)
    await photograph(digest, "digest")


async def look_at_home(page: Page) -> None:
    home = page.locator("#home")
    await page.locator("#open-home").click()
    await expect(home).to_contain_text("L-1", timeout=SECONDS_60)
    await photograph(home, "home")
    await control(home, "home.settings").click()
    await expect(page.locator("#modal")).to_contain_text("Channel settings", timeout=SECONDS_60)
    await photograph(page.locator("#modal"), "settings")
    await page.locator("#modal-submit").click()
    await expect(page.locator("#modal")).to_be_hidden(timeout=SECONDS_60)


async def test_a_working_day(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo, browser_at(demo.address, width=1180, height=760) as page:
        await expect(page.locator("#messages")).to_contain_text("all is well", timeout=SECONDS_60)
        await add_by_form(page)
        await act_on_an_alert(page)
        await meet_a_group(page)
        await read_the_digest(page)
        await look_at_home(page)
        assert await stopped(demo.process) == 0
