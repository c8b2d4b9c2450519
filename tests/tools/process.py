"""The bot as a process of its own, as people start it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack
from tests.tools.stores import database_of

ROOT = Path(__file__).parents[2]
FOREIGN = ("LINKWATCH_", "SLACK_", "DATABASE_URL")


def environment(**more: str) -> dict[str, str]:
    """The environment without what a developer may have set, and with `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return kept | more


def settings(slack: RunningSlack, folder: Path, **more: str) -> dict[str, str]:
    """What a bot needs to run against a local Slack."""
    return environment(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_APP_TOKEN=APP_TOKEN,
        LINKWATCH_SLACK__BASE_URL=slack.api_url,
        LINKWATCH_STORE__PATH=str(folder),
        **{"DATABASE_URL": database_of(folder), **more},
    )


@asynccontextmanager
async def started(
    *arguments: str, env: dict[str, str], cwd: Path = ROOT, module: str = "bot"
) -> AsyncIterator[Process]:
    """A process `python -m bot ...`; killed at the end, if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, cwd=cwd, env=env | {"PYTHONPATH": str(ROOT)}, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def finished(
    *arguments: str, env: dict[str, str], cwd: Path = ROOT, module: str = "bot"
) -> tuple[int | None, str, str]:
    """Exit code, output and errors of a run that ends by itself."""
    async with started(*arguments, env=env, cwd=cwd, module=module) as process:
        out, errors = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode, out.decode(), errors.decode()


async def stopped(process: Process, number: signal.Signals = signal.SIGTERM) -> int:
    """Send a signal and give the exit code."""
    process.send_signal(number)
    return await ended(process)


async def ended(process: Process) -> int:
    """The exit code; TimeoutError after two minutes, which is no measure of speed: the machine may be busy."""
    return await asyncio.wait_for(process.wait(), 120)
