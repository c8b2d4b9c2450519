"""Forms, Home and shortcuts of the real bot in headless Chromium; $LINKWATCH_SHOTS keeps the pictures."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.tools import nouns
from tests.tools.chromium import NEEDS_CHROMIUM, browser_at, photograph
from tests.tools.slack_bot import ADA, LINKS, OTHER, PAGE, TARGET, Bot, open_bot

pytestmark = NEEDS_CHROMIUM
TYPED_MS = 100
"""Between two letters: the form is drawn anew while a person types into it."""


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr("bot.home.publisher.WAIT_SECONDS", 0.05)
    async with open_bot(tmp_path, our_sites=("ours.example", "shop.example")) as running:
        yield running


@pytest.fixture
async def page(bot: Bot) -> AsyncIterator[Page]:
    async with browser_at(f"{bot.slack.base_url}/#{LINKS}", 1100, 900) as opened:
        yield opened


async def test_a_link_is_added_by_a_form_that_explains_what_was_typed(bot: Bot, page: Page) -> None:
    await page.locator("#composer").fill("/links add")
    await page.keyboard.press("Enter")
    box = page.locator("#modal")
    await expect(box).to_contain_text("Pages that carry the links")
    lines = box.locator("[data-action-id='form.links']")
    await lines.fill(f"{PAGE}\nnonsense")
    await box.locator("[data-action-id='form.anchor']").click()
    await page.keyboard.type("garden tools", delay=TYPED_MS)
    await expect(box.locator("[data-block-id=preview]").first).to_contain_text("“nonsense” is neither")
    await expect(lines).to_have_value(f"{PAGE}\nnonsense")
    await expect(box.locator("[data-action-id='form.anchor']")).to_have_value("garden tools")
    await photograph(page, "form-preview")
    await page.locator("#modal-submit").click()
    await expect(box.locator(".field-error[data-block-id=links]")).to_contain_text("What is wrong is said below")
    await expect(box.locator("[data-block-id=preview]").first).to_contain_text("“nonsense” is neither an address")
    await lines.fill(f"{PAGE}\n{OTHER}")
    await page.locator("#modal-submit").click()
    await expect(box.locator(".field-error[data-block-id=target]")).to_contain_text("Say what the pages")
    await photograph(page, "form-errors")
    await box.locator("[data-action-id='form.site']").select_option("ours.example")
    await page.locator("#modal-submit").click()
    await expect(box).to_contain_text("2 added")
    await photograph(page, "form-result")
    await page.locator("#modal-close").click()
    assert [link.expected.anchor for link in await bot.store.links()] == ["garden tools"] * 2


async def test_home_leads_from_three_steps_to_rows_with_deeds(bot: Bot, page: Page) -> None:
    await page.locator("#open-home").click()
    home = page.locator("#home")
    await expect(home).to_contain_text("1. Invite me")
    await photograph(page, "home-new")
    rows = "\n".join(f"https://p{number}.example/a-rather-long-path {TARGET}" for number in range(12))
    await bot.type(f"add\n{PAGE} {TARGET}\n{rows}")
    await bot.looks.look(PAGE)
    await page.locator("[data-channel=C0ACME]").click()
    await page.locator("#open-home").click()
    await expect(home).to_contain_text("Page 1 of 2")
    await photograph(page, "home")
    await home.get_by_role("button", name="More actions").first.click()
    await photograph(page, "home-menu")
    await home.get_by_role("menuitem", name="Edit").first.click()
    await expect(page.locator("#modal")).to_contain_text("Agreed anchor text")
    await page.locator("#modal [data-action-id='form.tags']").fill("spring")
    await photograph(page, "form-edit")
    await page.locator("#modal-submit").click()
    await expect(page.locator("#modal")).to_be_hidden()
    assert [link.tags for link in await bot.store.links() if link.tags] == [frozenset({"spring"})]
    await home.get_by_role("button", name="Channel settings").click()
    await expect(page.locator("#modal")).to_contain_text("How often")
    await photograph(page, "form-settings")
    await page.keyboard.press("Escape")
    await home.locator("[data-action-id='home.filter']").select_option("lost")
    await expect(home).to_contain_text("No link fits this filter: Lost.")


async def test_a_message_and_an_alert_open_their_modals(bot: Bot, page: Page) -> None:
    bot.slack.say("U0BEN", LINKS, f"They placed it: {PAGE} and {OTHER}")
    message = page.locator(".message[data-user=U0BEN]")
    await message.hover()
    await message.get_by_role("button", name="Track these links").click()
    lines = page.locator("#modal [data-action-id='form.links']")
    await expect(lines).to_have_value(f"{PAGE}\n{OTHER}")
    await photograph(page, "shortcut")
    await page.keyboard.press("Escape")
    await bot.type(f"add\n{PAGE} {TARGET}\n{OTHER} {TARGET}", user=ADA)
    await bot.card(nouns.incident(1, 2))
    card = page.locator(".message[data-user=U0BOT]").last
    await card.get_by_role("button", name="See all").click()
    await expect(page.locator("#modal")).to_contain_text("L-2")
    await photograph(page, "see-all")
    await page.locator("#modal-close").click()
    await card.get_by_role("button", name="More actions").click()
    await card.get_by_role("menuitem", name="Stop tracking").click()
    await expect(page.locator("#modal")).to_contain_text(
        "Both links will no longer be tracked, and there will be no more alerts about them."
    )
    await photograph(page, "stop")
    await page.locator("#modal-submit").click()
    await expect(page.locator("#modal")).to_contain_text("To track them again in #links:")
    await photograph(page, "stopped")


async def test_partner_pages_and_domains_are_found_in_home(bot: Bot, page: Page) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{OTHER} {TARGET}")
    await bot.type("partner add https://friends.example/links max 40")
    await page.locator("#open-home").click()
    home = page.locator("#home")
    await expect(home).to_contain_text("L-1")
    await home.locator("[data-action-id='home.domain']").fill("other.example")
    await page.keyboard.press("Enter")
    await expect(home).not_to_contain_text("L-1")
    await home.locator("[data-action-id='home.filter']").select_option("partners")
    await expect(home).to_contain_text("No partner page in other.example.")
    await photograph(page, "home-nothing")
    await home.get_by_role("button", name="Clear the filters").click()
    await expect(home).to_contain_text("L-1")
    await expect(home.locator("[data-action-id='home.domain']")).to_have_value("")
    await home.locator("[data-action-id='home.filter']").select_option("partners")
    await expect(home).to_contain_text("41 followed links out, limit 40")
    await photograph(page, "home-partners")


async def test_all_of_a_large_alert_are_turned_page_by_page(bot: Bot, page: Page) -> None:
    rows = "\n".join(f"https://p{number}.example/a-rather-long-path {TARGET}" for number in range(130))
    await bot.type(f"add\n{rows}")
    await bot.card(nouns.incident(*range(1, 131)))
    await page.locator(".message[data-user=U0BOT]").last.get_by_role("button", name="See all").click()
    box = page.locator("#modal")
    await expect(box).to_contain_text("Rows 1-30 of 130")
    await box.get_by_role("button", name="Next").click()
    await expect(box).to_contain_text("Rows 31-60 of 130")
    await expect(box).to_contain_text("L-60")
    await box.get_by_role("button", name="I'm on it").click()
    await expect(box).to_contain_text("is on it")
    await photograph(page, "see-all-pages")
