"""The running bot sends its alerts to machines too: a link is lost and comes back."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.sandbox import APP_TOKEN, BOT_TOKEN, start_sandbox
from bot.sandbox.clock import QuickClock
from bot.service import serve
from jobs.config import Config
from tests.tools.journeys import Asked
from tests.tools.site import Answer, Sites
from tests.tools.slack_bot import ADA, words_of

AROUND = "<p>The river runs past the old mill, and the path follows it for an hour. Read {} to the end of it.</p>"
HOME, PAGE, GUIDE, HOOK = "a.localhost/", "a.localhost/page", "ours.localhost/guide", "127.0.0.1/hook"


async def sent_to(sites: Sites, events: int) -> None:
    """Return when the receiver has got so many."""
    async with asyncio.timeout(60):
        while sites.count(HOOK) < events:
            await asyncio.sleep(0.05)


async def test_a_loss_and_its_end_are_sent_to_a_receiver(tmp_path: Path) -> None:
    async with Sites() as sites, await start_sandbox() as slack:
        there = AROUND.format(f"<a href='{sites.url(GUIDE)}'>our guide</a>")
        sites[HOME], sites[PAGE], sites[GUIDE] = "<p>All about rivers.</p>", there, "<p>A guide to the river.</p>"
        sites[HOOK] = Answer(status=204)
        config = Config.model_validate(
            {
                "slack": {"base_url": slack.api_url},
                "store": {"path": str(tmp_path)},
                "network": {"allow_private": True, "host_delay": "1s"},
                "checks": {"every": "1h", "confirm": "1h, 1h"},
                "webhooks": [sites.url(HOOK)],
                "secrets": {
                    "slack_bot_token": BOT_TOKEN,
                    "slack_app_token": APP_TOKEN,
                    "linkwatch_webhook_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                },
            }
        )
        stop, clock = Asked(), QuickClock(3600, behind=timedelta(0))
        running = asyncio.create_task(serve(config, clock, stop, tick_seconds=0.2, longest_visit=timedelta(hours=12)))
        try:
            await slack.connected(30)
            added = await slack.command(ADA, "#links", f"/links add {sites.url(PAGE)} -> {sites.url(GUIDE)}")
            await slack.until(lambda: "live" in str([words_of(each) for each in added.replies]), 60)
            sites[PAGE] = AROUND.format("our guide")
            await sent_to(sites, 1)
            sites[PAGE] = there
            await sent_to(sites, 2)
        finally:
            stop.ask()
            await running
        sent = [asked.headers for asked in sites.asked if asked.place == HOOK]
        assert len({headers["webhook-id"] for headers in sent}) == 2
        assert all(headers["webhook-signature"].startswith("v1,") for headers in sent)
