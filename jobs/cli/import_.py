"""`python -m jobs import FILE...`: links out of files that people have, tracked in one channel; and taken back."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jobs.cli.backup import EXIT_LOCKED
from jobs.cli.common import (
    bar,
    channel_argument,
    in_words,
    parser,
    target_argument,
    with_config,
    write_json,
    write_lines,
)
from jobs.config import Config
from jobs.formats.cells import DateOrder
from jobs.formats.importing import channels_with, preview_import, take_back, write_import
from jobs.formats.preview import (
    ImportOptions,
    ImportPreview,
    TakenBack,
    channel_in,
    columns_said,
    rejected_csv,
)
from jobs.formats.reader import FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import Field, LinkFile, RefusedFile
from jobs.formats.updates import KnownLinks
from jobs.model.operation import UNDO_FOR
from jobs.store.errors import StoreDamagedError, StoreLockedError
from jobs.store.protocol import Store
from jobs.units.currencies import currency_of

EXIT_NOTHING = 1
_SAYS = (
    "Track the links of files: exports of Search Console, Bing, Ahrefs, Semrush, Majestic, Moz and others, CSV, XLSX, "
    "ODS, XLS, ZIP or lists of your own. Shows what would be done; --yes does it. The bot must not run meanwhile."
)
_BY = "terminal"


def main(arguments: Sequence[str]) -> int:
    """Import: 0 done or shown, 1 nothing could be imported, 75 while a bot runs on the store, 78 wrong settings."""
    given = _options().parse_args(arguments)
    if bool(given.files) == bool(given.undo):
        _options().error("name the files to import, or with --undo the import to take back")
    return with_config(given, partial(_run, given))


def _options() -> argparse.ArgumentParser:
    made = parser("import", _SAYS, "python -m jobs import links.csv --channel C0123456789 --yes")
    made.add_argument("files", nargs="*", type=Path, metavar="FILE")
    place = "the id of the channel, as at the end of its details in Slack"
    made.add_argument("--channel", type=channel_argument, required=True, help=place)
    made.add_argument("--yes", action="store_true", help="do it; without this nothing is written")
    ours = "an address or domain of ours, for rows that name none"
    made.add_argument("--target", type=target_argument, default="", help=ours)
    column = "a column that holds something else than was thought: page=2, target=3; 0: none does"
    made.add_argument("--column", action="append", default=[], type=_column, metavar="WHAT=NUMBER", help=column)
    made.add_argument("--dates", type=DateOrder, choices=list(DateOrder), help="what comes first in 03/04/2026")
    made.add_argument("--currency", type=_currency, default="", help="of amounts that name none, such as EUR")
    made.add_argument("--most-per-domain", type=_count, default=0, metavar="N", help="links of one site at most")
    made.add_argument("--lost-too", action="store_true", help="track links too that a file calls lost")
    known = "what is tracked already: left as it is, filled where it says nothing, or changed as the rows say"
    made.add_argument("--known", type=KnownLinks, choices=list(KnownLinks), default=KnownLinks.LEAVE, help=known)
    made.add_argument("--by-channel", action="store_true", help="each link in the channel whose id its row names")
    made.add_argument("--rejected", type=Path, metavar="FILE", help="write the rows that cannot be used, with reasons")
    made.add_argument("--undo", metavar="IMPORT", help="take an import back, by the name that it was given")
    return made


def _column(typed: str) -> tuple[Field, int]:
    what, _, number = typed.partition("=")
    try:
        return Field(what), int(number) - 1
    except ValueError:
        raise argparse.ArgumentTypeError(f"{typed} is no column; write for example page=2") from None


def _currency(typed: str) -> str:
    try:
        return currency_of(typed) if typed else ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{typed} {error}") from None


def _count(typed: str) -> int:
    if not typed.isdecimal() or not int(typed):
        raise argparse.ArgumentTypeError(f"{typed} is no number of links; write for example 3")
    return int(typed)


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        return asyncio.run(_with_store(given, config))
    except StoreLockedError as error:
        print(error, file=sys.stderr)
        return EXIT_LOCKED
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING


async def _with_store(given: argparse.Namespace, config: Config) -> int:
    from jobs.store.opening import open_store

    contents = [(path, path.read_bytes()) for path in given.files]
    store = await open_store(config)
    try:
        if given.undo:
            return await _undo(given, store)
        return max([await _import(path, data, given, config, store) for path, data in contents])
    finally:
        await store.close()


async def _undo(given: argparse.Namespace, store: Store) -> int:
    now, taken = datetime.now(UTC), TakenBack()
    for channel in dict.fromkeys([given.channel, *await channels_with(given.undo, store)]):
        taken = taken.and_also(await take_back(given.undo, ImportOptions(channel, _BY), store, now, bar))
    if given.json:
        write_json(
            {
                "removed": taken.removed,
                "restored": taken.restored,
                "untold": taken.untold,
                "kept": list(taken.kept),
                "too_old": taken.too_old,
            }
        )
    else:
        write_lines(_undone(taken))
    return 0 if taken.removed or taken.restored or taken.untold else EXIT_NOTHING


def _undone(taken: TakenBack) -> list[str]:
    if taken.too_old:
        return [f"That import is older than {UNDO_FOR.days} days; nothing was taken back."]
    if not (taken.removed or taken.kept or taken.untold or taken.restored):
        return ["No link of that import is tracked in this channel."]
    kept = (
        [f"{len(taken.kept):,} were changed by people since, and stay: {', '.join(taken.kept)}."] if taken.kept else []
    )
    untold = [f"What it said of {taken.untold:,} tracked links is kept no longer."] if taken.untold else []
    restored = [f"{taken.restored:,} that were tracked before are as they were."] if taken.restored else []
    return [f"{taken.removed:,} links are tracked no longer.", *restored, *untold, *kept]


async def _import(path: Path, data: bytes, given: argparse.Namespace, config: Config, store: Store) -> int:
    wishes = Wishes(
        path.name,
        tuple(config.our_sites),
        given.target,
        dict(given.column),
        given.dates,
        given.currency,
    )
    file = await FileReader().read(data, wishes)
    if isinstance(file, RefusedFile):
        print(f"{path}: {file.why}", file=sys.stderr)
        return EXIT_NOTHING
    named = {row.channel: channel_in(row.channel, {}) for row in file.rows if row.channel} if given.by_channel else None
    options = ImportOptions(given.channel, _BY, given.most_per_domain, given.lost_too, given.known, named)
    asked = await preview_import(file, options, store)
    if given.rejected:
        given.rejected.write_text(rejected_csv(file), encoding="utf-8-sig", newline="")
    written = (
        await write_import(asked, options, store, datetime.now(UTC), bar) if given.yes and asked.does_anything else None
    )
    _say(path, asked, written.batch if written else "", given)
    return 0 if asked.does_anything or asked.tracked else EXIT_NOTHING


def _say(path: Path, asked: ImportPreview, batch: str, given: argparse.Namespace) -> None:
    if given.json:
        write_json({"file": str(path), "import": batch, **_counts(asked)})
        return
    first, *others = asked.sentences
    said = filter(None, [*others, columns_said(asked.file)])
    lines = [f"{path}: {first}", *(f"  {sentence}" for sentence in said)]
    if batch:
        lines.append(f"Written. To take it back: python -m jobs import --undo {batch} --channel {given.channel}")
    elif asked.does_anything:
        lines += [f"  In doubt: {option}" for option in _asked(asked.file)]
        lines.append("Nothing was written; --yes does it.")
    write_lines(lines)


def _asked(file: LinkFile) -> list[str]:
    """The options that tell what the file leaves open."""
    order = ["--dates day or --dates month says what comes first in its days"] if file.asks_order else []
    return [*order, *(["--currency EUR says what its amounts are in"] if file.asks_currency else [])]


def _counts(asked: ImportPreview) -> dict[str, Any]:
    return {
        "layout": asked.file.layout,
        "new": len(asked.new),
        "tracked": len(asked.tracked),
        "twice": len(asked.twice),
        "lost": len(asked.lost),
        "too_many": len(asked.too_many),
        "changed": {each.link.ref: list(each.changes) for each in asked.updates},
        "elsewhere": len(asked.elsewhere),
        "asks": [
            name for name, asks in (("dates", asked.file.asks_order), ("currency", asked.file.asks_currency)) if asks
        ],
        "told": len(asked.told),
        "domains": list(asked.file.domains),
        "unusable": [{"line": row.line, "why": row.why} for row in asked.file.rejected],
        "columns": {each: at + 1 for each, at in asked.file.mapping.items()},
    }
