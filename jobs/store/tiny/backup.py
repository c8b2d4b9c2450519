"""Backup of the TinyDB store into one plain file, also while the bot runs, and the way back when it does not.

The file is a TinyDB file like the snapshot, with the whole history as one more table and the same checksum.
"""

from datetime import UTC, datetime
from pathlib import Path

from jobs.store.about import Contents
from jobs.store.errors import StoreDamagedError
from jobs.store.tiny.compact import start_afresh
from jobs.store.tiny.files import sync_folder, write_aside
from jobs.store.tiny.history import numbered_since
from jobs.store.tiny.lock import LOCK_NAME, FolderLock
from jobs.store.tiny.on_disk import Documents
from jobs.store.tiny.recover import UNFINISHED, Recovered, recover_beside
from jobs.store.tiny.snapshot import DocumentPlaces, Snapshot, Stamp, pieces, read_snapshot

_HISTORY = "history"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def backup(folder: Path, file: Path) -> Contents:
    """Write everything in the store into `file`, which is replaced only once the new one is whole and on the disk.

    Raises FileNotFoundError where there is no store, StoreDamagedError where it cannot be read, OSError where the file
    cannot be written.
    """
    state = recover_beside(folder) if folder.is_dir() else None
    if state is None or not state.seq:
        raise FileNotFoundError(f"There is no store in {folder}.")
    history = sorted(numbered_since(folder, _BEGINNING, state.events), key=lambda each: each.n)
    tables = {**state.tables, _HISTORY: Documents({each.n: each.raw for each in history})}
    last = max([state.last_event, *(each.n for each in history)])
    new = write_aside(file, pieces(Snapshot(Stamp(state.seq, last), tables), DocumentPlaces()))
    new.rename(file)
    sync_folder(file.parent)
    return _contents(tables, state)


def restore(file: Path, folder: Path) -> Contents:
    """Make the store in `folder` what it was when `file` was written; what stood there before is moved aside.

    Raises StoreLockedError while a bot runs on it, StoreDamagedError where the file is not whole. If it is interrupted,
    the store refuses to open until it is run again.
    """
    saved = read_snapshot(file)
    if _HISTORY not in saved.tables:
        raise StoreDamagedError(f"{file} is not a backup: it holds no history.")
    contents = _contents(saved.tables, None)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        (folder / UNFINISHED).touch()
        sync_folder(folder)
        aside = _set_aside(folder)
        history = saved.tables.pop(_HISTORY)
        start_afresh(folder, Snapshot(saved.stamp, saved.tables), list(history.values()), {})
        (folder / UNFINISHED).unlink()
        sync_folder(folder)
    finally:
        lock.release()
    return Contents(contents.links, contents.partners, contents.incidents, contents.events, set_aside=aside)


def _set_aside(folder: Path) -> Path | None:
    """Move the store's files into a folder of their own; None where there are none."""
    files = [path for path in folder.iterdir() if path.is_file() and path.name not in (LOCK_NAME, UNFINISHED)]
    if not files:
        return None
    number = 1
    while (aside := folder / f"before-restore-{number}").exists():
        number += 1
    aside.mkdir()
    for path in files:
        path.rename(aside / path.name)
    sync_folder(aside)
    return aside


def _contents(tables: dict[str, Documents], state: Recovered | None) -> Contents:
    links, partners, incidents, events = (
        len(tables.get(name, ())) for name in ("links", "partners", "incidents", _HISTORY)
    )
    return Contents(links, partners, incidents, events, tuple(state.damage) if state else ())
