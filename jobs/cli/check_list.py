"""A list of pages and targets, each checked once: what is read, in which order, and how it is written."""

import asyncio
import csv
import io
import json
import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from jobs.cli.checked import CheckResult, Wanted, judged
from jobs.cli.common import table, write_lines, write_text
from jobs.config import Config
from jobs.formats.cells import escaped
from jobs.formats.sheet import LinkFile, LinkRow
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.outcome_words import in_words
from jobs.pages.reading import Read
from jobs.rules import with_severities
from jobs.web.urls import host

_HEADS = ("line", "link", "the page", "findings", "page", "target", "why")


class ListOutput(StrEnum):
    """How the results are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    """A line each, as soon as it is known."""


@dataclass(frozen=True, slots=True)
class ListedCheck:
    """What one check gave, for a row of the list; small, for a list may be long."""

    line: int
    page: str
    target: str
    link: str
    outcome: str
    reason: str
    exit_code: int
    findings: tuple[str, ...]
    sentences: str
    status: int | None
    final_url: str
    anchor: str
    rel: str
    place: str

    def as_json(self) -> dict[str, Any]:
        """Under the names that scripts rely on."""
        return {name: getattr(self, name) for name in _COLUMNS} | {"findings": list(self.findings)}


_COLUMNS = (
    *("line", "page", "target", "link", "outcome", "reason", "findings", "sentences"),
    *("status", "final_url", "anchor", "rel", "place"),
)


@dataclass(slots=True)
class ListRun:
    """What is done so far: whoever interrupts the work still gets it."""

    file: LinkFile
    done: list[ListedCheck] = field(default_factory=list)

    @property
    def in_order(self) -> list[ListedCheck]:
        """As the list has them."""
        return sorted(self.done, key=lambda check: check.line)

    @property
    def exit_code(self) -> int:
        """0 all present and well, 1 something is absent, lost or weakened, 3 not that, but not all could be read."""
        codes = {check.exit_code for check in self.done}
        is_whole = len(self.done) == len(self.file.rows) and not self.file.rejected
        return 1 if 1 in codes else 0 if is_whole and 3 not in codes else 3  # noqa: PLR2004  # what a check says of itself


async def check_rows(read: Read, run: ListRun, config: Config, told: Callable[[ListedCheck], None]) -> None:
    """Check every row; each page is read once, and the pages of a host after one another."""
    waiting: deque[list[list[LinkRow]]] = deque(_by_host(run.file.rows))

    async def worker() -> None:
        while waiting:
            for rows in waiting.popleft():
                for check in await _check_page(read, rows, config):
                    run.done.append(check)
                    told(check)

    async with asyncio.TaskGroup() as workers:
        for _ in range(min(config.network.concurrency, len(waiting))):
            workers.create_task(worker())


def _by_host(rows: Iterable[LinkRow]) -> list[list[list[LinkRow]]]:
    """The rows of each page, in the pages of each host; the hosts with most come first, for they take longest."""
    hosts: dict[str, dict[str, list[LinkRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        hosts[host(row.page)][row.page].append(row)
    return sorted((list(pages.values()) for pages in hosts.values()), key=len, reverse=True)


async def _check_page(read: Read, rows: Sequence[LinkRow], config: Config) -> list[ListedCheck]:
    asked = [(row, Wanted(row.page, row.target, Expectation(anchor=row.anchor, rel=row.rel))) for row in rows]
    reading = await read(rows[0].page, asked=[wanted.asked for _, wanted in asked])
    return [_listed(row, judged(reading, wanted, None), config.alerts.severity) for row, wanted in asked]


def _listed(row: LinkRow, look: CheckResult, severities: Mapping[str, Severity]) -> ListedCheck:
    look = replace(look, findings=with_severities(look.findings, severities))
    facts, best = look.reading.facts, look.sighting.best
    bad = [finding for finding in look.findings if finding.severity is not Severity.NOTE]
    return ListedCheck(
        row.line,
        row.page,
        row.target,
        look.link,
        look.outcome.value,
        look.reason,
        look.exit_code,
        tuple(finding.kind for finding in look.findings),
        " ".join(finding.text for finding in bad),
        facts.status or None,
        facts.final_url,
        best.text if best else "",
        " ".join(best.rel) if best else "",
        best.place.value if best else "",
    )


def finish(run: ListRun, output: ListOutput) -> None:
    """Write what is done; JSON lines are written already. What is no row of links goes to the error stream."""
    if output is ListOutput.CSV:
        write_text(as_csv(run.in_order).rstrip("\n"))
    elif output is ListOutput.TABLE:
        write_lines(table(_HEADS, map(_cells, run.in_order)))
    for row in run.file.rejected:
        print(f"line {row.line}: not checked, {row.why}", file=sys.stderr)
    print(summary(run), file=sys.stderr)


def as_csv(checks: Iterable[ListedCheck]) -> str:
    """With a `'` before what a spreadsheet would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for check in checks:
        row = check.as_json() | {"findings": " ".join(check.findings), "status": check.status or ""}
        writer.writerow([escaped(str(row[name])) for name in _COLUMNS])
    return text.getvalue()


def write_json_line(check: ListedCheck) -> None:
    """One object in one line, as soon as it is known."""
    write_text(json.dumps(check.as_json(), ensure_ascii=False))


def summary(run: ListRun) -> str:
    """One sentence: how many of what."""
    counts = {link: sum(check.link == link for check in run.done) for link in ("present", "absent", "unknown")}
    bad = sum(check.link == "present" and check.exit_code != 0 for check in run.done)
    parts = [f"{counts['present']:,} present" + f" ({bad:,} not as agreed)" * bool(bad)]
    parts += [f"{count:,} {link}" for link, count in counts.items() if link != "present"]
    parts += [f"{len(run.file.rejected):,} unusable"] if run.file.rejected else []
    left = len(run.file.rows) - len(run.done)
    return f"{len(run.done):,} checked: {', '.join(parts)}." + f" {left:,} were not checked." * bool(left)


def _cells(check: ListedCheck) -> tuple[str, ...]:
    said, how = check.reason or check.sentences, in_words(check.outcome)
    return str(check.line), check.link, how, " ".join(check.findings), check.page, check.target, said
