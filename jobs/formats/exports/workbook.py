"""Tables as XLSX, row by row, so that a long one takes no more memory than a short one.

    with Workbook(path) as book:
        for table in tables:
            book.write(table)
    book.remarks()  # sentences about what XLSX could not hold as it was

That is all that an export or a report has to do. No text becomes a formula: each is written as a text, and with a `'`
before what looks like one, for people save workbooks as CSV. Links are counted, since a sheet takes so many and no
more: further addresses are written as texts. Rows that a sheet has no room for go on in another one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jobs.formats.cells import escaped
from jobs.formats.exports.cell_text import LIMITS, Limits, fitting
from jobs.formats.exports.table import Column, DataTable, Row, Shows, Value
from jobs.model.link_status import LinkState

_WIDTHS = {Shows.ADDRESS: 48, Shows.DAY: 12, Shows.MOMENT: 19, Shows.NUMBER: 10, Shows.MONEY: 12, Shows.STATE: 12}
_USUAL_WIDTH = 22
_LOOKS: Mapping[Shows, Mapping[str, object]] = {
    Shows.ADDRESS: {"font_color": "#0563C1", "underline": 1},
    Shows.DAY: {"num_format": "yyyy-mm-dd", "align": "left"},
    Shows.MOMENT: {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
    Shows.NUMBER: {"num_format": "#,##0"},
    Shows.MONEY: {"num_format": "#,##0.00"},
}
_HEADER = {"bold": True, "bg_color": "#1D1C1D", "font_color": "#FFFFFF"}
_GOOD, _BAD, _DOUBTFUL = ("#C6EFCE", "#006100"), ("#FFC7CE", "#9C0006"), ("#FFEB9C", "#7F6000")
_NEUTRAL = ("#E7E6E6", "#404040")
STATE_COLOURS: Mapping[str, tuple[str, str]] = {
    LinkState.NEW: _NEUTRAL,
    LinkState.PENDING: _NEUTRAL,
    LinkState.LIVE: _GOOD,
    LinkState.RECOVERED: _GOOD,
    LinkState.SUSPECT: _DOUBTFUL,
    LinkState.WEAKENED: _DOUBTFUL,
    LinkState.REPLACED: _BAD,
    LinkState.LOST: _BAD,
}
"""Ground and letters of a state; its word stands in it, so that nobody needs to tell the colours."""
_LONGEST_URL = 2_000
"""Characters; what is longer, XLSX does not take as a link."""
_LINKED = re.compile(r"https?://[^\[]")
"""Of an address of IPv6 the library would make another one."""
_FEW = 5
_EXACT_DIGITS = 15
"""So many does a number of a spreadsheet hold."""


@dataclass(slots=True)
class _Remarks:
    """What is not in the file as it was: where, and for want of what."""

    cut: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)

    def sentences(self) -> tuple[str, ...]:
        said = []
        if self.cut:
            said.append(f"{_some(self.cut)} cut: the text is longer than a cell of XLSX holds.")
        if self.changed:
            said.append(f"{_some(self.changed)} changed: the text holds signs that XLSX cannot.")
        if self.columns:
            said.append(f"{_some(self.columns)} left out: a sheet of XLSX has no more columns.")
        return tuple(f"{sentence} CSV and JSON lines have all of it." for sentence in said)


class Workbook:
    """One file; it is whole once the `with` has ended. Raises OSError where it cannot be written."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        import xlsxwriter

        options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._limits = limits
        self._remarks = _Remarks()
        self._header = self._book.add_format(dict(_HEADER))
        looks: dict[str, Any] = {shows: self._book.add_format(dict(look)) for shows, look in _LOOKS.items()}
        for state, (ground, letters) in STATE_COLOURS.items():
            looks[state] = self._book.add_format({"bg_color": ground, "font_color": letters})
        self._looks = looks

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if kind is not None:
            return  # what is not whole is not written; whoever asked for it removes the folder
        from xlsxwriter.exceptions import XlsxWriterException

        try:
            self._book.close()
        except XlsxWriterException as error:
            raise OSError(str(error)) from error

    def remarks(self) -> tuple[str, ...]:
        """What could not be written as it was, a sentence each."""
        return self._remarks.sentences()

    def write(self, table: DataTable) -> None:
        """A table as a sheet with a frozen header and filters, or as several where it has too many rows."""
        columns = sorted(table.columns, key=lambda column: not column.leads)
        self._remarks.columns += [column.name for column in columns[self._limits.columns :]]
        columns = columns[: self._limits.columns]
        number, sheet = 1, self._sheet(table.name, columns)
        for row in table.rows:
            if sheet.is_full:
                sheet.finish()
                number += 1
                sheet = self._sheet(f"{table.name} {number}", columns)
            sheet.write(row)
        sheet.finish()

    def _sheet(self, name: str, columns: Sequence[Column]) -> "_Sheet":
        sheet = _Sheet(self._book.add_worksheet(name), columns, self._looks, self._limits, self._remarks)
        sheet.begin(self._header)
        return sheet


@dataclass(slots=True)
class _Sheet:
    """One sheet, written from the top down: in constant memory there is no way back to a row above."""

    sheet: Any
    columns: Sequence[Column]
    looks: Mapping[str, Any]
    limits: Limits
    remarks: _Remarks
    rows: int = 0
    links: int = 0

    @property
    def is_full(self) -> bool:
        return self.rows == self.limits.rows

    def begin(self, look: Any) -> None:
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, _WIDTHS.get(column.shows, _USUAL_WIDTH))
        for at, column in enumerate(self.columns):
            self._text(at, column.name, look)
        self.sheet.freeze_panes(1, 1)
        self.rows = 1

    def write(self, row: Row) -> None:
        for at, column in enumerate(self.columns):
            if (value := row.get(column.name)) not in (None, ""):
                self._cell(at, value, column.shows)
        self.rows += 1

    def finish(self) -> None:
        self.sheet.autofilter(0, 0, max(self.rows - 1, 0), max(len(self.columns) - 1, 0))

    def _cell(self, at: int, value: Value, shows: Shows) -> None:
        look = self.looks.get(str(value) if shows is Shows.STATE else shows)
        if isinstance(value, datetime):
            self.sheet.write_datetime(self.rows, at, value.astimezone(UTC).replace(tzinfo=None), look)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.rows, at, value, look)
        elif isinstance(value, int | float | Decimal) and _is_exact(value):
            self.sheet.write_number(self.rows, at, float(value), look)
        elif shows is Shows.ADDRESS and self._can_link(str(value)):
            self.links += 1
            self.sheet.write_url(self.rows, at, value, look, str(value))
        else:
            self._text(at, str(value), None if shows is Shows.ADDRESS else look)

    def _can_link(self, text: str) -> bool:
        is_address = _LINKED.match(text) is not None and text == fitting(text, self.limits).text
        return is_address and len(text) <= _LONGEST_URL and self.links < self.limits.links

    def _text(self, at: int, text: str, look: Any) -> None:
        fits = fitting(escaped(text), self.limits)
        where = f"{self.sheet.get_name()}!{_letters(at)}{self.rows + 1}"
        if fits.is_cut:
            self.remarks.cut.append(where)
        elif fits.is_changed:
            self.remarks.changed.append(where)
        self.sheet.write_string(self.rows, at, fits.text, look)


def _is_exact(value: float | Decimal) -> bool:
    digits = len(value.as_tuple().digits) if isinstance(value, Decimal) else 0
    return digits <= _EXACT_DIGITS


def _letters(at: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(at))


def _some(where: Sequence[str]) -> str:
    named = ", ".join(where[:_FEW]) + f" and {len(where) - _FEW:,} more" * (len(where) > _FEW)
    return f"{named} {'is' if len(where) == 1 else 'are'}"
