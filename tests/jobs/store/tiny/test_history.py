"""History in the files of its months, sought by what it is about."""

from datetime import timedelta
from pathlib import Path

from jobs.model.event import Event
from jobs.store.tiny.history import number, read_since
from jobs.store.tiny.history_files import move_to_files
from tests.jobs.store.tools import HOUR, NOW


def test_what_is_about_one_link_is_found_in_files_and_memory(tmp_path: Path) -> None:
    long_ago = NOW - timedelta(days=90)
    old, other = Event(long_ago, "C1", "L-1", "added"), Event(long_ago, "C1", "L-12", "added", '"subject":"L-1"')
    new = Event(NOW, "C1", "L-1", "lost")
    move_to_files(tmp_path, [number(1, old), number(2, other)], {})
    assert read_since(tmp_path, long_ago, [number(3, new)], "L-1") == [old, new]
    assert read_since(tmp_path, NOW - HOUR, [number(3, new)], "L-1") == [new]
    assert read_since(tmp_path, long_ago, [], "L-3") == []
