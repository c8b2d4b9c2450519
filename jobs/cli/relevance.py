"""`python -m jobs relevance PAGE [TARGET]`: how close two pages are in subject."""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.cli.common import in_words, parser, settings_for, web_address, with_config, write_json, write_lines
from jobs.cli.inspect import is_address, is_readable, read_body
from jobs.config import Config
from jobs.config.load import EXIT_CONFIG
from jobs.model.outcome_words import told
from jobs.model.page import FetchFailure, Outcome
from jobs.model.relevance import ComparedPage, LinkWords, Relevance
from jobs.pages.asked import Classified, LinkQuestion
from jobs.pages.reading import Read, Reading
from jobs.pages.what_it_is import seen_as, what_it_is
from jobs.store.errors import StoreDamagedError

if TYPE_CHECKING:
    from jobs.relevance.all_targets import CompareAll
    from jobs.relevance.encoders import Engine

_SAYS = "Say how close a page is in subject to ours: our own rule of thumb, 0 to 100."
_EXAMPLE = "python -m jobs relevance https://example.com/links https://ours.example/guide"


def main(arguments: Sequence[str]) -> int:
    """Run the command: 0 with a score, 3 where a page could not be read."""
    options = parser("relevance", _SAYS, _EXAMPLE)
    options.add_argument("page", help="the address of the other page, or a file with it")
    options.add_argument(
        "target",
        nargs="?",
        help="our page, or a file with it; default: all that are tracked, else our_sites",
    )
    given = options.parse_args(arguments)
    try:
        page = _place(given.page)
        target = _place(given.target) if given.target else ""
    except ValueError as error:
        options.error(str(error))
    return with_config(given, lambda config: _with_target(options, given, page, target, config))


def _place(text: str) -> str:
    """A file as it is named, where it is one; else the address that is meant; ValueError where it is neither."""
    if text != "-" and not is_address(text) and is_readable(text):
        return text
    try:
        return web_address(text)
    except ValueError as error:
        raise ValueError(f"{error}; and there is no such file") from error


def _with_target(
    options: argparse.ArgumentParser, given: argparse.Namespace, page: str, target: str, config: Config
) -> int:
    from jobs.store.opening import is_there

    has_store = is_there(config)
    if not target and not config.our_sites and not has_store:
        options.error("no target is given, the configuration names none in our_sites, and there is no store")
    return asyncio.run(_run(given, page, target, config, has_store=has_store))


async def _run(given: argparse.Namespace, page: str, target: str, config: Config, *, has_store: bool) -> int:
    from jobs.pages.reader import open_reader
    from jobs.relevance.all_targets import compare_with_all
    from jobs.relevance.comparer import engine_of, engine_trouble
    from jobs.units.clock import SystemClock

    if trouble := engine_trouble(config):
        print(trouble, file=sys.stderr)
        return EXIT_CONFIG
    tracked = [] if target and not is_address(target) else await _tracked(config, has_store=has_store)
    if not target and not tracked and not config.our_sites:
        print("Nothing is tracked yet: name our page too.", file=sys.stderr)
        return 2
    target = target or ("" if tracked else web_address(config.our_sites[0]))
    async with open_reader(config, SystemClock()) as reader:
        read = partial(_read, reader.read)
        found = await compare_with_all(read, _here(engine_of(config)), page, target, tracked)
    return _say(given, found) if isinstance(found, Relevance) else _say_failure(given, found)


async def _tracked(config: Config, *, has_store: bool) -> list[str]:
    """Our pages that links in the store lead to, where there is one that can be read, those of most links first."""
    from jobs.exchanges.sides import owed_by_us
    from jobs.model.queries import ExchangeQuery
    from jobs.store.opening import open_store

    if not has_store:
        return []
    try:
        store = await open_store(config, read_only=True)
    except (StoreDamagedError, OSError) as error:
        print(f"{in_words(error)} What is tracked is left out.", file=sys.stderr)
        return []
    try:
        given = owed_by_us(await store.exchanges(ExchangeQuery()))
        targets = Counter(link.target for link in await store.links() if link.id not in given)
    finally:
        await store.close()
    return [target if "//" in target else f"https://{target}/" for target, _ in targets.most_common()]


def _here(engine: "Engine") -> "CompareAll":
    from jobs.relevance.all_targets import compare_with_readings

    async def compare(theirs: Reading, ours: Sequence[Reading], is_named: bool) -> Relevance:  # noqa: FBT001 - as asked
        return compare_with_readings(theirs, ours, engine, is_named=is_named)

    return compare


def _say_failure(given: argparse.Namespace, found: FetchFailure) -> int:
    if given.json:
        write_json({"pages": [{"url": found.url, "outcome": found.outcome, "reason": found.reason}]})
    else:
        hints = settings_for(found.outcome, found.final_url or found.url)
        write_lines([f"{found.url}: the page {told(found.outcome, found.reason)}", *hints])
    return 3


def _say(given: argparse.Namespace, result: Relevance) -> int:
    if given.json:
        write_json(_as_json(result))
    else:
        write_lines(list(_lines(result)))
    return 0


async def _read(read: Read, place: str, *, asked: Collection[LinkQuestion] = ()) -> Reading:
    asked = [question for question in asked if is_address(question.target)]
    if not is_address(place):
        body, url = await asyncio.to_thread(_file, Path(place))
        reading = await read_body(body, url, "", asked)
        if reading.examined is None:
            return reading
        return replace(reading, examined=replace(reading.examined, alone=Classified(Outcome.OK)))  # as somebody kept it
    reading = await read(place, asked=asked)
    return seen_as(reading, what_it_is(reading))


def _file(path: Path) -> tuple[bytes, str]:
    return path.read_bytes(), path.resolve().as_uri()


def _as_json(result: Relevance) -> dict[str, Any]:
    return {"verdict": result.closeness.words, "low_confidence": result.low_confidence, **asdict(result)}


def _lines(result: Relevance) -> Iterator[str]:
    confidence = "low confidence" if result.low_confidence else "no reason for doubt"
    yield f"{result.score} of 100: {result.closeness.words} ({confidence}; our rule of thumb, {result.method.words})"
    yield from _page("theirs", result.theirs)
    yield from _page("ours", result.ours)
    yield f"  shared      {', '.join(result.shared) or '(none)'}"
    yield f"  only ours   {', '.join(result.only_ours) or '(none)'}"
    if result.site is not None:
        yield f"  all of ours {result.site.score} of 100, against {result.site.pages} pages that were read as one"
        for near in result.site.nearest:
            yield f"    {near.score:>3}       {near.url} {near.title}".rstrip()
    yield from _link(result.link)
    if result.followed_external is not None:
        leading = f": {', '.join(result.external_domains)}" if result.external_domains else ""
        yield f"  links out   {result.followed_external} followed, to other sites{leading}"
    for doubt in result.doubts:
        yield f"  doubt       {doubt.words}"


def _page(whose: str, page: ComparedPage) -> Iterator[str]:
    declared = f", declared {page.declared_language}" if page.declared_language else ""
    yield f"  {whose:<11} {page.title or '(no title)'} (language {page.language}{declared}; {page.chars:,} characters)"
    for h1 in page.h1s[:1]:
        yield f"    h1        {h1}"


def _link(link: LinkWords | None) -> Iterator[str]:
    if link is not None:
        followed = "followed" if link.followed else "not followed"
        yield f"  its link    {link.before} [{link.anchor}] {link.after}"
        yield f"              {link.place}, {followed}; these words alone: {link.score} of 100"
