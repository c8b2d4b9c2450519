"""Rows on the disk between reading and writing: which columns they have is known only once all are there."""

import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path

from jobs.formats.exports.table import Column, Row


class Spool:
    """Takes rows in parts, and gives them back one by one. Its file is for whoever made its folder to remove."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._path = path
        self._columns = tuple(columns)
        self._known = {column.name for column in columns}
        self._others: dict[str, None] = {}
        self.rows = 0

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those that are known from the beginning, then the others, in the order in which rows brought them."""
        return (*self._columns, *map(Column, self._others))

    def add(self, rows: Sequence[Row]) -> None:
        """Keep some rows; raises OSError where there is no room."""
        for row in rows:
            self._others.update(dict.fromkeys(name for name in row if name not in self._known))
        with self._path.open("ab") as file:
            pickle.dump(rows, file, pickle.HIGHEST_PROTOCOL)
        self.rows += len(rows)

    def __iter__(self) -> Iterator[Row]:
        if not self.rows:
            return
        with self._path.open("rb") as file:
            left = self.rows
            while left:
                rows = pickle.load(file)  # noqa: S301  # our own, written a moment ago into a folder of ours
                left -= len(rows)
                yield from rows
