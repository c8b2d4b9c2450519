"""The running bot follows a sheet on a real server: when it is named, and when it is due."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack, start_sandbox
from bot.sandbox.clock import QuickClock
from bot.service import serve
from jobs.config import Config
from tests.tools.journeys import Asked
from tests.tools.site import Answer, Sites
from tests.tools.slack_bot import ADA, words_of

CSV = {"Content-Type": "text/csv"}


def told(slack: RunningSlack) -> int:
    """How many messages of the channel tell of added links."""
    return sum("added" in words_of(each) for each in slack.messages("C0LINKS"))


async def test_a_sheet_is_read_at_once_and_again_when_it_is_due(tmp_path: Path) -> None:
    async with Sites() as sites, await start_sandbox() as slack:
        config = Config.model_validate(
            {
                "our_sites": ["ours.example"],
                "slack": {"base_url": slack.api_url},
                "store": {"path": str(tmp_path)},
                "network": {"allow_private": True},
                "secrets": {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN},
            }
        )
        stop, clock = Asked(), QuickClock(3600, behind=timedelta(0))
        running = asyncio.create_task(serve(config, clock, stop, tick_seconds=0.2, longest_visit=timedelta(hours=12)))
        try:
            await slack.connected(30)
            sites["127.0.0.1/links.csv"] = Answer(f"{sites.url('127.0.0.1/1')}\n", headers=CSV)
            await slack.command(ADA, "#links", f"/links sync {sites.url('127.0.0.1/links.csv')} every 1h")

            await slack.until(lambda: told(slack) == 1, 60)
            rows = f"{sites.url('127.0.0.1/1')}\n{sites.url('127.0.0.1/2')}\n{sites.url('127.0.0.1/3')}\n"
            sites["127.0.0.1/links.csv"] = Answer(rows, headers=CSV)
            await slack.until(lambda: told(slack) == 2, 60)
        finally:
            stop.ask()
            await running
