"""An export: what is asked for read in parts, spooled, and written as a file in a thread."""

import asyncio
import csv
import json
import pkgutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from msgspec import Struct

from jobs.formats.cells import escaped
from jobs.formats.columns import OURS
from jobs.formats.exports import sheets
from jobs.formats.exports.request import ExportFormat, ExportRequest, SheetName
from jobs.formats.exports.spool import Spool
from jobs.formats.exports.table import Column, DataTable, Row, as_text
from jobs.formats.exports.workbook import Workbook
from jobs.store.protocol import Store

Read = Callable[[Store, ExportRequest], AsyncIterator[Sequence[Row]]]
"""Gives the rows in parts, between which others get their turn."""


class SheetKind(Struct, frozen=True):
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


class WrittenExport(Struct, frozen=True):
    """What is in the file."""

    rows: Mapping[SheetName, int]
    """How many of each sheet."""
    remarks: tuple[str, ...] = ()
    """What the format could not hold as it is, a sentence each."""


async def write_export(
    store: Store, asked: ExportRequest, sheets: Sequence[SheetName], form: ExportFormat, file: Path
) -> WrittenExport:
    """Write the sheets into `file`; CSV and JSON lines hold one, XLSX any number. Raises OSError.

    Rows wait beside `file` meanwhile: its folder is for the export alone, and for the caller to remove.
    """
    spools = {}
    for kind in sheet_kinds():
        if kind.name in sheets:
            spool = Spool(file.with_name(f"{kind.name}.rows"), kind.columns)
            async for rows in kind.read(store, asked):
                await asyncio.to_thread(spool.add, rows)
            spools[kind.name] = spool
    tables = [DataTable(name.capitalize(), spool.columns, spool) for name, spool in spools.items()]
    remarks = await asyncio.to_thread(_WRITERS[form], file, tables)
    return WrittenExport({name: spool.rows for name, spool in spools.items()}, remarks)


def write_csv(path: Path, table: DataTable) -> None:
    """CSV as spreadsheets open it: UTF-8 with its mark, a `'` before what would be a formula. Raises OSError."""
    names = [column.name for column in table.columns]
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(escaped, names))
        for row in table.rows:
            writer.writerow([escaped(as_text(row.get(name))) for name in names])


def write_json_lines(path: Path, table: DataTable) -> None:
    """An object a line, its values texts as in CSV, unmarked; of columns that an import needs not, those with one.

    Raises OSError.
    """
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        for row in table.rows:
            texts = {column.name: as_text(row.get(column.name)) for column in table.columns}
            said = {name: text for name, text in texts.items() if text or name in OURS}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")


def _workbook(file: Path, tables: Sequence[DataTable]) -> tuple[str, ...]:
    with Workbook(file) as book:
        for table in tables:
            book.write(table)
    return book.remarks()


def _alone(write: Callable[[Path, DataTable], None]) -> Callable[[Path, Sequence[DataTable]], tuple[str, ...]]:
    """For formats of which a file is one table, and which hold everything."""

    def written(file: Path, tables: Sequence[DataTable]) -> tuple[str, ...]:
        [table] = tables
        write(file, table)
        return ()

    return written


_WRITERS: Mapping[ExportFormat, Callable[[Path, Sequence[DataTable]], tuple[str, ...]]] = {
    ExportFormat.CSV: _alone(write_csv),
    ExportFormat.XLSX: _workbook,
    ExportFormat.JSON_LINES: _alone(write_json_lines),
}
