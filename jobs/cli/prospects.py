"""`python -m jobs prospects`: pages to ask for a link, one of them, or candidates; also while the bot runs."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jobs.alerts.costs import hides_costs
from jobs.cli.common import channel_argument, in_words, parser, table, with_config, write_json, write_lines, write_text
from jobs.config import Config
from jobs.formats.exports.sheets.prospects import row_of
from jobs.formats.exports.table import as_text
from jobs.formats.reader import FileReader
from jobs.formats.sheet import RefusedFile
from jobs.model.prospect import ProspectState
from jobs.model.queries import ProspectQuery
from jobs.prospects.candidates import CandidateSite, RankedSites
from jobs.prospects.find import ListedRow, find_candidates, read_rows
from jobs.store.errors import StoreDamagedError
from jobs.store.protocol import Store

EXIT_NOTHING = 1
EXIT_NO_LIST = 2
_SAYS = (
    "List prospects: pages to ask for a link, those with the nearest day first. With --candidates: sites that may be "
    "asked, ranked by a rule of thumb of ours, from what the channel has or out of FILE. The bot may run meanwhile."
)
_STATES = {state.value.replace("_", "-"): state for state in ProspectState}
_HEADS = ("prospect", "state", "next", "relevance", "page", "target", "placed as")


def main(arguments: Sequence[str]) -> int:
    """Say it: 0 said, 1 there is none or the store cannot be read, 2 FILE is no list, 78 wrong configuration."""
    made = parser("prospects", _SAYS, "python -m jobs prospects --candidates linking-sites.csv --channel C0123456789")
    made.add_argument("--channel", type=channel_argument, default="", help="the id of a channel; default: all of them")
    made.add_argument("--state", choices=list(_STATES), action="append", help="those in that state; may be repeated")
    made.add_argument(
        "--candidates",
        nargs="?",
        const="",
        metavar="FILE",
        help="sites that may be asked; FILE lists pages or sites, perhaps with what they link to",
    )
    given = made.parse_args(arguments)
    if given.candidates is not None and not given.channel:
        made.error("--candidates needs --channel: what is tracked, and who competes, is a channel's")
    return with_config(given, partial(_run, given))


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        if given.candidates is None:
            return asyncio.run(_listed(given, config))
        return asyncio.run(_candidates(given, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING


async def _listed(given: argparse.Namespace, config: Config) -> int:
    store = await _opened(config)
    try:
        states = frozenset(_STATES[name] for name in given.state or ())
        found = await store.prospects(ProspectQuery(given.channel or None, states))
        rows = [await _facts(store, number) for number in (each.id for each in found)]
    finally:
        await store.close()
    if given.json:
        write_json(rows)
    elif rows:
        write_text("\n".join(table(_HEADS, map(_cells, rows))))
    else:
        print("There are no such prospects.", file=sys.stderr)
    return 0 if rows or given.json else EXIT_NOTHING


async def _facts(store: Store, number: int) -> Mapping[str, str]:
    """One as the export has it, without what they ask where its channel hides costs."""
    prospect = await store.prospect(number)
    assert prospect is not None, "it was found a moment ago, and nobody writes here"
    link = await store.link(prospect.link) if prospect.is_placed and prospect.link else None
    row = row_of(prospect, link, hides=await hides_costs(store, prospect.channel))
    return {name.removeprefix("linkwatch_"): as_text(value) for name, value in row.items()}


def _cells(row: Mapping[str, str]) -> tuple[str, ...]:
    names = ("prospect", "prospect_state", "next_day", "relevance", "prospect_page", "prospect_target", "placed_as")
    return tuple(row[name] for name in names)


async def _candidates(given: argparse.Namespace, config: Config) -> int:
    rows = await _rows(Path(given.candidates)) if given.candidates else []
    if isinstance(rows, RefusedFile):
        print(f"{given.candidates}: {rows.why}", file=sys.stderr)
        return EXIT_NO_LIST
    store = await _opened(config)
    try:
        found = await find_candidates(store, config, given.channel, rows)
    finally:
        await store.close()
    if given.json:
        write_json(_as_json(found))
    else:
        write_lines([line for each in found.ranked for line in _lines(each)] + _left_out(found))
    return 0 if found.ranked or given.json else EXIT_NOTHING


async def _rows(file: Path) -> Sequence[ListedRow] | RefusedFile:
    data = await asyncio.to_thread(file.read_bytes)
    return await FileReader().read_as(data, partial(read_rows, name=file.name))


def _lines(each: CandidateSite) -> list[str]:
    return [f"{each.points:>3}  {each.page}", *(f"     {reason}" for reason in each.reasons)]


def _left_out(found: RankedSites) -> list[str]:
    said = [f"{why.value} ({count:,})" for why, count in found.left_out.items()]
    said += [f"linking to you already ({found.linking_to_us:,})"] if found.linking_to_us else []
    return [f"Left out: {', '.join(said) or 'none'}. Ranked by a rule of thumb of ours."]


def _as_json(found: RankedSites) -> Mapping[str, Any]:
    ranked = [
        {"site": each.site, "page": each.page, "points": each.points, "reasons": each.reasons} for each in found.ranked
    ]
    return {"candidates": ranked, "left_out": found.left_out, "linking_to_us": found.linking_to_us}


async def _opened(config: Config) -> Store:
    from jobs.store.opening import open_store

    return await open_store(config, read_only=True)
