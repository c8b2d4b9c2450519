"""A Slack that runs on loopback: the real slack-bolt and slack-sdk talk to it, nothing is patched.

async with await start_sandbox() as slack:
client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url)
...
answer = await slack.command("U0ADA", "#links", "/links list")
await slack.until(lambda: answer.replies)
"""

from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.local import LocalSlack
from bot.sandbox.nouns import Channel, Interaction, Json, Message, SlackError, User, View
from bot.sandbox.server import RunningSlack, start_sandbox
from bot.sandbox.sites import DemoSites, start_sites
from bot.sandbox.workspace import APP_TOKEN, BOT_TOKEN, BOT_USER, Workspace, default_workspace

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "BOT_USER",
    "Channel",
    "DemoSites",
    "Fault",
    "FaultKind",
    "Faults",
    "Interaction",
    "Json",
    "LocalSlack",
    "Message",
    "RunningSlack",
    "SlackError",
    "User",
    "View",
    "Workspace",
    "default_workspace",
    "start_sandbox",
    "start_sites",
]
