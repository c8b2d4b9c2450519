"""SQL stands in `.sql` files, each statement under a name; and documents are read by it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from psycopg import sql

from jobs.store.documents import decode
from jobs.store.postgres.connection import Connection

T = TypeVar("T")
Values = Mapping[str, Any] | Sequence[Any]

_FOLDER = Path(__file__).parent / "sql"
_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def statements(file: str) -> dict[str, str]:
    """The statements of `sql/FILE.sql` by their names."""
    _, *parts = _NAME.split((_FOLDER / f"{file}.sql").read_text(encoding="utf-8"))
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


@cache
def filled(name: str, **parts: str) -> bytes:
    """A statement of `sql/questions.sql` with its table and its condition; no value is ever part of it."""
    written = {part: sql.SQL(text) for part, text in parts.items()}
    return sql.SQL(statements("questions")[name]).format(**written).as_bytes(None)


def all_of(connection: Connection, statement: bytes | str, values: Values, kind: type[T]) -> list[T]:
    """The nouns of the documents that a statement selects."""
    return [decode(raw, kind) for (raw,) in connection.execute(statement, values)]


def one_of(connection: Connection, statement: bytes | str, values: Values, kind: type[T]) -> T | None:
    """The noun of the one document that a statement selects."""
    row = connection.execute(statement, values).fetchone()
    return None if row is None else decode(row[0], kind)


def number_of(connection: Connection, statement: bytes | str, values: Values = ()) -> int:
    """The one number that a statement gives."""
    row = connection.execute(statement, values).fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def slice_of(
    connection: Connection,
    table: str,
    condition: tuple[str, Mapping[str, Any]],
    kind: type[T],
    *,
    at: tuple[int, int],
    order: str = "id",
) -> tuple[list[T], int]:
    """Some of what fits, `at` an offset and with a limit, and how much fits in all."""
    where, values = condition
    some = filled("slice", table=table, condition=where, order=order)
    found = all_of(connection, some, {**values, "offset": at[0], "limit": at[1]}, kind) if at[1] else []
    return found, number_of(connection, filled("count", table=table, condition=where), values)
