"""Public link checkers, each by its own contract: is our address among the links that it finds on the page?

A new one is a `Tool`: how it is called, and what its answer means. It needs no more than ten lines.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from jobs.bench.peers import NODE, PYTHON

_SECONDS = 90.0


class Said(Enum):
    """What a tool makes of one look at a page."""

    LINKED = "linked"
    GONE = "gone"
    """The page was read, and the link is not on it."""
    ERROR = "error"
    """The page could not be read, or the tool took too long."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a program wrote to its standard output, and its exit code."""

    out: str
    code: int


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that is asked about one page at a time."""

    name: str
    program: Path
    arguments: Callable[[str, str], Sequence[str]]
    """By the page's address and the target's."""
    means: Callable[[Output, str, str], Said]
    """What its answer means, by the same."""
    environment: Mapping[str, str] = field(default_factory=dict)


def _is(url: str, target: str) -> bool:
    """Whether an address is that of our page, whatever is asked of it or points into it."""
    return url.partition("#")[0].partition("?")[0] == target


def _lychee(answer: Output, _page: str, target: str) -> Said:
    """`--dump` lists the links of a page, and ends with an error where there is none to read."""
    if any(_is(line, target) for line in answer.out.split()):
        return Said.LINKED
    return Said.ERROR if answer.code else Said.GONE


def _linkchecker(answer: Output, page: str, target: str) -> Said:
    """A row for each address: the fourth column is the answer, the eighth the address as it is dialled."""
    rows = [line.split(";") for line in answer.out.splitlines() if line.count(";") >= _COLUMNS]
    if any(_is(row[7], target) for row in rows):
        return Said.LINKED
    return Said.GONE if any(row[0] == page and row[3].startswith("200") for row in rows) else Said.ERROR


_COLUMNS = 8


def _linkinator(answer: Output, page: str, target: str) -> Said:
    """An object for each address, with its state, behind lines for people; it ends without one where it fails."""
    try:
        found = json.loads(answer.out[answer.out.find("{") :])["links"]
    except (ValueError, KeyError):
        return Said.ERROR
    if any(_is(each["url"], target) and each.get("parent") for each in found):
        return Said.LINKED
    return Said.GONE if any(each["url"] == page and each["state"] == "OK" for each in found) else Said.ERROR


_TEN_LINES = """
import sys, urllib.request
page, target = sys.argv[1:]
try:
    with urllib.request.urlopen(page, timeout=20) as answer:
        print("linked" if target.encode() in answer.read() else "gone")
except OSError:
    print("error")
"""
TEN_LINES = Tool(
    "ten lines of Python",
    Path(sys.executable),
    lambda page, target: ("-c", _TEN_LINES, page, target),
    lambda answer, _page, _target: Said(answer.out.strip() or "error"),
)
TOOLS = (
    TEN_LINES,
    Tool("lychee 0.24.2, --dump", PYTHON / "lychee", lambda page, _: ("--dump", page), _lychee),
    Tool(
        "LinkChecker 10.6.0",
        PYTHON / "linkchecker",
        lambda page, _: ("--recursion-level=1", "--no-status", "--no-robots", "--verbose", "-o", "csv", page),
        _linkchecker,
    ),
    Tool(
        "linkinator 7.6.1",
        NODE / "linkinator",
        lambda page, _: (page, "--format", "json", "--verbosity", "info"),
        _linkinator,
        {"NODE_NO_WARNINGS": "1"},
    ),
)


async def ask(tool: Tool, page: str, target: str) -> Said:
    """One look at one page."""
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        str(tool.program),
        *tool.arguments(page, target),
        stdin=nothing,
        stdout=pipe,
        stderr=nothing,
        env=os.environ | tool.environment,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            out, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return Said.ERROR
    return tool.means(Output(out.decode("utf-8", "replace"), process.returncode or 0), page, target)
