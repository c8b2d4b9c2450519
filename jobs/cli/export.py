"""`python -m jobs export`: what is tracked as a spreadsheet, also while the bot runs."""

import argparse
import asyncio
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from jobs.cli.common import channel_argument, in_words, parser, site_argument, with_config, write_json, write_lines
from jobs.config import Config
from jobs.exchanges.read import our_sites_of
from jobs.formats.cells import tags_in
from jobs.formats.exports.request import ExportFormat, ExportRequest, SheetName, sheets_of
from jobs.formats.exports.write import WrittenExport, write_export
from jobs.formats.filters import names
from jobs.formats.filters.link_filter import MINE, Flag, LinkFilter
from jobs.formats.filters.read import FilterError, read_filter, words_of
from jobs.formats.filters.selection import Selection
from jobs.model.link_status import LinkState
from jobs.store.errors import StoreDamagedError
from jobs.store.protocol import Store

EXIT_FAILED = 1
_SAYS = (
    "Write what is tracked into a file: CSV and JSON lines one sheet, XLSX all of them. The bot may run meanwhile. "
    "An import takes the links back. Costs are in it, also those of channels that hide them."
)
_STDOUT = Path("-")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")


def main(arguments: Sequence[str]) -> int:
    """Export: 0 done, 1 not, 2 wrong arguments, 78 wrong configuration."""
    options = _options()
    given = options.parse_args(arguments)
    given.format = given.format or _format_of(given.output)
    if given.output == _STDOUT and given.format is ExportFormat.XLSX:
        options.error("a workbook is not written to a terminal; name a file with -o")
    try:
        given.narrowed = _narrowed(given)
    except FilterError as wrong:
        options.error(f"{wrong}{f' For example: --filter {shlex.quote(wrong.example)}' if wrong.example else ''}")
    return with_config(given, partial(_run, given))


def _options() -> argparse.ArgumentParser:
    made = parser("export", _SAYS, "python -m jobs export --format xlsx --channel C0123456789 -o links.xlsx")
    form = "default: as the name of FILE ends, else csv"
    made.add_argument("--format", type=ExportFormat, choices=list(ExportFormat), help=form)
    made.add_argument("--sheet", type=SheetName, choices=list(SheetName), help="one sheet alone; CSV: links")
    made.add_argument("--channel", type=channel_argument, default="", help="the id of a channel; default: all of them")
    made.add_argument("--state", action="append", type=LinkState, choices=list(LinkState), default=[])
    made.add_argument("--domain", type=site_argument, default="", help="links on pages of this site")
    made.add_argument("--tag", action="append", type=_tags, default=[], help="links with this tag; several: with all")
    made.add_argument("--unknown", action="store_true", help="links whose page could not be read at the last check")
    made.add_argument("--unreachable", action="store_true", help="links whose page could not be read for long")
    made.add_argument("--snoozed", action="store_true", help="links that are snoozed")
    made.add_argument("--person", type=_person, default="", help="links that this user id added or owns")
    says = f"as in /links list: {names.FORMS}; several are joined".replace("%", "%%")
    made.add_argument("--filter", action="append", default=[], metavar="WORDS", help=says)
    made.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to; - is the terminal")
    return made


def _tags(typed: str) -> frozenset[str]:
    if found := tags_in(typed):
        return found
    raise argparse.ArgumentTypeError("that names no tag")


def _person(typed: str) -> str:
    """A user's id, as Slack copies it or with its sign."""
    user = typed.removeprefix("@")
    if user and not _USER.fullmatch(user):
        said = f"{typed} is no user's id; Slack copies it from a person's profile, as U024BE7LR"
        raise argparse.ArgumentTypeError(said)
    return user


def _format_of(file: Path | None) -> ExportFormat:
    ending = file.suffix.removeprefix(".").lower() if file else ""
    return ExportFormat(ending) if ending in set(ExportFormat) else ExportFormat.CSV


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        file, written = asyncio.run(_export(given, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_FAILED
    if file != _STDOUT:
        _say(given, file, written)
    for remark in written.remarks:
        print(remark, file=sys.stderr)
    return 0


async def _export(given: argparse.Namespace, config: Config) -> tuple[Path, WrittenExport]:
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        file = given.output or Path(f"linkwatch-{datetime.now(UTC):%Y-%m-%d}.{given.format}")
        return file, await _write(given, our_sites_of(config), store, file)
    finally:
        await store.close()


async def _write(given: argparse.Namespace, our_sites: tuple[str, ...], store: Store, file: Path) -> WrittenExport:
    """Beside the file and then in its place: what stood there stays until the new one is whole."""
    is_piped = file == _STDOUT
    with tempfile.TemporaryDirectory(prefix=".linkwatch-", dir=None if is_piped else file.parent) as folder:
        whole = Path(folder) / "export"
        written = await write_export(
            store, await _asked(given, our_sites, store), sheets_of(given.format, given.sheet), given.format, whole
        )
        if is_piped:
            with whole.open("rb") as data:
                shutil.copyfileobj(data, sys.stdout.buffer)
        else:
            whole.replace(file)
    return written


async def _asked(given: argparse.Namespace, our_sites: tuple[str, ...], store: Store) -> ExportRequest:
    asked = Selection(given.narrowed, datetime.now(UTC), given.channel or None)
    channels = (given.channel,) if given.channel else tuple(await store.channels())
    return ExportRequest(asked, channels, our_sites=our_sites)


def _narrowed(given: argparse.Namespace) -> LinkFilter:
    """What the options and the filters say; raises FilterError."""
    chosen = LinkFilter(
        states=tuple(dict.fromkeys(given.state)),
        beside=tuple(flag for flag in Flag if getattr(given, flag.value)),
        domain=given.domain,
        tags=frozenset().union(*given.tag),
        person=given.person,
    )
    narrowed = read_filter([word for filters in given.filter for word in words_of(filters)], chosen)
    if MINE in {narrowed.person, narrowed.owner}:
        raise FilterError(MINE, "is nobody in the terminal; write owner:@U0ADA with a user's id.", "owner:none")
    return narrowed


def _say(given: argparse.Namespace, file: Path, written: WrittenExport) -> None:
    if given.json:
        write_json({"file": str(file), "rows": dict(written.rows), "remarks": list(written.remarks)})
    else:
        counts = ", ".join(f"{name} {count:,}" for name, count in written.rows.items())
        write_lines([f"{file} is written as {given.format.upper()}: {counts}."])
