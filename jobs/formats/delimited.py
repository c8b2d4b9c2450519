"""Rows of a text with commas, semicolons, tabs or bars between its cells, valid or not (pure)."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence

from jobs.formats.sheet import SheetRow

_DELIMITERS = ("\t", ";", ",", "|")
_SAMPLE = 60
_MOST_LINES = 30
"""A quotation mark that is not closed within so many lines stands for itself."""
_LONGEST_CELL = 1_000_000
_ENOUGH = 0.7
_WIDE = 4
"""Cells in a row: so many are no accident, whatever stands above the table."""


def read_lines(text: str) -> tuple[SheetRow, ...]:
    """Every row that holds anything, with the number of its first line."""
    lines = text.lstrip("\ufeff").split("\n")
    first = lines[0].strip().strip('"').lower() if lines else ""
    named = first[4:] if first.startswith("sep=") and len(first) == len("sep=,") else ""
    delimiter = named or delimiter_of(lines)
    records = _records(lines, delimiter, 1 if named else 0)
    return tuple(SheetRow(number, cells) for number, cells in records if any(cells))


def delimiter_of(lines: Sequence[str]) -> str:
    """What stands between cells; empty where there is one column.

    The one that cuts most of the first lines into equally many cells, or into as many as the header at least. Search
    Console quotes nothing, and addresses may hold any of them: what stands in addresses alone, and in no header, is no
    delimiter.
    """
    sample = [line for line in lines[:_SAMPLE] if line.strip()]
    best, best_score = "", (0.0, 0)
    for delimiter in _DELIMITERS:
        widths = Counter(len(cells) for _, cells in _records(sample, delimiter, 0))
        width, times = max(((w, t) for w, t in widths.items() if w > 1), key=lambda each: each[1], default=(0, 0))
        head = len(_record(sample, delimiter, 0)[0]) if sample else 0
        as_wide = sum(count for cells, count in widths.items() if cells >= head) if head > 1 else 0
        score = (max(times, as_wide) / max(1, widths.total()), width)
        if (score[0] >= _ENOUGH or width >= _WIDE) and score > best_score and not _in_addresses(sample, delimiter):
            best, best_score = delimiter, score
    return best


def _in_addresses(sample: Sequence[str], delimiter: str) -> bool:
    """Whether the first line is a header without it, and only addresses hold it."""
    first, *others = sample
    holding = [line for line in others if delimiter in line]
    return "://" not in first and delimiter not in first and all(line.startswith("http") for line in holding)


def _records(lines: Sequence[str], delimiter: str, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    csv.field_size_limit(_LONGEST_CELL)
    while at < len(lines):
        cells, used = _record(lines, delimiter, at)
        yield at + 1, tuple(cell.strip() for cell in cells)
        at += used


def _record(lines: Sequence[str], delimiter: str, at: int) -> tuple[list[str], int]:
    """One row, and how many lines it takes."""
    line = lines[at].rstrip("\r")
    if '"' not in line:
        return (line.split(delimiter) if delimiter else [line]), 1
    reader = csv.reader(
        (f"{each}\n" for each in lines[at : at + _MOST_LINES]), delimiter=delimiter or "\x1f", strict=True
    )
    try:
        return [cell.rstrip("\r\n") for cell in next(reader)], reader.line_num
    except csv.Error:
        return (line.split(delimiter) if delimiter else [line]), 1
