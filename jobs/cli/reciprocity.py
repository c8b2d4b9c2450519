"""`python -m jobs reciprocity`: what partners and our own pages give each other, also while the bot runs."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from jobs.cli.common import channel_argument, in_words, parser, with_config, write_json, write_lines
from jobs.config import Config
from jobs.exchanges.given_words import reciprocity_words
from jobs.exchanges.read import our_sites_of, read_reciprocity
from jobs.exchanges.reciprocity import Reciprocity, SiteBalance
from jobs.store.errors import StoreDamagedError

EXIT_NOTHING = 1
_SAYS = (
    "Hold both sides of all links against each other: what partners give us, what our own pages give them, what is "
    "given for nothing since their links are lost, and links in circles of three. The bot may run meanwhile."
)


def main(arguments: Sequence[str]) -> int:
    """Say it: 0 said, 1 the store cannot be read, 78 wrong configuration."""
    made = parser("reciprocity", _SAYS, "python -m jobs reciprocity --channel C0123456789")
    made.add_argument("--channel", type=channel_argument, default="", help="the id of a channel; default: all of them")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        found = asyncio.run(_read(given.channel, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING
    if given.json:
        write_json(_as_json(found))
    else:
        told = reciprocity_words(found, is_configured=bool(config.our_pages))
        write_lines([line for head, said in told for line in (head, *(f"  {each}" for each in said))])
    return 0


async def _read(channel: str, config: Config) -> Reciprocity:
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        channels = [channel] if channel else await store.channels()
        return await read_reciprocity(store, our_sites_of(config), channels, circles=True)
    finally:
        await store.close()


def _as_json(found: Reciprocity) -> Mapping[str, Any]:
    return {
        "partners": [_partner(site) for site in found.sites],
        "crowded": [{"page": page.url, "followed": page.followed} for page in found.crowded],
        "circles": [list(cycle) for cycle in found.cycles],
        "perhaps_one_owner": [
            {"sites": list(each.sites), "ids": list(each.ids), "linked": list(each.linked), "frame": each.same_frame}
            for each in found.owners
        ],
        "our_pages_read": found.read,
        "our_pages_unread": found.unread,
        "troubles": list(found.troubles),
    }


def _partner(site: SiteBalance) -> Mapping[str, Any]:
    return {
        "site": site.site,
        "got": asdict(site.balance.got),
        "given": asdict(site.balance.given),
        "reciprocal": site.is_reciprocal,
        "given_for_nothing": site.is_unreturned,
        "lost": list(site.lost),
        "our_pages": list(site.our_pages),
    }
