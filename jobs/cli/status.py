"""`python -m jobs status`: how the bot stands, read from its store beside it."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from jobs import NAMED
from jobs.cli.common import parser, with_config, write_json, write_lines
from jobs.config import Config
from jobs.store.errors import StoreDamagedError
from jobs.store.opening import open_store
from jobs.telemetry.observe import waiting_of
from jobs.telemetry.vitals import Waiting
from jobs.units.dates import format_moment

EXIT_FAILED = 1


@dataclass(frozen=True, slots=True)
class BotGlance:
    """What the store and its folder say of the bot."""

    version: str
    place: str
    """Where the store is: a folder, or a database without its password."""
    size: int
    """Bytes."""
    runs_as: str
    """Who writes to it, in words; empty where no bot runs."""
    totals: dict[str, int]
    next_due: datetime | None
    waiting: Waiting
    warnings: list[str]


def main(arguments: Sequence[str]) -> int:
    """Say how the bot stands: 0 said, 1 the store cannot be read, 78 wrong configuration."""
    says = "Say how the bot stands; it may run meanwhile."
    given = parser("status", says, "python -m jobs status").parse_args(arguments)
    return with_config(given, partial(_run, given))


def _run(given: Namespace, config: Config) -> int:
    try:
        glance = asyncio.run(_read(config))
    except (StoreDamagedError, OSError) as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    if given.json:
        write_json(_plain(glance))
    else:
        write_lines(_lines(glance, datetime.now(UTC)))
    return 0


async def _read(config: Config) -> BotGlance:
    store = await open_store(config, read_only=True)
    try:
        facts = await store.facts()
        return BotGlance(
            NAMED,
            facts.place,
            facts.size,
            facts.held_by,
            await store.totals(),
            await store.next_due_at(),
            waiting_of(await store.notices()),
            await store.warnings(),
        )
    finally:
        await store.close()


def _plain(glance: BotGlance) -> dict[str, object]:
    """As JSON takes it."""
    waiting = {name: _moment(value) for name, value in asdict(glance.waiting).items()}
    return asdict(glance) | {"next_due": _moment(glance.next_due), "waiting": waiting}


def _moment(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _lines(glance: BotGlance, now: datetime) -> list[str]:
    runs = f"runs ({glance.runs_as})" if glance.runs_as else "does not run"
    totals = ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in glance.totals.items())
    lines = [f"{glance.version} {runs}", f"  store   {glance.place}, {glance.size / 1e6:,.1f} MB"]
    lines += [f"  holds   {totals}", f"  due     {_due(glance.next_due, now)}"]
    lines += [f"  outbox  {_unsaid(glance.waiting, now)}"]
    return lines + [f"  WARNING {warning}" for warning in glance.warnings]


def _due(next_due: datetime | None, now: datetime) -> str:
    if next_due is None:
        return "nothing is tracked"
    if next_due > now:
        return f"the next page is checked at {format_moment(next_due)}"
    return f"the page that waits longest has been due for {_long(now - next_due)}"


def _unsaid(waiting: Waiting, now: datetime) -> str:
    if waiting.oldest is None:
        return "all is said"
    if waiting.oldest > now:
        return f"what waits for its time is said from {format_moment(waiting.oldest)} on"
    said = f"the oldest message waits for {_long(now - waiting.oldest)}"
    if waiting.failing_since is None:
        return said
    since = format_moment(waiting.failing_since)
    return f"{said}; {waiting.failing} could not be posted yet, since {since}: {waiting.word}"


def _long(wait: timedelta) -> str:
    hours, minutes = divmod(int(wait.total_seconds()) // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
