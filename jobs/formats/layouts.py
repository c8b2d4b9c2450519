"""The kinds of files, a module each in `kinds/`, found by folder; which one a sheet is (pure)."""

import pkgutil
import re
from functools import cache
from importlib import import_module

from jobs.formats import kinds
from jobs.formats.sheet import Field, Layout, Sheet

_TITLE_LINES = 15
"""Screaming Frog writes one line above its header, Moz six, people whatever they like."""


def folded(name: str) -> str:
    """A column's name as it is compared."""
    return re.sub(r"\s+", " ", name).strip().casefold()


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout there is; the one that asks for most comes first."""
    names = sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))
    found = [layout for name in names for layout in import_module(f"{kinds.__name__}.{name}").LAYOUTS]
    return tuple(sorted(found, key=lambda layout: -len(layout.needs)))


def recognised(sheet: Sheet) -> tuple[Layout, int] | None:
    """The layout of a sheet, and at which of its lines the header stands; None where no layout fits."""
    heads = [{folded(cell) for cell in line.cells} for line in sheet.lines[:_TITLE_LINES]]
    for layout in layouts():
        for at, head in enumerate(heads):
            if all(folded(name) in head for name in layout.needs):
                return layout, at
    return None


def columns_of(layout: Layout, header: tuple[str, ...]) -> dict[Field, int]:
    """Which column says what."""
    names = [folded(name) for name in header]
    return {each: names.index(folded(name)) for each, name in layout.fields.items() if folded(name) in names}
