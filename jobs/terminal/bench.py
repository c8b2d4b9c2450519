"""`python -m jobs bench [PART...]`: speed and simulations, each figure beside its aim."""

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import asdict

from jobs import bench
from jobs.bench import Figure
from jobs.terminal.common import parser, table, write_json, write_lines

_SAYS = "Measure speed, and simulate; each figure stands beside its aim."


def main(arguments: Sequence[str]) -> int:
    """Run the parts: 0 where every aim is met, 1 where one is missed, 2 for a part that does not exist."""
    options = parser("bench", _SAYS, "python -m jobs bench parse")
    known = parts()
    options.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(known)}; default: all")
    given = options.parse_args(arguments)
    unknown = [name for name in given.parts if name not in known]
    if unknown:
        options.error(f"no such part: {', '.join(unknown)}; there are {', '.join(known)}")
    figures = {name: run(name) for name in dict.fromkeys(given.parts or known)}
    if given.json:
        write_json([{"part": part, **asdict(figure)} for part, found in figures.items() for figure in found])
    else:
        write_lines(table(("part", "figure", "measured", "aim", ""), _rows(figures)))
    return 0 if all(figure.ok for found in figures.values() for figure in found) else 1


def parts() -> tuple[str, ...]:
    """The parts there are: the modules of `jobs.bench`."""
    return tuple(found.name for found in pkgutil.iter_modules(bench.__path__) if not found.name.startswith("_"))


def run(part: str) -> list[Figure]:
    """Measure one part."""
    return list(importlib.import_module(f"jobs.bench.{part}").run())


def _rows(figures: dict[str, list[Figure]]) -> list[tuple[str, ...]]:
    return [
        (part, figure.name, f"{figure.value:,.4g} {figure.unit}".strip(), figure.aim, "met" if figure.ok else "MISSED")
        for part, found in figures.items()
        for figure in found
    ]
