"""`python -m jobs rehearse FILE`: which tracked links a list of redirects would save, and which would break."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jobs.cli.common import channel_argument, in_words, parser, web_address, with_config, write_json, write_lines
from jobs.config import Config
from jobs.exchanges.ours.read import ask_new_site, read_linked_addresses
from jobs.exchanges.ours.redirect_rules import RedirectRules
from jobs.exchanges.ours.rehearsal import LinkedAddress, Rehearsal, Rehearsed, rehearse, with_answers
from jobs.exchanges.ours.wording import rehearsal_words, verdict_words
from jobs.formats.reader import FileReader
from jobs.formats.redirect_list import RedirectList, read_redirects, unread_words
from jobs.formats.sheet import RefusedFile
from jobs.store.errors import StoreDamagedError

EXIT_BREAKS = 1
EXIT_NOTHING = 3
_SAYS = (
    "Rehearse a move of our pages: FILE lists old and new addresses, as two columns, with arrows or as a server has "
    "them. Said is what becomes of each tracked link. Nothing is asked for but with --ask or --at. The bot may run "
    "meanwhile."
)


def main(arguments: Sequence[str]) -> int:
    """Rehearse it: 0 no link breaks, 1 some do, 3 the list or the store cannot be read, 78 wrong configuration."""
    made = parser("rehearse", _SAYS, "python -m jobs rehearse redirects.csv --at https://staging.ours.example")
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--site", type=_address, default="", help="ours, where the list has paths alone")
    made.add_argument("--channel", type=channel_argument, default="", help="the id of a channel; default: all of them")
    made.add_argument("--ask", action="store_true", help="ask for each new address whether it is there already")
    made.add_argument("--at", type=_address, default="", help="where the new site stands until then; it is asked there")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _address(text: str) -> str:
    try:
        return web_address(text) if text else ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        return asyncio.run(_rehearse(given, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING


async def _rehearse(given: argparse.Namespace, config: Config) -> int:
    base = given.site or next((f"https://{site}/" for site in config.our_sites), "")
    read = partial(read_redirects, name=given.file.name, base=base)
    listed = await FileReader().read_as(given.file.read_bytes(), read)
    if isinstance(listed, RefusedFile):
        print(f"{given.file}: {listed.why}", file=sys.stderr)
        return EXIT_NOTHING
    found = rehearse(await _linked(given, config), RedirectRules(listed.rules))
    if given.ask or given.at:
        found = with_answers(found, await _answers(found, given.at, config))
    _say(found, listed, given)
    return EXIT_BREAKS if found.broken else 0


async def _linked(given: argparse.Namespace, config: Config) -> Sequence[LinkedAddress]:
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        return await read_linked_addresses(store, [given.channel] if given.channel else await store.channels())
    finally:
        await store.close()


async def _answers(found: Rehearsal, at: str, config: Config) -> Mapping[str, str]:
    from jobs.pages.reader import open_reader
    from jobs.units.clock import SystemClock

    async with open_reader(config, SystemClock()) as reader:
        return await ask_new_site(reader.read, found, at)


def _say(found: Rehearsal, listed: RedirectList, given: argparse.Namespace) -> None:
    if given.json:
        write_json(_as_json(found, listed))
        return
    told = rehearsal_words(found, unread_words(listed))
    write_lines(
        [verdict_words(found), *(line for head, said in told for line in (head, *(f"  {each}" for each in said)))]
    )


def _as_json(found: Rehearsal, listed: RedirectList) -> Mapping[str, Any]:
    return {
        "links": found.links,
        "links_that_break": found.links_of(found.broken),
        "redirects": found.rules,
        "unused": found.unused,
        "addresses": [_address_facts(each) for each in found.rehearsed],
        "unread": [{"line": each.line, "why": each.why} for each in listed.unread],
    }


def _address_facts(each: Rehearsed) -> Mapping[str, Any]:
    return {
        "address": each.linked.url,
        "links": each.linked.links,
        "sites": each.linked.sites,
        "fate": each.fate.value,
        "breaks": each.fate.breaks,
        "way": list(each.way),
        "lines": list(each.lines),
        "advice": each.advice,
        "suggested": each.suggested,
    }
