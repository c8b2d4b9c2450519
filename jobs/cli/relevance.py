"""`python -m jobs relevance PAGE [TARGET]`: how close two pages are in subject."""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jobs.cli.common import parser, settings_for, web_address, with_config, write_json, write_lines
from jobs.config import Config
from jobs.model.page import Outcome
from jobs.model.relevance import Relevance
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import seen_as, what_it_is
from jobs.web.encoding.decode import decode

if TYPE_CHECKING:
    from jobs.relevance import Profile

_SAYS = "Say how close a page is in subject to ours: our own rule of thumb, 0 to 100."
_EXAMPLE = "python -m jobs relevance https://example.com/links https://ours.example/guide"


def main(arguments: Sequence[str]) -> int:
    """Run the command: 0 with a score, 3 where a page could not be read."""
    options = parser("relevance", _SAYS, _EXAMPLE)
    options.add_argument("page", help="the address of the other page")
    options.add_argument("target", nargs="?", help="the address of our page; default: the home page of our_sites")
    given = options.parse_args(arguments)
    try:
        page = web_address(given.page)
        target = web_address(given.target) if given.target else ""
    except ValueError as error:
        options.error(str(error))
    return with_config(given, lambda config: _with_target(options, given, page, target, config))


def _with_target(
    options: argparse.ArgumentParser, given: argparse.Namespace, page: str, target: str, config: Config
) -> int:
    if not target and not config.our_sites:
        options.error("no target is given, and the configuration names none in our_sites")
    return asyncio.run(_run(given, page, target or web_address(config.our_sites[0]), config))


async def _run(given: argparse.Namespace, page: str, target: str, config: Config) -> int:
    from jobs.pages.reader import open_reader
    from jobs.units.clock import SystemClock

    async with open_reader(config, SystemClock()) as reader:
        both = await asyncio.gather(reader.read(page), reader.read(target))
        readings = [seen_as(reading, what_it_is(reading)) for reading in both]
    if any(reading.outcome is not Outcome.OK for reading in readings):
        _say_unreadable(given, readings)
        return 3
    theirs, ours = map(_profile, readings)
    from jobs.relevance import score

    result = score(ours, theirs)
    if given.json:
        write_json(_as_json(result))
    else:
        write_lines(list(_lines(result)))
    return 0


def _say_unreadable(given: argparse.Namespace, readings: Sequence[Reading]) -> None:
    if given.json:
        write_json({"pages": [{"url": r.facts.url, "outcome": r.outcome, "reason": r.reason} for r in readings]})
    else:
        lines = [f"{r.facts.url}: {r.outcome} {r.reason}".rstrip() for r in readings]
        write_lines([*lines, *dict.fromkeys(line for r in readings for line in settings_for(r.outcome))])


def _profile(reading: Reading) -> "Profile":
    from jobs.relevance import prepare

    assert reading.page is not None
    return prepare(decode(reading.page.body, reading.facts.encoding), reading.facts.final_url)


def _as_json(result: Relevance) -> dict[str, Any]:
    return {"verdict": result.closeness.words, "low_confidence": result.low_confidence, **asdict(result)}


def _lines(result: Relevance) -> Iterator[str]:
    yield f"{result.score} of 100: {result.closeness.words} (our rule of thumb)"
    yield f"  shared      {', '.join(result.shared) or '(none)'}"
    yield f"  only ours   {', '.join(result.only_ours) or '(none)'}"
    yield f"  languages   theirs {result.theirs.language}, ours {result.ours.language}"
    for doubt in result.doubts:
        yield f"  doubt       {doubt.words}"
