"""`python -m jobs check PAGE TARGET` or `check LIST`: one look at one link, or at each of a list."""

import argparse
import asyncio
import re
import sys
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from jobs.cli.check_list import ListedCheck, ListOutput, ListRun, check_rows, finish, write_json_line
from jobs.cli.checked import CheckResult, Wanted, as_json, check_once
from jobs.cli.common import bar, parser, settings_for, web_address, with_config, write_json, write_lines
from jobs.config import Config
from jobs.formats.cells import target
from jobs.formats.reader import FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile
from jobs.model.link import Expectation
from jobs.model.tracked_page import TrackedPage
from jobs.pages.evidence import in_its_words
from jobs.pages.extract import LinkQuestion
from jobs.pages.reading import Read, Reading
from jobs.rules import with_severities

EXIT_NO_LIST = 2
EXIT_INTERRUPTED = 130
_SAYS = (
    "Check once whether a page links to a target, and say what is wrong with the link. Of a LIST (a file that an "
    "import reads too: pages and targets, maybe agreed words and rel) each is checked, and nothing is tracked."
)
_EXAMPLE = "python -m jobs check https://example.com/links https://ours.example/guide, or: check links.csv --csv"
_DOMAIN = re.compile(r"[^\s/:?#@]+\.[^\s/:?#@]+")


def main(arguments: Sequence[str]) -> int:
    """Check: 0 all is present and well, 1 something is absent, lost or weakened, 3 not all could be read.

    2 where the arguments, or the list, are none; 130 where a list was interrupted, after what was done is written.
    """
    options = _options()
    given = options.parse_args(arguments)
    if given.target is None:
        if "://" in given.page:
            options.error("name the target too, or a file with many pages and targets")
        return with_config(given, partial(_run_list, given))
    if given.csv:
        options.error("--csv is for lists")
    try:
        wanted = Wanted(
            web_address(given.page),
            given.target if _DOMAIN.fullmatch(given.target) else web_address(given.target),
            Expectation(anchor=given.anchor, rel=frozenset(re.split(r"[\s,]+", given.rel.lower())) - {""}),
        )
    except ValueError as error:
        options.error(str(error))
    return with_config(given, lambda config: _run(given, wanted, config))


def _options() -> argparse.ArgumentParser:
    made = parser("check", _SAYS, _EXAMPLE)
    made.add_argument("page", metavar="PAGE|LIST", help="the page that should carry the link; or a file of many")
    made.add_argument("target", nargs="?", help="our address that it should lead to, or a bare domain; not of a list")
    made.add_argument("--anchor", default="", metavar="TEXT", help="the agreed words of the link")
    made.add_argument("--rel", default="", metavar="TOKENS", help="agreed rel tokens, such as nofollow,sponsored")
    made.add_argument("--with-target", action="store_true", help="check the target's own page too")
    made.add_argument("--csv", action="store_true", help="of a list: write CSV; --json: a line for each, at once")
    made.add_argument("--for-all", default="", metavar="TARGET", help="of a list: the target of rows that name none")
    return made


def _run_list(given: argparse.Namespace, config: Config) -> int:
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
    for_all = target(given.for_all)[0] if given.for_all else ""
    file = await FileReader().read(data, Wishes(path.name, tuple(config.our_sites), for_all))
    is_empty = isinstance(file, LinkFile) and not file.rows and not file.rejected
    return RefusedFile("The list names no pages.") if is_empty else file


async def _check_list(run: ListRun, config: Config, output: ListOutput) -> None:
    def told(check: ListedCheck) -> None:
        if output is ListOutput.JSON:
            write_json_line(check)
        bar(len(run.done), len(run.file.rows))

    async with _reading(config) as read:
        await check_rows(read, run, config, told)


def _run(given: argparse.Namespace, wanted: Wanted, config: Config) -> int:
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
        again = SecondLook(reader.read, allowance)

        async def read(url: str, known: TrackedPage | None = None, asked: Collection[LinkQuestion] = ()) -> Reading:
            return await settler.settle(await again.read(url, known, asked))

        yield read


def _lines(look: CheckResult) -> Iterator[str]:
    facts, best = look.reading.facts, look.sighting.best
    yield f"The link is {look.link}. {facts.url}: {look.outcome}" + (f" ({look.reason})" * bool(look.reason))
    yield from settings_for(look.outcome)
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
            yield f"            expected: {wanted or '(nothing)'}; now: {finding.now or '(nothing)'}"
    if not look.findings and look.link == "present":
        yield "  nothing is wrong with it"
