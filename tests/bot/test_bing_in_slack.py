"""The running bot with a key for Bing: what Bing lists is there to be tracked."""

import asyncio
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack, start_sandbox
from bot.service import serve
from jobs.config import Config
from jobs.config.page_sections import Network
from jobs.config.sections import Bing, Secrets, Slack, Store
from jobs.units.clock import SystemClock
from tests.jobs.formats.discovery.bing_server import KEY, SITE, bing_server
from tests.tools.journeys import Asked
from tests.tools.slack_bot import ADA, LINKS, words_of

SECRETS = Secrets(
    slack_bot_token=SecretStr(BOT_TOKEN), slack_app_token=SecretStr(APP_TOKEN), bing_api_key=SecretStr(KEY)
)


async def answer(slack: RunningSlack) -> str:
    """What `discover bing` is answered with."""
    asked = await slack.command(ADA, LINKS, "/links discover bing")
    await slack.until(lambda: asked.replies)
    return " ".join(words_of(asked.reply).split())


async def listed(slack: RunningSlack) -> str:
    """The same, once Bing has been asked."""
    async with asyncio.timeout(60):
        while "No list of" in (words := await answer(slack)):
            pass
    return words


async def test_what_bing_lists_is_there_to_be_tracked(tmp_path: Path) -> None:
    async with await start_sandbox() as slack, bing_server() as (server, base_url):
        config = Config(
            slack=Slack(base_url=slack.api_url),
            store=Store(path=str(tmp_path)),
            network=Network(allow_private=True, host_delay=timedelta(milliseconds=1)),
            bing=Bing(base_url=base_url, sites={SITE: LINKS}),
            secrets=SECRETS,
        )
        stop = Asked()
        running = asyncio.create_task(serve(config, SystemClock(), stop, tick_seconds=0.05))
        try:
            await slack.connected(30)
            shown = await listed(slack)
        finally:
            stop.ask()
            await running
    assert "Bing Webmaster Tools on ours.example" in shown
    assert "4 links listed, 0 of them tracked. 4 links not tracked." in shown
    assert [each["page"] for each in server.asked] == ["0", "0", "1", "0"], "and asked for once"
