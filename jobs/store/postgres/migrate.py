"""The tables' versions: each step is a file of `migrations/`, made once and in order, and never undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from procrastinate.schema import SchemaManager
from psycopg.errors import LockNotAvailable

from jobs.store.errors import StoreBehindError, StoreLockedError, StoreTooNewError
from jobs.store.postgres.connection import Connection, connect, said_plainly, where_it_is
from jobs.store.postgres.named import statements

_FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration."""

    number: int
    name: str
    sql: str


def known_steps() -> list[Migration]:
    """All that this version knows, in order."""
    return [_step(path) for path in sorted(_FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))]


def migrate_database(url: str) -> list[Migration]:
    """The same as `migrate` for the database of that address, with what keeps it from being done in words.

    Raises StoreUnreachableError, and StoreLockedError where a table is in use for long.
    """
    with said_plainly(url), connect(url) as connection:
        try:
            return migrate(connection)
        except LockNotAvailable:
            wait = "its tables are in use for long. Stop what works on them, and run it again."
            raise StoreLockedError(f"{where_it_is(url)} cannot be brought up to date: {wait}") from None


def migrate(connection: Connection) -> list[Migration]:
    """Bring the tables up to this version, all steps or none; those that were made.

    Raises StoreTooNewError where a newer version was here: nothing is changed then. Of two that come at the same time
    the second waits.
    """
    sql = statements("versions")
    with connection.transaction():
        connection.execute(sql["take_your_time"])
        connection.execute(sql["lock"])
        connection.execute(sql["make"])
        missing = _missing(connection)
        for step in missing:
            connection.execute(step.sql)
            connection.execute(sql["add"], {"number": step.number, "name": step.name})
        _make_queue(connection)
    return missing


def _make_queue(connection: Connection) -> None:
    """The tables of the queue are procrastinate's own; they are the same in every version that we may have."""
    row = connection.execute("select to_regclass('procrastinate_jobs')").fetchone()
    if row == (None,):
        connection.execute(SchemaManager.get_schema())


def refuse_other_versions(connection: Connection) -> None:
    """Raise StoreTooNewError where a newer version was here, StoreBehindError where a step is missing."""
    sql = statements("versions")
    with connection.transaction():
        row = connection.execute(sql["are_there"]).fetchone()
        missing = _missing(connection) if row and row[0] else known_steps()
    if missing:
        raise StoreBehindError(_names(missing))


def _missing(connection: Connection) -> list[Migration]:
    rows = connection.execute(statements("versions")["list"]).fetchall()
    known = known_steps()
    made: dict[int, str] = dict(rows)
    unknown = made.keys() - {step.number for step in known}
    if unknown:
        newer = ", ".join(made[number] for number in sorted(unknown))
        raise StoreTooNewError(f"A newer version wrote this database ({newer}): install that version, or a newer one.")
    return [step for step in known if step.number not in made]


def _names(steps: Sequence[Migration]) -> str:
    return ", ".join(step.name for step in steps)


def _step(path: Path) -> Migration:
    return Migration(int(path.stem[:4]), path.stem, path.read_text(encoding="utf-8"))
