"""The kinds of files, a module each in `kinds/`, found by folder; which one a sheet is (pure)."""

import pkgutil
import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from jobs.formats import kinds
from jobs.formats.sheet import Field, Layout, Sheet, SheetRow

_SAMPLE = 40
_TITLE_LINES = 15
"""Screaming Frog writes one line above its header, Moz six, people whatever they like."""


def exact_name(name: str) -> str:
    """A column's name as a layout is known by it: whatever its case and its blanks."""
    return re.sub(r"\s+", " ", name).strip().casefold()


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout there is; the one that asks for most comes first."""
    names = sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))
    found = [layout for name in names for layout in import_module(f"{kinds.__name__}.{name}").LAYOUTS]
    return tuple(sorted(found, key=lambda layout: -len(layout.needs)))


def recognised(sheet: Sheet) -> tuple[Layout, int] | None:
    """The layout of a sheet, and at which of its lines the header stands; None where no layout fits."""
    heads = [{exact_name(cell) for cell in line.cells} for line in sheet.lines[:_TITLE_LINES]]
    for layout in layouts():
        for at, head in enumerate(heads):
            if layout.needs and all(exact_name(name) in head for name in layout.needs):
                return layout, at
    by_place = ((layout, _begins(layout, sheet.lines)) for layout in layouts())
    return next(((layout, at) for layout, at in by_place if at is not None), None)


def _begins(layout: Layout, lines: Sequence[SheetRow]) -> int | None:
    """At which line a sheet of a layout known by position has its header, -1 for none; None where it is another one."""
    is_marked = [len(line.cells) > layout.marked and _mark(line, layout) for line in lines[:_SAMPLE]]
    first = next((at for at, marked in enumerate(is_marked[:_TITLE_LINES]) if marked), None)
    return first - 1 if layout.marks and first is not None and all(is_marked[first:]) else None


def _mark(line: SheetRow, layout: Layout) -> bool:
    return exact_name(line.cells[layout.marked]) in layout.marks


def columns_of(layout: Layout, header: tuple[str, ...]) -> dict[Field, int]:
    """Which column says what."""
    if layout.places:
        return dict(layout.places)
    names = [exact_name(name) for name in header]
    return {each: names.index(exact_name(name)) for each, name in layout.fields.items() if exact_name(name) in names}
