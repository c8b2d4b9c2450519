"""Tables for people and spreadsheets: columns, rows, and the words that values become (pure)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

Value = str | int | float | Decimal | date | datetime | None
Row = Mapping[str, Value]
"""Values by the names of their columns; those without a value may be left out."""


class Shows(StrEnum):
    """What a column holds: how wide it is in a workbook, and how its cells look."""

    TEXT = "text"
    ADDRESS = "address"
    """It can be clicked."""
    DAY = "day"
    MOMENT = "moment"
    """Day and time, in UTC."""
    NUMBER = "number"
    MONEY = "money"
    STATE = "state"
    """The state of a link, in its colour."""


class Column(Struct, frozen=True):
    """One column of a table."""

    name: str
    shows: Shows = Shows.TEXT
    leads: bool = False
    """Whether it stands before the others in a workbook, where people see it first."""


class DataTable(Struct, frozen=True):
    """A table with a name; its rows are gone through once."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]


def as_text(value: Value) -> str:
    """A value as CSV and JSON hold it: days as ISO 8601, times in UTC, amounts exact and without marks."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)
