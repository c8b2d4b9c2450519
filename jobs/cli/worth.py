"""`python -m jobs worth`: what links are worth by rules of thumb that are all shown, also while the bot runs."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from jobs.cli.common import (
    channel_argument,
    in_words,
    parser,
    table,
    with_config,
    write_json,
    write_lines,
    write_text,
)
from jobs.config import Config
from jobs.exchanges.read import our_sites_of
from jobs.model.ref import Kind, parse_ref
from jobs.partners.read import read_worth
from jobs.partners.worth import Ranking, WeighedLink
from jobs.partners.worth_words import (
    HEURISTIC,
    as_csv,
    dear_words,
    measured_by,
    percentage,
    price_words,
    rows,
    what_is_unknown,
    worth_words,
)
from jobs.store.errors import StoreDamagedError
from jobs.units.money import format_money

EXIT_NOTHING = 1
_SAYS = (
    "Rank the links that stand by what they are worth: relevance, place, share, indexable and the chance to last, each "
    "shown, and in money at the rate that was paid on the whole. The bot may run meanwhile."
)
_HEADS = ("link", "worth", "relevance", "place", "share", "indexable", "lasting", "cost", "at your rate", "page")
_MOST_DEAR = 10


def main(arguments: Sequence[str]) -> int:
    """Say it: 0 said, 1 none of them stands, or the store cannot be read, 78 wrong configuration."""
    made = parser("worth", _SAYS, "python -m jobs worth --channel C0123456789 --csv")
    made.add_argument("links", nargs="*", type=_link, metavar="L-12", help="these alone, each with what it rests on")
    made.add_argument("--channel", type=channel_argument, default="", help="the id of a channel; default: all of them")
    made.add_argument("--csv", action="store_true", help="write a file instead of a table")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _link(typed: str) -> int:
    ref = parse_ref(typed.upper())
    if ref is None or ref.kind is not Kind.LINK:
        raise argparse.ArgumentTypeError(f"{typed} is no link; write for example L-12")
    return ref.number


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        found = asyncio.run(_read(given, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING
    wanted = [each for each in found.links if not given.links or each.link.id in given.links]
    if given.json:
        write_json(_as_json(found, wanted))
    elif given.csv:
        write_text(as_csv(wanted).rstrip())
    elif not wanted:
        write_lines(["None of these links stands now." if given.links else "No link stands now."])
    else:
        write_lines(_alone(wanted) if given.links else _ranked(found))
    return 0 if wanted else EXIT_NOTHING


async def _read(given: argparse.Namespace, config: Config) -> Ranking:
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        channels = [given.channel] if given.channel else await store.channels()
        return await read_worth(store, channels, datetime.now(UTC), our_sites_of(config))
    finally:
        await store.close()


def _alone(wanted: Sequence[WeighedLink]) -> list[str]:
    lines: list[str] = []
    for each in wanted:
        lines.append(f"{each.link.ref} {each.link.page_url}: {worth_words(each.worth)}")
        lines += [f"  in money: {price_words(each.worth.priced)}"] if each.worth.priced else []
    return lines


def _ranked(found: Ranking) -> list[str]:
    dear = [(each, each.worth.priced) for each in found.dearest[:_MOST_DEAR]]
    dearest = [f"  {each.link.ref}: {dear_words(priced)}" for each, priced in dear if priced]
    return [
        *table(_HEADS, map(_cells, found.links)),
        "",
        *(["Dear for what they are worth:", *dearest] if dearest else []),
        *filter(None, [what_is_unknown(found)]),
        *measured_by(found),
        HEURISTIC,
    ]


def _cells(each: WeighedLink) -> tuple[str, ...]:
    cost, priced = each.link.terms.cost, each.worth.priced
    factors = (percentage(factor.value) for factor in each.worth.factors)
    money = (format_money(cost) if cost else "", format_money(priced.worth) if priced else "")
    return each.link.ref, percentage(each.worth.weight), *factors, *money, each.link.page_url


def _as_json(found: Ranking, wanted: Sequence[WeighedLink]) -> Mapping[str, Any]:
    return {
        "links": list(rows(wanted)),
        "paid": {
            currency: {"amount": str(rate.paid.amount), "links": rate.links}
            for currency, rate in sorted(found.by.going.items())
        },
        "note": HEURISTIC,
    }
