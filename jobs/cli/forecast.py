"""`python -m jobs forecast`: how many of the links that stand will be gone in a year, also while the bot runs."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from jobs.cli.common import channel_argument, in_words, parser, with_config, write_json, write_lines
from jobs.config import Config
from jobs.digests.forecast_words import forecast_words
from jobs.digests.watched import read_forecast
from jobs.exchanges.read import our_sites_of
from jobs.model.worth import YEAR, Forecast
from jobs.store.errors import StoreDamagedError

EXIT_NOTHING = 1
_MOST_DAYS = 3650
_SAYS = (
    "Say how many of the links that stand are likely to be gone after some time, by how all that were ever watched "
    "fared, with what they cost. Too little to go by is said too. The bot may run meanwhile."
)


def main(arguments: Sequence[str]) -> int:
    """Say it: 0 said, 1 too little is known, or the store cannot be read, 78 wrong configuration."""
    made = parser("forecast", _SAYS, "python -m jobs forecast --channel C0123456789")
    made.add_argument("--channel", type=channel_argument, default="", help="the id of a channel; default: all of them")
    made.add_argument("--days", type=_days, default=YEAR, help="how far ahead; default: a year")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _days(typed: str) -> int:
    if not (typed.isdecimal() and 1 <= int(typed) <= _MOST_DAYS):
        raise argparse.ArgumentTypeError(f"{typed} is no number of days from 1 to {_MOST_DAYS:,}")
    return int(typed)


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        found = asyncio.run(_read(given, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING
    if given.json:
        write_json(_as_json(found))
    else:
        write_lines([forecast_words(found)])
    return EXIT_NOTHING if found.gone is None else 0


async def _read(given: argparse.Namespace, config: Config) -> Forecast:
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        channels = [given.channel] if given.channel else await store.channels()
        return await read_forecast(store, our_sites_of(config), channels, datetime.now(UTC), given.days)
    finally:
        await store.close()


def _as_json(found: Forecast) -> Mapping[str, Any]:
    return {
        "standing": found.standing,
        "days": found.days,
        "gone": found.gone,
        "give_or_take": None if found.gone is None else found.give_or_take,
        "watched": found.watched,
        "lost_for_good": found.losses,
        "costs": {
            each.amount.currency: {"amount": str(each.amount.amount), "give_or_take": str(each.give_or_take.amount)}
            for each in found.costs
        },
    }
