"""The same done to very many links: how long it takes to show, do and undo, and how long others wait meanwhile."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable

from bot.bench._held import Held, hold_of
from bot.bench.slack import ask, bot_with
from bot.messages.kit.controls import BULK, BULK_UNDO
from bot.sandbox import Interaction, Message, RunningSlack
from jobs.bench import Figure
from jobs.bench._cpu import in_own_process

LINKS = 20_000
COMMANDS = {"edit": "edit all every 12h", "snooze": "snooze all 7d"}
"""Of each kind of change, what is typed."""

_MODULE = "bot.bench.bulk"
_USER = "U0ADA"
_MS = 1000.0


def run() -> list[Figure]:
    """Measure each in a process of its own; takes about a minute."""
    figures = []
    for name in COMMANDS:
        for step, (seconds, *held) in in_own_process(_MODULE, name, str(LINKS)).items():
            what = f"{LINKS:,} links: {name}, {step}"
            figures += [Figure(what, seconds, "s", "no aim", ok=True), *Held(*held).figures(what)]
    return figures


async def measured(command: str, links: int) -> dict[str, list[float]]:
    """By step, how many seconds it takes, and how long others wait meanwhile."""
    found: dict[str, list[float]] = {}
    shown: list[Message] = []

    async def show(slack: RunningSlack) -> None:
        shown.append(await ask(slack, command))

    async def change(slack: RunningSlack) -> None:
        shown.append(await _until(slack, slack.click(shown[-1], BULK, user=_USER), BULK_UNDO))

    async def undo(slack: RunningSlack) -> None:
        await _until(slack, slack.click(shown[-1], BULK_UNDO, user=_USER), "Undone")

    steps: dict[str, Callable[[RunningSlack], Awaitable[None]]] = {"shown": show, "changed": change, "undone": undo}
    async with bot_with(links) as slack:
        for step, doing in steps.items():
            begun = time.perf_counter()
            held = await hold_of(doing(slack))
            found[step] = [round(time.perf_counter() - begun, 2), held.waited, held.worked]
    return found


async def _until(slack: RunningSlack, doing: Awaitable[Interaction], says: str) -> Message:
    """The last answer, which has this in it; those before it say how far it is."""
    interaction = await doing
    await slack.until(lambda: bool(interaction.replies) and _is_last(interaction.reply, says), seconds=600)
    return interaction.reply


def _is_last(message: Message, says: str) -> bool:
    words = json.dumps(message.blocks)
    return says in words and " of " not in words


if __name__ == "__main__":
    name, size = sys.argv[1:]
    json.dump(asyncio.run(measured(COMMANDS[name], int(size))), sys.stdout)
