"""Sheets of XLSX, ODS and XLS files. Called in a child process only: a crafted file can end whoever reads it."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

from jobs.formats.cells import is_address
from jobs.formats.columns import is_our_header
from jobs.formats.hyperlinks import column_number, hyperlinks
from jobs.formats.sheet import RefusedFile, Sheet, SheetRow

MOST_BYTES = 120 * 1024 * 1024
"""Of a sheet, unpacked."""
MOST_CELLS = 4_000_000
"""From the first to the last cell: they are all made, whether anything stands in them or not."""
_CELL = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_STEP = 1024 * 1024
_OVERLAP = 64


def read_workbook(data: bytes) -> tuple[Sheet, ...] | RefusedFile:
    """Every sheet that holds anything."""
    if data.startswith(b"PK"):
        if too_large := _too_large(data):
            return RefusedFile(too_large)
        linked = hyperlinks(data)
    else:
        linked = {}
    from python_calamine import CalamineError, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        sheets = [_sheet(book.get_sheet_by_name(name), linked.get(name, {})) for name in book.sheet_names]
    except CalamineError as error:
        return RefusedFile(f"The workbook cannot be read ({error}). Save it again, or save the sheet as CSV.")
    return tuple(sheet for sheet in sheets if sheet.lines)


def _sheet(sheet: object, linked: dict[tuple[int, int], str]) -> Sheet:
    name: str = sheet.name  # type: ignore[attr-defined]
    rows: list[list[object]] = sheet.to_python(skip_empty_area=False)  # type: ignore[attr-defined]
    exact = bool(rows) and is_our_header([str(cell) for cell in rows[0]])
    lines = (SheetRow(number, _cells(number, row, linked, exact=exact)) for number, row in enumerate(rows, 1))
    return Sheet(name, tuple(line for line in lines if any(line.cells)))


def _cells(number: int, row: list[object], linked: dict[tuple[int, int], str], *, exact: bool) -> tuple[str, ...]:
    """The texts of a row; in our own, which are `exact`, every blank is meant, and so is what stands in a link."""
    texts = [_text(cell) if exact else _text(cell).strip() for cell in row]
    for at, text in enumerate(texts) if linked and not exact else ():
        url = linked.get((number, at))
        if url and not is_address(text):  # the cell shows a word; what is meant is where it leads
            texts[at] = url
    return tuple(texts)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _too_large(data: bytes) -> str:
    """Why the workbook is not read; empty where it is: the sizes that its directory names, and the last cell."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            return f"The workbook is larger than {MOST_BYTES // 1024 // 1024} MB unpacked; save the sheet as CSV."
        sheets = [name for name in archive.namelist() if re.search(r"worksheets/[^/]+\.xml$", name)]
        for name in sheets:
            with archive.open(name) as part:
                if _extent(part) > MOST_CELLS:
                    return (
                        f"A sheet of the workbook reaches over more than {MOST_CELLS:,} cells, most of them empty; "
                        "copy the list into a new sheet, or save it as CSV."
                    )
    return ""


def _extent(part: IO[bytes]) -> int:
    """Rows times columns up to the last cell that is named."""
    rows = columns = 0
    for piece in _pieces(part):
        for column, row in _CELL.findall(piece):
            rows, columns = max(rows, int(row)), max(columns, column_number(column.decode()))
    return rows * columns


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """A stream by steps that overlap; no more is read than the directory promised to bound."""
    before, left = b"", MOST_BYTES
    while left > 0 and (piece := part.read(min(_STEP, left))):
        left -= len(piece)
        yield before + piece
        before = piece[-_OVERLAP:]
