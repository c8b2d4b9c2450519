"""`python -m jobs disavow PICK...`: a disavow file for Google of links, pages and sites that people picked."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from jobs.cli.backup import store_folder
from jobs.cli.common import parser, with_config, write_json
from jobs.config import Config
from jobs.formats.decode import decode
from jobs.formats.exports.disavow import (
    DisavowFile,
    Pick,
    TooLargeError,
    WrongPickError,
    disavow_file,
    picked_link,
    picked_place,
    sentences,
)
from jobs.model.ref import Kind, parse_ref
from jobs.store.errors import StoreDamagedError

EXIT_FAILED = 1
_SAYS = (
    "Write a disavow file, for Google's Search Console, of what you picked: links by their names, pages by their "
    "addresses, sites by their domains. Above each stands why. Upload nothing that you have not read."
)


def main(arguments: Sequence[str]) -> int:
    """Write the file: 0 done, 1 not, or not all of what was picked, 2 wrong arguments, 78 wrong configuration."""
    options = parser("disavow", _SAYS, "python -m jobs disavow L-3 spam.example --merge live.txt -o disavow.txt")
    options.add_argument("picks", nargs="+", metavar="PICK", help="L-3, https://spam.example/page or spam.example")
    options.add_argument("--because", default="", metavar="WORDS", help="why, as a comment above each")
    options.add_argument("--merge", type=Path, metavar="FILE", help="the file that is live: its lines stay on top")
    options.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to; default: the terminal")
    given = options.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        live = decode(given.merge.read_bytes()) if given.merge else ""
        picks, refused = asyncio.run(_picked(given, config))
        made = disavow_file(picks, live, datetime.now(UTC).date(), "whoever ran the terminal")
        if given.output:
            given.output.write_text(made.text, encoding="utf-8", newline="")
        else:
            sys.stdout.write(made.text)
    except (TooLargeError, StoreDamagedError, OSError) as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    for sentence in [*refused, *sentences(made)]:
        print(sentence, file=sys.stderr)
    if given.json and given.output:
        write_json(_as_json(made, refused))
    return EXIT_FAILED if refused else 0


async def _picked(given: argparse.Namespace, config: Config) -> tuple[list[Pick], list[str]]:
    """What was picked, and why some of it cannot be disavowed."""
    picks: list[Pick] = []
    refused: list[str] = []
    for name in dict.fromkeys(given.picks):
        try:
            picks.append(await _pick(name, given.because, config))
        except WrongPickError as error:
            refused.append(f"{name} {error}.")
    return picks, refused


async def _pick(name: str, because: str, config: Config) -> Pick:
    from jobs.store.tiny.store import open_tiny

    ref = parse_ref(name.upper())
    if ref is None:
        return picked_place(name, because, config.our_sites)
    store = await open_tiny(store_folder(config), read_only=True)
    link = await store.link(ref.number) if ref.kind is Kind.LINK else None
    if link is None:
        raise WrongPickError("is no link that is tracked")
    return picked_link(link, because, config.our_sites)


def _as_json(made: DisavowFile, refused: Sequence[str]) -> dict[str, object]:
    return {"added": list(made.added), "known": list(made.known), "unread": list(made.unread), "refused": [*refused]}
