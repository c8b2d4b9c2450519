"""The page in headless Chromium, with a small bolt app behind it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import BOT_TOKEN, DemoSites, RunningSlack, start_sandbox, start_sites
from bot.sandbox.clock import QuickClock
from tests.bot.sandbox.gallery import ALERT, DIGEST, FORM, HOME
from tests.tools.chromium import NEEDS_CHROMIUM, browser_at, photograph

pytestmark = NEEDS_CHROMIUM
NOTE = "The clock runs 720 times faster here: twelve hours pass in a minute."


@pytest.fixture
async def sites() -> AsyncIterator[DemoSites]:
    running = await start_sites()
    yield running
    await running.stop()


@pytest.fixture
async def slack(sites: DemoSites) -> AsyncIterator[RunningSlack]:
    async with await start_sandbox(sites=sites, note=NOTE) as running:
        running.socket.ack_seconds = 0.7
        yield running


@pytest.fixture
async def page(slack: RunningSlack) -> AsyncIterator[Page]:
    async with browser_at(f"{slack.base_url}/") as opened:
        yield opened


async def type_line(page: Page, line: str) -> None:
    await page.locator("#composer").fill(line)
    await page.keyboard.press("Enter")


async def test_files_stand_side_by_side_under_whom_they_are_from(connected: AsyncApp, page: Page) -> None:
    files = [{"content": "a,b\n", "filename": name} for name in ("links.csv", "links.xlsx")]
    await connected.client.files_upload_v2(channel="C0LINKS", file_uploads=files)
    message = page.locator("#messages .message").last
    await expect(message.locator(".file")).to_have_count(2)
    by, first, second = [
        await one.evaluate("node => node.getBoundingClientRect().toJSON()")
        for one in (message.locator(".by"), *await message.locator(".file").all())
    ]
    assert by["bottom"] <= first["top"]
    assert first["right"] < second["left"]


async def test_an_alert_is_shown_clicked_and_edited(slack: RunningSlack, connected: AsyncApp, page: Page) -> None:
    clicked: list[Any] = []

    @connected.action("mine")
    async def mine(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**where, text="Taken", blocks=[*ALERT[:2], *ALERT[4:]])
        await client.chat_postMessage(channel=where["channel"], thread_ts=where["ts"], text="<@U0ADA> is on it.")

    @connected.action("snooze")
    @connected.action("more")
    async def chosen(ack: Any, action: Any) -> None:
        await ack()
        clicked.append(action["selected_option"]["value"])

    await connected.client.chat_postMessage(channel="C0LINKS", text="Lost", blocks=ALERT)
    message = page.locator(".message[data-ts]").first
    await expect(message).to_contain_text("Link lost on trail-notes.localhost")
    await expect(message.locator(".mention", has_text="@Ben Okafor")).to_be_visible()
    await photograph(page, "alert")
    await message.locator("select[data-action-id=snooze]").select_option("7d")
    await message.get_by_role("button", name="More actions").click()
    await photograph(page, "overflow")
    await message.get_by_role("menuitem", name="Draft a mail").click()
    await slack.until(lambda: len(clicked) > 1)
    assert clicked == ["7d", "mail"]
    await message.locator("[data-action-id=mine]").click()
    await expect(message.locator(".edited")).to_be_visible()
    await expect(message.locator("[data-action-id=mine]")).to_have_count(0)
    await message.locator(".thread-link").click()
    await expect(page.locator("#replies")).to_contain_text("Ada Lindqvist is on it.")
    await photograph(page, "thread")


async def test_a_confirmation_comes_first_and_silence_is_told(connected: AsyncApp, page: Page) -> None:
    await connected.client.chat_postMessage(channel="C0LINKS", text="Lost", blocks=ALERT)
    stop = page.locator("[data-action-id=stop]")
    await stop.click()
    await expect(page.locator("#confirm")).to_contain_text("Stop tracking?")
    await photograph(page, "confirm")
    await page.locator("#confirm-deny").click()
    await expect(page.locator("#confirm")).to_be_hidden()
    await stop.click()
    await page.locator("#confirm-yes").click()
    await expect(page.locator(".silent")).to_contain_text("The app did not respond")


async def test_commands_answer_privately_and_unknown_ones_are_refused(connected: AsyncApp, page: Page) -> None:
    @connected.command("/links")
    async def links(ack: Any, respond: Any, command: Any) -> None:
        await ack()
        await respond(f"You said: {command['text']}")

    await type_line(page, "/links list #client-acme")
    answer = page.locator(".message.ephemeral")
    await expect(answer).to_contain_text("You said: list #client-acme")
    await expect(answer).to_contain_text("Only visible to you")
    await type_line(page, "/nope")
    await expect(page.get_by_role("alert").first).to_contain_text("/nope is not a valid command.")


async def test_the_app_is_removed_and_invited_by_slacks_own_commands(
    connected: AsyncApp, page: Page, slack: RunningSlack
) -> None:
    heard: list[str] = []
    for kind in ("channel_left", "member_joined_channel"):

        @connected.event(kind)
        async def on_event(event: Any) -> None:
            heard.append(event["type"])

    await type_line(page, "/remove @linkwatch")
    await slack.until(lambda: heard == ["channel_left"])
    await type_line(page, "/invite @linkwatch")
    await slack.until(lambda: heard == ["channel_left", "member_joined_channel"])
    await type_line(page, "hello *all*")
    await expect(page.locator(".message strong", has_text="all")).to_be_visible()
    await photograph(page, "command")


async def test_digest_blocks_are_drawn_and_foreign_text_is_only_text(connected: AsyncApp, page: Page) -> None:
    await connected.client.chat_postMessage(channel="C0LINKS", text="Digest", blocks=DIGEST)
    await expect(page.locator("figure.chart polyline")).to_have_count(2)
    await expect(page.locator("td", has_text="gear-bench")).to_be_visible()
    await expect(page.locator(".rich")).to_contain_text("Foreign <b>text</b> stays *as it is*")
    await photograph(page, "digest")


async def test_days_and_times_are_told_by_the_clock_of_the_app() -> None:
    clock = QuickClock(1, behind=timedelta(days=30, hours=5))
    async with await start_sandbox(clock=clock) as slack, browser_at(f"{slack.base_url}/") as page:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
        at = clock.now()
        dates = [
            (at, "{date_short_pretty}"),
            (at + timedelta(days=1), "{date_pretty}"),
            (at - timedelta(hours=3), "{ago}"),
        ]
        words = ", ".join(f"<!date^{day.timestamp():.0f}^{form}|->" for day, form in dates)
        await client.chat_postMessage(channel="C0LINKS", text=words)
        await expect(page.locator("#messages")).to_contain_text("today, tomorrow, 3 hours ago")
        said = await page.locator(".message[data-ts] time[datetime]").inner_text()
        assert said in {f"{moment.astimezone():%H:%M}" for moment in (at, clock.now())}


async def test_a_modal_is_filled_in_refused_and_sent(connected: AsyncApp, page: Page) -> None:
    sent: list[Any] = []

    @connected.command("/links")
    async def links(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @connected.view("form")
    async def form(ack: Any, view: Any) -> None:
        values = view["state"]["values"]
        if "." not in values["page"]["page"]["value"]:
            await ack(response_action="errors", errors={"page": "This is not an address."})
            return
        await ack()
        sent.append(values)

    await type_line(page, "/links add")
    await expect(page.locator("#modal")).to_contain_text("Add a link")
    await page.locator("#modal-submit").click()
    error = page.locator(".field-error[data-block-id=page]")
    await expect(error).to_have_text("Please complete this required field.")
    await page.locator("#modal [data-action-id=page]").fill("nonsense")
    await page.locator("#modal-submit").click()
    await expect(error).to_have_text("This is not an address.")
    await photograph(page, "modal")
    await page.locator("#modal [data-action-id=page]").fill("https://a.example/x")
    await page.locator("#modal [data-action-id=every]").select_option("6h")
    await page.locator("#modal [data-action-id=owner]").select_option("U0BEN")
    await page.locator("#modal [data-action-id=file]").set_input_files(
        {"name": "links.csv", "mimeType": "text/csv", "buffer": b"a,b\n"}
    )
    await page.locator("#modal-submit").click()
    await expect(page.locator("#modal")).to_be_hidden()
    [values] = sent
    assert values["page"]["page"]["value"] == "https://a.example/x"
    assert values["every"]["every"]["selected_option"]["value"] == "6h"
    assert values["owner"]["owner"]["selected_user"] == "U0BEN"
    assert [one["value"] for one in values["what"]["what"]["selected_options"]] == ["nofollow"]
    assert values["until"]["until"]["selected_date"] is None
    assert values["file"]["file"]["files"][0]["name"] == "links.csv"


async def test_home_opens_and_its_buttons_work(slack: RunningSlack, connected: AsyncApp, page: Page) -> None:
    @connected.event("app_home_opened")
    async def opened(event: Any, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=HOME)

    @connected.action("add")
    async def add(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    await page.locator("#open-home").click()
    await expect(page.locator("#home")).to_contain_text("Your links")
    await photograph(page, "home")
    await page.locator("#home [data-action-id=add]").click()
    await expect(page.locator("#modal")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#modal")).to_be_hidden()
    assert slack.modal("U0ADA") is None


async def test_home_of_another_person_opens_with_them(slack: RunningSlack, connected: AsyncApp, page: Page) -> None:
    @connected.event("app_home_opened")
    async def opened(event: Any, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": event["user"]}}]}
        await client.views_publish(user_id=event["user"], view=view)

    await page.locator("#open-home").click()
    await expect(page.locator("#home")).to_contain_text("U0ADA")
    await page.locator("#me").select_option("U0EVE")
    await expect(page.locator("#home")).to_contain_text("U0EVE")


async def test_the_panel_spoils_a_page_and_puts_it_back(sites: DemoSites, page: Page) -> None:
    card = page.locator(".site[data-page=trail-notes]")
    await expect(page.locator("#note")).to_have_text(NOTE)
    await card.get_by_role("button", name="Remove the link").click()
    await expect(card.locator(".site-state")).to_have_text("the link is removed")
    await photograph(page, "panel")
    await card.get_by_role("button", name="Put it back").click()
    await expect(card.locator(".site-state")).to_have_text("as agreed")
    assert not sites.state["trail-notes"]


async def test_unread_channels_are_marked_until_they_are_opened(client: AsyncWebClient, page: Page) -> None:
    await expect(page.locator("#channel-name")).to_have_text("#links")
    await client.chat_postMessage(channel="C0ACME", text="Elsewhere")
    entry = page.locator("[data-channel=C0ACME]")
    await expect(entry.locator(".count")).to_have_text("1")
    await entry.click()
    await expect(entry.locator(".count")).to_have_count(0)
    await expect(page.locator(".message")).to_contain_text("Elsewhere")
