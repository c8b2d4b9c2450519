"""`python -m jobs disavow PICK...`: a disavow file for Google of links, pages and sites that people picked."""

import argparse
import asyncio
import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from jobs.cli.common import in_words, parser, with_config, write_json
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
from jobs.model.link import Link
from jobs.model.ref import Kind, Ref, parse_ref
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
        refs = {name: ref for name in given.picks if (ref := parse_ref(name.upper()))}
        links = asyncio.run(_links(refs, config)) if refs else {}
        picks, refused = _picked(given, refs, links, config)
        made = disavow_file(picks, live, datetime.now(UTC).date(), "whoever ran the terminal")
        if given.output:
            given.output.write_text(made.text, encoding="utf-8", newline="")
    except (TooLargeError, StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_FAILED
    for sentence in [*refused, *sentences(made)]:
        print(sentence, file=sys.stderr)
    if given.json:
        write_json(_as_json(made, refused) | ({} if given.output else {"text": made.text}))
    elif not given.output:
        sys.stdout.write(made.text)
    return EXIT_FAILED if refused else 0


async def _links(refs: Mapping[str, Ref], config: Config) -> dict[str, Link]:
    """The tracked links that these references name."""
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        asked = {name: ref.number for name, ref in refs.items() if ref.kind is Kind.LINK}
        found = await store.links_by_id(asked.values())
        return {name: found[number] for name, number in asked.items() if number in found}
    finally:
        await store.close()


def _picked(
    given: argparse.Namespace, refs: Collection[str], links: Mapping[str, Link], config: Config
) -> tuple[list[Pick], list[str]]:
    """What was picked, and why some of it cannot be disavowed."""
    picks: list[Pick] = []
    refused: list[str] = []
    for name in dict.fromkeys(given.picks):
        try:
            if name in links:
                picks.append(picked_link(links[name], given.because, config.our_sites))
            elif name in refs:
                refused.append(f"{name} is no link that is tracked.")
            else:
                picks.append(picked_place(name, given.because, config.our_sites))
        except WrongPickError as error:
            refused.append(f"{name} {error}.")
    return picks, refused


def _as_json(made: DisavowFile, refused: Sequence[str]) -> dict[str, object]:
    return {"added": list(made.added), "known": list(made.known), "unread": list(made.unread), "refused": [*refused]}
