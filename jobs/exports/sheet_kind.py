"""The kinds of sheets that an export has, a module each in `sheets/`, found by folder."""

import pkgutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from jobs.exports import sheets
from jobs.exports.request import ExportRequest, SheetName
from jobs.exports.table import Column, Row
from jobs.store.protocol import Store

Read = Callable[[Store, ExportRequest], AsyncIterator[Sequence[Row]]]
"""Gives the rows in parts, between which others get their turn."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One kind of sheet."""

    name: SheetName
    columns: tuple[Column, ...]
    """Those that are always there; rows may bring more."""
    read: Read


@cache
def sheet_kinds() -> tuple[SheetKind, ...]:
    """Every kind there is, in the order of `SheetName`."""
    modules = [import_module(f"{sheets.__name__}.{module.name}") for module in pkgutil.iter_modules(sheets.__path__)]
    found: dict[SheetName, SheetKind] = {module.SHEET.name: module.SHEET for module in modules}
    return tuple(found[name] for name in SheetName)
