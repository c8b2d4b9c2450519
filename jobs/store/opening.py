"""One door to the store, whichever kind the configuration asks for: outside this folder nobody asks which it is.

What a kind needs is imported where it is used: `--help` and a bot on TinyDB load no database driver.
"""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobs.config import Config
    from jobs.store.about import Contents, Verified
    from jobs.store.changes.writes import NoticesFor
    from jobs.store.protocol import Store

_WHERE = " Run this where the bot runs, or name its configuration with --config: store.path says where its store is."


async def open_store(config: "Config", *, read_only: bool = False, notices_for: "NoticesFor | None" = None) -> "Store":
    """Open the store; with `read_only` beside a running bot, as it is at that moment.

    `notices_for` adds notices to the writes of incidents: whoever writes one need not think of them. Raises
    StoreLockedError where another process writes to it and one alone may, StoreDamagedError where it cannot be read,
    OSError where it cannot be reached, and FileNotFoundError where it is to be read and is not there.
    """
    from jobs.store.tiny.store import open_tiny

    if read_only:
        must_be_there(config)
    return await open_tiny(Path(config.store.path), read_only=read_only, notices_for=notices_for)


def is_there(config: "Config") -> bool:
    """Whether there is a store to read."""
    return Path(config.store.path).is_dir()


def must_be_there(config: "Config") -> None:
    """Raises FileNotFoundError, in words, where there is no store: reading would only show an empty one."""
    if not is_there(config):
        raise FileNotFoundError(f"There is no store in {config.store.path}.{_WHERE}")


def folder_of(config: "Config") -> Path | None:
    """The folder that the store fills; None where a database keeps it."""
    return Path(config.store.path)


def backup_store(config: "Config", file: Path) -> "Contents":
    """Write everything in the store into one file, which is replaced only once the new one is whole.

    Raises FileNotFoundError where there is no store, StoreDamagedError where it cannot be read, OSError where the file
    cannot be written.
    """
    from jobs.store.tiny.backup import backup

    with _saying_where():
        return backup(Path(config.store.path), file)


def restore_store(config: "Config", file: Path) -> "Contents":
    """Make the store what it was when `file` was written.

    Raises StoreLockedError while a bot runs on it, StoreDamagedError where the file is not whole.
    """
    from jobs.store.tiny.backup import restore

    return restore(file, Path(config.store.path))


def verify_store(config: "Config") -> "Verified":
    """Read all of the store, also beside the running bot; raises FileNotFoundError, in words, where there is none."""
    from jobs.store.tiny.verify import verify

    with _saying_where():
        return verify(Path(config.store.path))


@contextmanager
def _saying_where() -> "Iterator[None]":
    """Have a store that is missing told with where another may be."""
    try:
        yield
    except FileNotFoundError as error:
        if error.filename is not None:
            raise
        raise FileNotFoundError(f"{error}{_WHERE}") from None
