"""`python -m jobs claim LINK`: what a claim rests on as one HTML file, also while the bot runs."""

import argparse
import asyncio
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from jobs.cli.common import in_words, parser, with_config, write_json, write_lines
from jobs.config import Config
from jobs.partners.pack import pack_html, pack_name
from jobs.partners.read import read_pack
from jobs.store.errors import StoreDamagedError

EXIT_NOTHING = 1
_SAYS = (
    "Write what a claim for a link rests on as one HTML file: what was agreed, proof before and after, the checks that "
    "proved it, dates. The bot may run meanwhile."
)
_LINK = re.compile(r"(?:L-?)?(\d{1,12})", re.IGNORECASE)


def main(arguments: Sequence[str]) -> int:
    """Write it: 0 written, 1 there is nothing to claim, or it cannot be written, 78 wrong configuration."""
    made = parser("claim", _SAYS, "python -m jobs claim L-12 -o claims")
    made.add_argument("link", type=_link, metavar="LINK", help="the link, such as L-12")
    made.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER", help="where; default: here")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _link(typed: str) -> int:
    found = _LINK.fullmatch(typed)
    if found is None:
        raise argparse.ArgumentTypeError(f"{typed} is no link; they look like L-12")
    return int(found[1])


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        said, page = asyncio.run(_read(given.link, config))
        if page is None:
            print(said, file=sys.stderr)
            return EXIT_NOTHING
        given.output.mkdir(parents=True, exist_ok=True)
        file = given.output / said
        file.write_bytes(page)
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING
    if given.json:
        write_json({"file": str(file)})
    else:
        write_lines([f"{file} is written."])
    return 0


async def _read(number: int, config: Config) -> tuple[str, bytes | None]:
    """The name of the file and what is in it; else why there is none."""
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        link = await store.link(number)
        if link is None:
            return f"L-{number} is not tracked.", None
        pack = await read_pack(store, link, datetime.now(UTC))
        if pack is None:
            return f"{link.ref} is not lost or weakened by its page's site: there is nothing to claim.", None
        return pack_name(link), pack_html(pack)
    finally:
        await store.close()
