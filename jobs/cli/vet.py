"""`python -m jobs vet`: whether pages are worth asking for a link, one or a list of them."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jobs.cli.common import (
    bar,
    channel_argument,
    in_words,
    parser,
    settings_for,
    table,
    web_address,
    with_config,
    write_json,
    write_lines,
    write_text,
)
from jobs.cli.inspect import is_address, is_readable
from jobs.config import Config
from jobs.formats.reader import FileReader
from jobs.formats.sheet import RefusedFile
from jobs.prospects.find import read_rows
from jobs.prospects.vet import FEW, MOST_PAGES, ChannelKnown, Vetting, known_of
from jobs.prospects.vetting import Vetted, as_csv
from jobs.store.errors import StoreDamagedError

EXIT_UNREAD = 3
_SAYS = (
    "Advise whether pages are worth asking for a link: ask, think twice or avoid, with the reasons in order of weight. "
    "The weights are ours (docs/vetting.md). Several pages, or a FILE that lists them, are ranked."
)
_HEADS = ("advice", "points", "relevance", "links out", "page", "why")


def main(arguments: Sequence[str]) -> int:
    """Say it: 0 said, whatever is advised, 3 our page or a file cannot be read, 78 wrong configuration."""
    made = parser("vet", _SAYS, "python -m jobs vet prospects.csv --target https://ours.example/guide --csv")
    made.add_argument("places", nargs="+", metavar="PAGE", help="an address, or a file that lists pages")
    made.add_argument("--target", default="", help="our page; default: the home page of our_sites")
    made.add_argument(
        "--channel",
        type=channel_argument,
        default="",
        help="use what this channel knows of their sites and of its partners",
    )
    made.add_argument("--csv", action="store_true", help="write a file instead of a table")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, made, given))


def _run(made: argparse.ArgumentParser, given: argparse.Namespace, config: Config) -> int:
    try:
        if not given.target and not config.our_sites:
            made.error("no --target is given, and the configuration names none in our_sites")
        target = web_address(given.target or config.our_sites[0])
        pages = asyncio.run(_pages(given.places))
    except (ValueError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_UNREAD
    if len(pages) > MOST_PAGES:
        made.error(f"{len(pages):,} pages are named; {MOST_PAGES} are the most")
    return asyncio.run(_vetted(given, pages, target, config))


async def _pages(places: Sequence[str]) -> list[str]:
    """The addresses that are named or listed, each once; ValueError where one is neither, or a file lists none."""
    found: list[str] = []
    for place in places:
        if is_address(place) or not is_readable(place):
            found.append(web_address(place))
            continue
        file = Path(place)
        read = await FileReader().read_as(await asyncio.to_thread(file.read_bytes), partial(read_rows, name=file.name))
        if isinstance(read, RefusedFile):
            raise ValueError(f"{place}: {read.why}")  # noqa: TRY004 - the file's value is wrong, not its type
        found += [web_address(page) for page, _ in read]
    return list(dict.fromkeys(found))


async def _vetted(given: argparse.Namespace, pages: Sequence[str], target: str, config: Config) -> int:
    from jobs.pages.reader import open_reader
    from jobs.relevance.comparer import open_comparer, open_words_comparer
    from jobs.units.clock import SystemClock

    clock, known = SystemClock(), await _known(given, pages, config)
    comparing = open_comparer(config) if len(pages) <= FEW else open_words_comparer()
    async with open_reader(config, clock) as reader, comparing as comparer:
        vetting = Vetting(reader.read, comparer.compare, clock)
        found = await vetting.pages(pages, target, known, lambda done: bar(done, len(pages)))
    if not isinstance(found, list):
        print(f"Our page {target}: {found.outcome} {found.reason}".rstrip(), file=sys.stderr)
        write_lines(settings_for(found.outcome, found.facts.final_url))
        return EXIT_UNREAD
    _say(given, found)
    return 0


async def _known(given: argparse.Namespace, pages: Sequence[str], config: Config) -> ChannelKnown:
    if not given.channel:
        return ChannelKnown()
    from jobs.store.opening import open_store

    try:
        store = await open_store(config, read_only=True)
    except (StoreDamagedError, OSError) as error:
        print(f"{in_words(error)} What the channel knows is left out.", file=sys.stderr)
        return ChannelKnown()
    try:
        return await known_of(store, config, given.channel, pages)
    finally:
        await store.close()


def _say(given: argparse.Namespace, found: Sequence[Vetted]) -> None:
    if given.json:
        write_json([_as_json(rank, each) for rank, each in enumerate(found, 1)])
    elif given.csv:
        write_text(as_csv(found).rstrip())
    elif len(found) == 1:
        write_lines(_alone(found[0]))
    else:
        write_lines(table(_HEADS, map(_cells, found)))


def _alone(vetted: Vetted) -> list[str]:
    row = vetted.row(1)
    shown = {
        "relevance": f"{row['relevance']} of 100, {row['relevance_verdict']}" if row["relevance"] else "",
        "links out": f"{row['followed_links']} followed, {row['share']} each" if row["followed_links"] else "",
        "language": row["language"],
        "newest day": row["newest_day"],
    }
    return [
        f"{vetted.advice}: {vetted.page.url} ({vetted.points} points against it; our rule of thumb)",
        *(f"  {reason.points:>3}  {reason.words}" for reason in vetted.reasons),
        *(f"  {name:<10} {words}" for name, words in shown.items() if words),
    ]


def _cells(vetted: Vetted) -> tuple[str, ...]:
    row = vetted.row(1)
    return tuple(row[name] for name in ("advice", "points", "relevance", "followed_links", "page", "reasons"))


def _as_json(rank: int, vetted: Vetted) -> Mapping[str, Any]:
    reasons = [{"kind": each.why.value, "points": each.points, "text": each.words} for each in vetted.reasons]
    return {**vetted.row(rank), "rank": rank, "points": vetted.points, "reasons": reasons}
