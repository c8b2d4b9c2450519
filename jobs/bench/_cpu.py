"""What a program and the processes it started have worked so far, whoever else is busy, and what memory it holds."""

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NANOSECONDS = 1e-9
_BUSY = 0.5


def children(of: int | None = None) -> list[int]:
    """The processes that this one, or the one of that number, started and that still run."""
    tasks = Path(f"/proc/{of or os.getpid()}/task")
    while True:
        try:
            found = [path.read_text(encoding="ascii").split() for path in tasks.glob("*/children")]
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread has just ended: what it started is another's now
        return sorted({int(pid) for each in found for pid in each})


def tree_seconds() -> float:
    """Seconds of CPU of this process, of its children, and of those that ended and were waited for."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    running = sum(map(_seconds_of, children()))
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime + running


def family_seconds(pid: int) -> float:
    """Seconds of CPU of another process, all its threads, and its children, those that ended too; by hundredths."""
    members = [(pid, 4), *((child, 2) for child in children(pid))]
    ticks = sum(sum(map(int, _stat_of(member)[11 : 11 + count])) for member, count in members)
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """What another process holds of memory, what it shares with others too."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20


def _stat_of(pid: int) -> list[str]:
    """What the system says of a process, after its name, which may hold spaces: user and system time are the 12th."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()


def _seconds_of(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) * _NANOSECONDS
    except FileNotFoundError:
        return 0.0  # it ended just now


def how_busy() -> str:
    """In words, where other programs keep the machine busy, so that figures are to be taken with care; else empty."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f"the machine is busy: a load of {load:.1f} on {cores} cores" if load > _BUSY * cores else ""


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ran to its end."""

    seconds: float
    """Of CPU, of it and of all that it started and waited for."""
    said: str
    """What it wrote to its standard output and standard error."""


def ran(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Ran:
    """Runs a program, whatever it ends with."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, check=False)  # noqa: S603 - our own words
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(seconds, ended.stdout.decode("utf-8", "replace"))


def in_own_process(module: str, *arguments: str) -> Any:
    """What one of our own modules writes as JSON when it is run; raises CalledProcessError where it ends otherwise."""
    command = [sys.executable, "-m", module, *arguments]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own program
    return json.loads(answer.stdout)


def memory_mb() -> float:
    """What the process holds now; where the system does not say, its peak."""
    gc.collect()
    try:
        return resident_mb(os.getpid())
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
