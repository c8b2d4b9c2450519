"""`python -m jobs migrate` and `move`: tables brought up to date, and a store moved into a database or back."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from jobs.cli.common import in_words, parser, table, with_config, write_json, write_lines
from jobs.config import Config
from jobs.store.about import StoreKind
from jobs.store.errors import StoreDamagedError, StoreLockedError
from jobs.store.moving import Moved, NotEmptyError, NotTheSameError
from jobs.store.opening import has_database, migrate_store, move_store, place_of
from jobs.units.english import several

EXIT_FAILED = 1
EXIT_LOCKED = 75
"""EX_TEMPFAIL of sysexits.h, as the bot itself ends with where another runs on the same store."""
_NO_DATABASE = "DATABASE_URL is not set: the store is a folder, whose files need no migrating."


def migrate_main(arguments: Sequence[str]) -> int:
    """Make the tables that this version asks for: 0 done or nothing to do, 1 not, 78 wrong configuration."""
    says = "Bring the tables of the database up to this version. What is stored stays; there is no way back."
    given = parser("migrate", says, "python -m jobs migrate").parse_args(arguments)
    return with_config(given, partial(_migrate, given))


def _migrate(given: Namespace, config: Config) -> int:
    if not has_database(config):
        return _say(given, [], _NO_DATABASE)
    try:
        made = migrate_store(config)
    except (StoreDamagedError, StoreLockedError, OSError) as error:
        return _failed(error)
    done = f"{several(len(made), 'step')} made: {', '.join(made)}." if made else "The tables are up to date."
    return _say(given, made, done)


def _say(given: Namespace, made: list[str], sentence: str) -> int:
    if given.json:
        write_json({"made": made})
    else:
        write_lines([sentence])
    return 0


def move_main(arguments: Sequence[str]) -> int:
    """Move a store: 0 done, 1 not, 75 while a bot runs on it, 78 wrong configuration."""
    says = (
        "Copy everything from one kind of store to the other, read it back and compare. Neither bot nor worker may "
        "run. What is moved to must be empty; what is moved from stays as it is."
    )
    options = parser("move", says, "python -m jobs move --from tinydb --to postgres")
    kinds = [kind.value for kind in StoreKind]
    where = "tinydb: the folder store.path names; postgres: the database DATABASE_URL names"
    options.add_argument("--from", dest="source", choices=kinds, required=True, help=where)
    options.add_argument("--to", dest="target", choices=kinds, required=True)
    given = options.parse_args(arguments)
    if given.source == given.target:
        options.error("--from and --to are the same")
    return with_config(given, partial(_move, given))


def _move(given: Namespace, config: Config) -> int:
    if not has_database(config):
        print("DATABASE_URL is not set: it names the database to move to or from.", file=sys.stderr)
        return EXIT_FAILED
    source, target = StoreKind(given.source), StoreKind(given.target)
    try:
        moved = move_store(config, source, target, _step)
    except StoreLockedError as error:
        print(f"{error} Stop the bot first, and the workers where there are any.", file=sys.stderr)
        return EXIT_LOCKED
    except (NotEmptyError, NotTheSameError, StoreDamagedError, OSError) as error:
        return _failed(error)
    if given.json:
        write_json([asdict(each) for each in moved])
    else:
        write_lines(_lines(moved, config, source, target))
    return 0


def _step(name: str, documents: int) -> None:
    if sys.stderr.isatty():
        print(f"{name} {documents:,}".ljust(40), end="\r", file=sys.stderr, flush=True)  # what comes next covers it


def _lines(moved: Sequence[Moved], config: Config, source: StoreKind, target: StoreKind) -> list[str]:
    rows = [(each.table, f"{each.documents:,}", each.checksum[:16]) for each in moved if each.documents]
    then = "DATABASE_URL set" if target is StoreKind.POSTGRES else "DATABASE_URL unset"
    said = (
        f"All of it is in {place_of(config, target)} now, the same on both sides. Start the bot with {then}; never "
        f"again on {place_of(config, source)}, which stays as it was."
    )
    return [*table(("table", "documents", "checksum on both sides"), rows), said]


def _failed(error: Exception) -> int:
    print(in_words(error), file=sys.stderr)
    return EXIT_FAILED
