"""One look at one link, or at each of a list: what `python -m jobs check` does once its arguments are read."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from jobs.alerts.wording import now_words
from jobs.cli.check_list import ListedCheck, ListOutput, ListRun, check_rows, finish, write_json_line
from jobs.cli.checked import CheckResult, Wanted, as_json, check_once
from jobs.cli.common import bar, settings_for, write_json, write_lines
from jobs.config import Config
from jobs.formats.reader import FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile
from jobs.model.outcome_words import told
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import LinkQuestion
from jobs.pages.evidence import in_its_words
from jobs.pages.reading import Read, Reading
from jobs.rules import with_severities

EXIT_NO_LIST = 2
EXIT_INTERRUPTED = 130


def run_list(given: argparse.Namespace, config: Config) -> int:
    """Check each of a list: gives the exit code."""
    output = ListOutput.JSON if given.json else ListOutput.CSV if given.csv else ListOutput.TABLE
    try:
        file = asyncio.run(_list_in(given, config))
    except OSError as error:
        file = RefusedFile(f"{error.strerror}. To check one link, name its page and its target.")
    if isinstance(file, RefusedFile):
        print(f"{given.page}: {file.why}", file=sys.stderr)
        return EXIT_NO_LIST
    run = ListRun(file)
    try:
        asyncio.run(_check_list(run, config, output))
    except KeyboardInterrupt:
        finish(run, output)
        return EXIT_INTERRUPTED
    finish(run, output)
    return run.exit_code


async def _list_in(given: argparse.Namespace, config: Config) -> LinkFile | RefusedFile:
    path = Path(given.page)
    data = await asyncio.to_thread(path.read_bytes)
    file = await FileReader().read(data, Wishes(path.name, tuple(config.our_sites), given.for_all))
    is_empty = isinstance(file, LinkFile) and not file.rows and not file.rejected
    return RefusedFile("The list names no pages.") if is_empty else file


async def _check_list(run: ListRun, config: Config, output: ListOutput) -> None:
    def told(check: ListedCheck) -> None:
        if output is ListOutput.JSON:
            write_json_line(check)
        bar(len(run.done), len(run.file.rows))

    async with _reading(config) as read:
        await check_rows(read, run, config, told)


def run(given: argparse.Namespace, wanted: Wanted, config: Config) -> int:
    """Look at one link, and write what was seen: gives the exit code."""
    look = asyncio.run(_look(wanted, config, with_target=given.with_target))
    look = replace(look, findings=with_severities(look.findings, config.alerts.severity))
    if given.json:
        write_json(as_json(look))
    else:
        write_lines(list(_lines(look)))
    return look.exit_code


async def _look(wanted: Wanted, config: Config, *, with_target: bool) -> CheckResult:
    async with _reading(config) as read:
        return await check_once(read, wanted, with_target=with_target)


@asynccontextmanager
async def _reading(config: Config) -> AsyncIterator[Read]:
    """Reads pages as the bot does at a check, doubts settled by further requests; closed with all that it opened."""
    from jobs.checks.allowance import DailyAllowance
    from jobs.checks.follow_candidates import AbsenceSettler
    from jobs.checks.second_look import SecondLook
    from jobs.pages.reader import open_reader
    from jobs.units.clock import SystemClock

    clock = SystemClock()
    async with open_reader(config, clock) as reader:
        allowance = DailyAllowance(clock)
        settler = AbsenceSettler(reader.follow, reader.read, clock, allowance)
        again = SecondLook(reader.read, allowance, reader.draw if reader.can_draw else None)

        async def read(
            url: str,
            known: TrackedPage | None = None,
            asked: Collection[LinkQuestion] = (),
            *,
            owner: bool = False,
        ) -> Reading:
            return await settler.settle(await again.read(url, known, asked, owner=owner))

        yield read


def _lines(look: CheckResult) -> Iterator[str]:
    facts, best = look.reading.facts, look.sighting.best
    yield f"The link is {look.link}. {facts.url}: the page {told(look.outcome, look.reason)}"
    yield from settings_for(look.outcome, facts.final_url)
    if facts.final_url != facts.url:
        yield f"  ended at  {facts.final_url}"
    if best is not None:
        yield f"  link      {best.href}"
        followed = "followed" if best.followed else f"rel={' '.join(best.rel)}"
        yield f"  place     {best.place}{', hidden' * best.hidden}, {followed}"
        yield f"  words     {in_its_words(best)}"
    for finding in look.findings:
        yield f"  {finding.severity.ljust(9)} {finding.kind}: {finding.text}"
        if finding.agreed or finding.was or finding.now:
            wanted = finding.agreed or finding.was
            yield f"            expected: {wanted or '(nothing)'}; now: {now_words(finding) or '(nothing)'}"
    if not look.findings and look.link == "present":
        yield "  nothing is wrong with it"
