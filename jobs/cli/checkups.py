"""What the doctor looks at, one function each: what it found, and what is wrong, with what to do about it."""

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from jobs.cli.common import in_words
from jobs.config import Config
from jobs.model.page import FetchFailure, FetchResult, header_values
from jobs.store.errors import StoreDamagedError
from jobs.store.opening import folder_of, verify_store
from jobs.store.tiny.files import size_of
from jobs.units.clock import SystemClock
from jobs.web.http.dns import NameFailure, Names
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session

SLACK_SECONDS = 60
"""So long the preflight may take; it goes on asking while Slack is away."""
MOST_OFF = timedelta(seconds=60)
LEAST_FREE = 200 * 10**6
"""Bytes, beside three times the store: a compaction writes it anew, and a backup once more."""
_PASSES = ("ok", "without", "unknown")
"""First words of the preflight's lines that name no fault."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a check found, a sentence each."""

    facts: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def check_store(config: Config, _: Path | None) -> Diagnosis:
    """Every byte of the store, against its checksums."""
    try:
        found = verify_store(config)
    except (StoreDamagedError, OSError) as error:
        return Diagnosis(faults=(in_words(error),))
    facts = [f"{found.size:,} bytes were read: {found.links:,} links, {found.events:,} events."]
    if found.numbers_missing:
        facts.append(f"{found.numbers_missing:,} events are in no file: they were lost earlier, which was said then.")
    return Diagnosis(tuple(facts), found.faults)


def check_disk(config: Config, _: Path | None) -> Diagnosis:
    """Whether the folder of the data may be written to, and how much room is left."""
    folder = folder_of(config)
    if folder is None:
        return Diagnosis(("The store is in a database, whose server has to look after its disk.",))
    if not folder.is_dir():
        return Diagnosis(faults=(f"store.path: there is no folder {folder}; start the bot once, or name another.",))
    if not os.access(folder, os.W_OK | os.X_OK):
        return Diagnosis(faults=(f"store.path: {folder} cannot be written to by who runs this; give it to the bot.",))
    free, needed = shutil.disk_usage(folder).free, LEAST_FREE + 3 * size_of(folder)
    if free < needed:
        why = f"{free / 1e6:,.0f} MB are free where {folder} is, and {needed / 1e6:,.0f} MB should be; make room."
        return Diagnosis(faults=(why,))
    return Diagnosis((f"{free / 1e6:,.0f} MB are free where {folder} is.",))


def check_slack(config: Config, file: Path | None) -> Diagnosis:
    """Tokens, scopes and channels, as the bot's own preflight finds them."""
    command = [sys.executable, "-m", "bot", "preflight", *(["--config", str(file)] if file else [])]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=SLACK_SECONDS, check=False)  # noqa: S603  # our own
    except subprocess.TimeoutExpired:
        why = f"Slack did not answer at {config.slack.base_url} in {SLACK_SECONDS} s; is there a way out to it?"
        return Diagnosis(faults=(why,))
    if ended.returncode:
        return Diagnosis(faults=tuple(ended.stderr.strip().splitlines()[-5:]))
    lines = ended.stdout.splitlines()
    faults = tuple(line.partition(" ")[2].strip() for line in lines if not line.startswith(_PASSES))
    return Diagnosis(tuple(line for line in lines if line.startswith(_PASSES)), faults)


def check_dns(config: Config, _: Path | None) -> Diagnosis:
    """Whether the names that we need have addresses."""
    return asyncio.run(_look_up([*_hosts(config)], search_domains=config.network.allow_private))


def _hosts(config: Config) -> list[str]:
    """Slack's, and those of our pages; addresses by number need no looking up."""
    named = [urlsplit(url).hostname or "" for url in (config.slack.base_url, *_pages(config))]
    return [name for name in dict.fromkeys(named) if name and not name.replace(".", "").isdigit() and ":" not in name]


async def _look_up(hosts: Sequence[str], *, search_domains: bool) -> Diagnosis:
    names, found, faults = Names(search_domains=search_domains), [], []
    try:
        for host in hosts:
            try:
                found.append(f"{host}: {(await names.resolve(host))[0]['host']}")
            except NameFailure as failure:
                faults.append(f"{host}: {failure.trouble}; is the name right, and does this machine reach its DNS?")
    finally:
        await names.close()
    return Diagnosis(tuple(found), tuple(faults))


def check_network(config: Config, _: Path | None) -> Diagnosis:
    """Whether our pages, which should always be up, can be read from here."""
    answers = asyncio.run(_answers(config))
    if not answers:
        return Diagnosis((_NOTHING_TO_ASK,))
    failed = [got for got in answers if isinstance(got, FetchFailure)]
    faults = [f"{got.url}: {got.reason}" for got in failed]
    if failed and len(failed) == len(answers):
        faults.append("None of them can be read: is there a way out of here, through firewall and proxy?")
    return Diagnosis(tuple(f"{got.url}: read" for got in answers if not isinstance(got, FetchFailure)), tuple(faults))


_NOTHING_TO_ASK = "checks.canaries and our_sites are empty, so no page was asked."


def check_clock(config: Config, _: Path | None) -> Diagnosis:
    """Whether this machine's clock agrees with those of the servers that are asked."""
    off = [gap for got in asyncio.run(_answers(config)) if (gap := _gap(got)) is not None]
    if not off:
        return Diagnosis(("No server said what time it is, so nothing is known of the clock.",))
    gap = timedelta(seconds=statistics.median(each.total_seconds() for each in off))
    said = f"The clock is {abs(gap.total_seconds()):,.0f} s {'ahead of' if gap > timedelta(0) else 'behind'} others."
    if abs(gap) > MOST_OFF:
        return Diagnosis(faults=(f"{said} Have the machine set it (NTP), or nothing comes at its time.",))
    return Diagnosis((said,))


def _gap(got: FetchResult) -> timedelta | None:
    """How far our clock is ahead of the server's."""
    try:
        told = parsedate_to_datetime(header_values(got.headers, "date")[0])
    except (ValueError, IndexError):
        return None
    return got.fetched_at - (told if told.tzinfo else told.replace(tzinfo=UTC))


def _pages(config: Config) -> list[str]:
    return list(config.checks.canaries) or [f"https://{site}/" for site in config.our_sites]


async def _answers(config: Config) -> list[FetchResult]:
    """What our pages answer, one after the other; a clock that is wrong does no harm to it."""
    policy = replace(NetworkPolicy.of(config.network), host_delay=timedelta(0))
    async with page_session(policy) as session:
        now = SystemClock().now
        return [await fetch(session, page, policy=policy, now=now) for page in _pages(config)]
