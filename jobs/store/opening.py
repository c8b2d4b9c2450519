"""One door to the store, whichever kind the configuration asks for: outside this folder nobody asks which it is.

What a kind needs is imported where it is used: `--help` and a bot on TinyDB load no database driver.
"""

import shlex
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.store.about import StoreKind
from jobs.store.errors import OwnToolsError, StoreUnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobs.config import Config
    from jobs.store.about import Contents, Verified
    from jobs.store.changes.writes import NoticesFor
    from jobs.store.moving import EmptyStore, Moved, Step, Whole
    from jobs.store.protocol import Store

_NEEDED = "psycopg", "psycopg_pool", "procrastinate"
_WHERE = " Run this where the bot runs, or name its configuration with --config: store.path says where its store is."


async def open_store(config: "Config", *, read_only: bool = False, notices_for: "NoticesFor | None" = None) -> "Store":
    """Open the store; with `read_only` beside a running bot: a folder as it is at that moment.

    `notices_for` adds notices to the writes of incidents: whoever writes one need not think of them. Raises
    StoreLockedError where another process writes to it and one alone may, StoreDamagedError where it cannot be read,
    StoreUnreachableError where a database does not answer, and FileNotFoundError where it is to be read and is not
    there.
    """
    if url := database_of(config):
        from jobs.store.postgres.store import open_postgres

        return await open_postgres(url, read_only=read_only, notices_for=notices_for)
    from jobs.store.tiny.store import open_tiny

    if read_only:
        must_be_there(config)
    return await open_tiny(Path(config.store.path), read_only=read_only, notices_for=notices_for)


def is_there(config: "Config") -> bool:
    """Whether there is a store to read; a database is not asked yet."""
    return has_database(config) or Path(config.store.path).is_dir()


def must_be_there(config: "Config") -> None:
    """Raises FileNotFoundError, in words, where there is no store: reading would only show an empty one."""
    if not is_there(config):
        raise FileNotFoundError(f"There is no store in {config.store.path}.{_WHERE}")


def has_database(config: "Config") -> bool:
    """Whether the store is in a database."""
    return bool(config.secrets.database_url.get_secret_value())


def folder_of(config: "Config") -> Path | None:
    """The folder that the store fills; None where a database keeps it."""
    return None if has_database(config) else Path(config.store.path)


def place_of(config: "Config", kind: StoreKind) -> str:
    """Where a store of that kind is, without a password; raises StoreUnreachableError where DATABASE_URL is none."""
    if kind is StoreKind.TINYDB:
        return config.store.path
    from jobs.store.postgres.connection import where_it_is

    return where_it_is(database_of(config))


def backup_store(config: "Config", file: Path) -> "Contents":
    """Write everything in the store into one file, which is replaced only once the new one is whole.

    Raises FileNotFoundError where there is no store, StoreDamagedError where it cannot be read, OSError where the file
    cannot be written, and OwnToolsError.
    """
    from jobs.store.tiny.backup import backup

    if has_database(config):
        raise OwnToolsError(f'pg_dump --format=custom --file={shlex.quote(str(file))} "$DATABASE_URL"')
    with _saying_where():
        return backup(Path(config.store.path), file)


def restore_store(config: "Config", file: Path) -> "Contents":
    """Make the store what it was when `file` was written.

    Raises StoreLockedError while a bot runs on it, StoreDamagedError where the file is not whole, and OwnToolsError.
    """
    from jobs.store.tiny.backup import restore

    if has_database(config):
        raise OwnToolsError(f'pg_restore --clean --if-exists --dbname="$DATABASE_URL" {shlex.quote(str(file))}')
    return restore(file, Path(config.store.path))


def verify_store(config: "Config") -> "Verified":
    """Read all of the store, also beside the running bot.

    Raises FileNotFoundError, in words, where there is none, and StoreUnreachableError where a database does not answer.
    """
    if url := database_of(config):
        from jobs.store.postgres.whole import verify_database

        return verify_database(url)
    from jobs.store.tiny.verify import verify

    with _saying_where():
        return verify(Path(config.store.path))


def migrate_store(config: "Config") -> list[str]:
    """Bring the tables of the database up to this version; the names of the steps that were made.

    Raises StoreTooNewError where a newer version was here, StoreLockedError where a table is in use for long,
    StoreUnreachableError.
    """
    url = database_of(config)  # first: it says what is not installed
    from jobs.store.postgres.migrate import migrate_database

    return [step.name for step in migrate_database(url)]


def move_store(config: "Config", source: StoreKind, target: StoreKind, step: "Step") -> "list[Moved]":
    """Move everything; what is there in the end was read back and compared.

    Raises StoreLockedError while a bot runs on either, NotEmptyError, NotTheSameError, StoreDamagedError,
    FileNotFoundError where there is no folder, StoreUnreachableError, OSError.
    """
    folder, url = Path(config.store.path), database_of(config)  # first: it says what is not installed
    from jobs.store.moving import move
    from jobs.store.postgres.whole import empty_database, whole_database
    from jobs.store.tiny.whole import empty_folder, whole_folder

    with ExitStack() as opened, _saying_where():
        if source is StoreKind.TINYDB:
            old: Whole = opened.enter_context(whole_folder(folder))
        else:
            old = opened.enter_context(whole_database(url))
        if target is StoreKind.TINYDB:
            new: EmptyStore = opened.enter_context(empty_folder(folder))
        else:
            new = opened.enter_context(empty_database(url))
        return move(old, new, step)


def database_of(config: "Config") -> str:
    """The address of the database, with its password; empty where the store is a folder.

    Raises StoreUnreachableError where what talks to it is not installed.
    """
    url = config.secrets.database_url.get_secret_value()
    if url and not all(map(find_spec, _NEEDED)):
        raise StoreUnreachableError("DATABASE_URL", "what talks to PostgreSQL is not installed; run `make postgres`")
    return url


@contextmanager
def _saying_where() -> "Iterator[None]":
    """Have a store that is missing told with where another may be."""
    try:
        yield
    except FileNotFoundError as error:
        if error.filename is not None:
            raise
        raise FileNotFoundError(f"{error}{_WHERE}") from None
