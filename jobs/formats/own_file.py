"""Our own lists of links as they were written, to the last blank: what an export holds comes back unchanged (pure)."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from jobs.formats.cells import escaped
from jobs.formats.columns import is_our_header
from jobs.formats.sheet import SheetRow

_DELIMITERS = (",", ";", "\t")
"""Ours, and those with which spreadsheets save what they have opened."""
_LONGEST_CELL = 50 * 1024 * 1024
"""As long as a file may be."""


def read_own_csv(text: str) -> tuple[SheetRow, ...] | None:
    """Every row with its cells as they are; None where it is no list of ours, or no whole CSV any more."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        delimiter = _delimiter(text.partition("\n")[0])
        if not delimiter:
            return None
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return tuple(row for row in _numbered(reader) if any(map(str.strip, row.cells)))
    except csv.Error:
        return None


def read_own_json(text: str) -> tuple[SheetRow, ...] | None:
    """Every object of a file of JSON lines as a row of our CSV; None where it is no list of ours."""
    try:
        objects = [(number, json.loads(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    except ValueError:
        return None
    if not all(isinstance(each, dict) for _, each in objects):
        return None
    header = tuple(dict.fromkeys(name for _, each in objects for name in each))
    if not is_our_header(header):
        return None
    rows = (SheetRow(number, tuple(_cells(header, each))) for number, each in objects)
    return (SheetRow(1, tuple(map(escaped, header))), *rows)


def _delimiter(header: str) -> str:
    """What stands between the names of our columns; empty where the first line does not hold them."""
    for delimiter in _DELIMITERS:
        if is_our_header(next(csv.reader([header.rstrip("\r")], delimiter=delimiter), [])):
            return delimiter
    return ""


def _numbered(reader: Any) -> Iterator[SheetRow]:
    begins = 1
    for cells in reader:
        yield SheetRow(begins, tuple(cells))
        begins = reader.line_num + 1


def _cells(header: tuple[str, ...], each: Mapping[str, object]) -> Iterator[str]:
    for name in header:
        value = each.get(name)
        yield "" if value is None else escaped(str(value))
