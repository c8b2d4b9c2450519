"""`python -m jobs bench [PART...]`: speed and simulations, each figure beside its aim."""

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import asdict
from importlib.machinery import ModuleSpec
from importlib.util import find_spec

from jobs.bench import Figure
from jobs.cli.common import parser, table, write_json, write_lines

HOMES = ("jobs.bench", "bot.bench")
"""Packages whose modules are parts. The Slack face measures itself; it is looked up by name and never imported, for
the work knows nothing of it, and where it is not installed its parts are simply not there."""
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
    """The parts there are: the modules of each home."""
    return tuple(sorted(_modules()))


def run(part: str) -> list[Figure]:
    """Measure one part."""
    return list(importlib.import_module(_modules()[part]).run())


def _modules() -> dict[str, str]:
    """Each part's name and its module's."""
    homes = {home: found for home in HOMES if (found := _found(home))}
    return {
        module.name.rstrip("_"): f"{home}.{module.name}"
        for home, spec in homes.items()
        for module in pkgutil.iter_modules(spec.submodule_search_locations)
        if not module.name.startswith("_")
    }


def _found(home: str) -> ModuleSpec | None:
    try:
        return find_spec(home)
    except ModuleNotFoundError:
        return None


def _rows(figures: dict[str, list[Figure]]) -> list[tuple[str, ...]]:
    return [
        (part, figure.name, f"{figure.value:,.4g} {figure.unit}".strip(), figure.aim, "met" if figure.ok else "MISSED")
        for part, found in figures.items()
        for figure in found
    ]
