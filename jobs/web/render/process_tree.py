"""A process with all that it started: what they hold in memory, and their end.

Read from /proc; where there is none, the process alone is known.
"""

import contextlib
import os
import signal
from pathlib import Path

_PROC = Path("/proc")
_OWN = ("Pss_Anon:", "Pss_Shmem:")
"""What is a process's own, and its share of what processes share; not what is mapped from files."""


def tree_of(root: int) -> tuple[int, ...]:
    """The process of this number and all that it started, directly or not, the youngest generation first."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.parent.name))
    found = [root]
    for each in found:
        found.extend(children.get(each, ()))
    return tuple(reversed(found))


def own_memory(root: int) -> int:
    """Bytes that belong to what the process started, itself not counted."""
    return sum(_own_bytes(each) for each in tree_of(root) if each != root)


def kill_tree(root: int) -> None:
    """Ends the process and all that it started, children before parents, so that each is waited for by its own."""
    for each in tree_of(root):
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def _own_bytes(process: int) -> int:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(_OWN))
