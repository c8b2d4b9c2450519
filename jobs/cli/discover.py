"""`python -m jobs discover FILE...`: what search engines' own lists say of our site, and what changed between two."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jobs.cli.common import channel_argument, in_words, parser, site_argument, with_config, write_json, write_lines
from jobs.config import Config
from jobs.formats.discovery.compare import Discovery, Tracked, discover, merged
from jobs.formats.discovery.reading import NO_SITE, read_listing
from jobs.formats.discovery.taking_in import tracked_in
from jobs.formats.discovery.wording import heading, sentences
from jobs.formats.reader import FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import RefusedFile
from jobs.model.listing import Counted, ListedLink, Listing
from jobs.store.errors import StoreDamagedError

EXIT_NOTHING = 1
_SAYS = (
    "Compare lists of Search Console (Latest links, More sample links, Top linking sites, Top linking text, Top target "
    "pages), Bing or other tools. Files of one day belong together; the newest day is compared with the one before. "
    "Reads only, also while the bot runs."
)
_NO_SITE = "It does not say which site of yours it is about; name it with --site."
_SHOWN = 20


def main(arguments: Sequence[str]) -> int:
    """Run the command: 0 said, 1 a file could not be used, 78 wrong settings."""
    made = parser("discover", _SAYS, "python -m jobs discover old.csv new.csv --site ours.example")
    made.add_argument("files", nargs="+", type=Path, metavar="FILE")
    made.add_argument(
        "--site", type=site_argument, default="", help="our domain, where neither a file's name nor our_sites tells it"
    )
    made.add_argument(
        "--channel",
        type=channel_argument,
        default="",
        help="leave out what this channel tracks already, by the channel's id",
    )
    made.add_argument("--all", action="store_true", help=f"name all of each kind, not the first {_SHOWN}")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        return asyncio.run(_discover(given, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING


async def _discover(given: argparse.Namespace, config: Config) -> int:
    listings: list[Listing] = []
    for path in given.files:
        read = partial(read_listing, wishes=Wishes(path.name, tuple(config.our_sites), given.site))
        found = await FileReader().read_as(path.read_bytes(), read)
        if isinstance(found, RefusedFile):
            print(f"{path}: {_NO_SITE if found == NO_SITE else found.why}", file=sys.stderr)
            return EXIT_NOTHING
        listings.append(found)
    *older, now = merged(listings)
    if odd := next((each for each in listings if (each.source, each.site) != (now.source, now.site)), None):
        print(f"{odd.source} on {odd.site} is not compared with {now.source} on {now.site}.", file=sys.stderr)
        return EXIT_NOTHING
    _say(discover(older[-1] if older else None, now, await _tracked(given, config, now)), given)
    return 0


async def _tracked(given: argparse.Namespace, config: Config, now: Listing) -> Tracked:
    if not given.channel:
        return Tracked()
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        return await tracked_in(given.channel, now, store)
    finally:
        await store.close()


def _say(found: Discovery, given: argparse.Namespace) -> None:
    if given.json:
        write_json(_as_json(found))
        return
    most = None if given.all else _SHOWN
    parts = {
        "New:" if found.compared else "Not tracked:": [_link(link) for link in found.new],
        "No longer listed:": [_link(link) for link in found.gone],
        "Linking sites of which nothing is tracked:": [_count(each) for each in found.sites],
        "Anchor texts:": [_count(each) for each in found.texts],
        "Anchor texts that are new:": [*found.new_texts],
        "Linked to, and gone at the last check:": [_count(each) for each in found.broken],
    }
    lines = [heading(found), *(f"  {said}" for said in sentences(found))]
    for title, each in parts.items():
        more = [f"  and {len(each) - _SHOWN:,} more; --all names them"] if most and len(each) > most else []
        lines += ["", title, *(f"  {line}" for line in each[:most]), *more] if each else []
    write_lines(lines)


def _link(link: ListedLink) -> str:
    said = [f"-> {link.target}" * ("://" in link.target), f"({link.anchor})" * bool(link.anchor)]
    return " ".join(filter(None, [link.page, *said, f"read {link.on}" if link.on else ""]))


def _count(each: Counted) -> str:
    return f"{each.name}  {each.count:,}" if each.count else each.name


def _as_json(found: Discovery) -> dict[str, Any]:
    def links(listed: Sequence[ListedLink]) -> list[dict[str, Any]]:
        return [
            {"page": each.page, "target": each.target, "anchor": each.anchor, "read_on": each.on and str(each.on)}
            for each in listed
        ]

    def counted(each_of: Sequence[Counted]) -> list[dict[str, Any]]:
        return [{"name": each.name, "links": each.count or None} for each in each_of]

    return {
        "source": found.source,
        "site": found.site,
        "on": found.on and str(found.on),
        "before": found.before and str(found.before),
        "listed": found.listed,
        "new": links(found.new),
        "gone": links(found.gone),
        "gone_tracked": list(found.gone_refs),
        "tracked": list(found.known_refs),
        "untracked_sites": counted(found.sites),
        "anchor_texts": counted(found.texts),
        "new_anchor_texts": list(found.new_texts),
        "broken_targets": counted(found.broken),
    }
