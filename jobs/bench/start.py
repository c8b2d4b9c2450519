"""What the terminal's commands cost before they do anything: CPU of whole processes, the children they start too."""

import statistics
import sys
import tempfile
from pathlib import Path

from jobs.bench import Figure
from jobs.bench._cpu import ran

_ROUNDS = 5
_PAGE = "<!doctype html><title>Walks</title><p>We read <a href=https://ours.example/guide>a guide</a>.</p>"
_MOST = {"check --help": 0.2, "inspect FILE": 0.45}
"""Seconds."""


def run() -> list[Figure]:
    """Every command some times over; the median counts."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_PAGE, encoding="utf-8")
        commands = {"check --help": ("check", "--help"), "inspect FILE": ("inspect", str(page))}
        return [_figure(name, [_seconds(arguments) for _ in range(_ROUNDS)]) for name, arguments in commands.items()]


def _seconds(arguments: tuple[str, ...]) -> float:
    return ran((sys.executable, "-m", "jobs", *arguments)).seconds


def _figure(name: str, seconds: list[float]) -> Figure:
    middle = round(statistics.median(seconds), 2)
    spread = f"({min(seconds):.2f} to {max(seconds):.2f})"
    return Figure(f"{name} {spread}", middle, "s CPU", f"at most {_MOST[name]:g} s", ok=middle <= _MOST[name])
