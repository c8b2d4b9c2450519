"""The bot as a process of its own beside a local Slack, as people run it."""

import sys
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack

_FOREIGN = ("LINKWATCH_", "SLACK_", "DATABASE_URL")


@asynccontextmanager
async def running_bot(
    slack: RunningSlack, data: Path, environment: Mapping[str, str], settings: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[int]:
    """`python -m bot run` over a folder of data, in this environment, and the number of its process.

    It is stopped at the end. What other bots are told by the environment is left out; `settings` are told ours by it.
    """
    kept = {name: value for name, value in environment.items() if not name.startswith(_FOREIGN)}
    told = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "LINKWATCH_SLACK__BASE_URL": slack.api_url,
        "LINKWATCH_STORE__PATH": str(data),
    }
    command = (sys.executable, "-m", "bot", "run")
    process = await create_subprocess_exec(*command, env={**kept, **told, **settings}, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
