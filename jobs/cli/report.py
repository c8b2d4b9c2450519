"""`python -m jobs report`: a month of a channel as files for its client, also while the bot runs."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from jobs.cli.common import in_words, parser, with_config, write_json, write_lines
from jobs.config import Config
from jobs.digests.reports.files import WrongLogoError, read_logo, write_files
from jobs.digests.reports.read import read_report, report_zone, usual_month
from jobs.digests.reports.report import Report
from jobs.store.errors import StoreDamagedError
from jobs.store.protocol import Store
from jobs.units.months import Month, MonthSaid, read_month

EXIT_FAILED = 1
_SAYS = (
    "Write what became of a channel's links in a month: placed, lost, back, with dates and proof, as HTML that prints "
    "well and as XLSX. The bot may run meanwhile."
)


class _NoReportError(Exception):
    """Why there is nothing to report, in a sentence."""


def main(arguments: Sequence[str]) -> int:
    """Write a report: 0 done, 1 not, 78 wrong configuration."""
    options = parser("report", _SAYS, "python -m jobs report --channel C0123456789 --month 2026-06 -o reports")
    options.add_argument("--channel", default="", help="the id of the channel, as at the end of its details in Slack")
    options.add_argument("--month", type=_month, help="such as 2026-06, june or last month; default: the last one")
    options.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER", help="where; default: here")
    options.add_argument("--client", metavar="NAME", help="whom it is for; default: as the channel's settings say")
    options.add_argument("--logo", type=Path, metavar="FILE", help="a PNG, JPEG, GIF or WebP; default: the settings'")
    given = options.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _month(typed: str) -> MonthSaid:
    try:
        return read_month(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{typed} {error}") from None


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        report = _branded(asyncio.run(_read(given, config)), given)
        written = write_files(report, given.output)
    except (_NoReportError, WrongLogoError, StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_FAILED
    if given.json:
        write_json({"month": str(report.month), "files": [str(path) for path in written]})
    else:
        write_lines([f"{path} is written." for path in written])
    return 0


async def _read(given: argparse.Namespace, config: Config) -> Report:
    from jobs.store.opening import open_store

    now = datetime.now(UTC)
    store = await open_store(config, read_only=True)
    try:
        channel = _channel(given.channel, await store.channels())
        return await read_report(store, config, channel, await _named(given.month, store, config, channel, now), now)
    finally:
        await store.close()


def _channel(wanted: str, tracking: Sequence[str]) -> str:
    """The channel that is named, or the only one there is."""
    if wanted in tracking or (not wanted and len(tracking) == 1):
        return wanted or tracking[0]
    known = ", ".join(tracking) or "none"
    wrong = f"{wanted} is no channel that tracks links" if wanted else "No channel is named; write --channel and its id"
    raise _NoReportError(f"{wrong}. Channels that track links: {known}.")


async def _named(said: MonthSaid | None, store: Store, config: Config, channel: str, now: datetime) -> Month:
    if said is None:
        return await usual_month(store, config, channel, now)
    zone = await report_zone(store, config, channel)
    try:
        return said.on(now.astimezone(ZoneInfo(zone)).date())
    except ValueError as error:
        raise _NoReportError(f"The month {error}.") from None


def _branded(report: Report, given: argparse.Namespace) -> Report:
    client = report.client if given.client is None else given.client
    logo = read_logo(given.logo.read_bytes()) if given.logo else report.logo
    return replace(report, client=client, logo=logo)
