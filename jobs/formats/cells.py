"""What single cells and columns say: addresses, yes and no, days, amounts (pure)."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from jobs.model.terms import Money
from jobs.units.dates import read_day
from jobs.units.money import WrongMoneyError, read_money
from jobs.web.urls import from_person, host, parse

_YES = frozenset({"true", "yes", "y", "1", "+", "x", "ja", "oui", "sí", "si", "sim", "tak", "da", "✓", "dofollow"})
_NO = frozenset({"false", "no", "n", "0", "-", "nein", "non", "não", "nie", "nofollow"})
_SLASHES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: .*)?")
_TIME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[ T]\d{1,2}:\d{2}.*")
_BARE = re.compile(r"[^\s/:@?#,;|()]+\.[^\s/:@?#,;|().]{2,}", re.ASCII)
_WRITTEN = re.compile(r"(?:https?:)?//\S+\.\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet takes for a formula begins so, and what we mark lest it does."""


class DateOrder(StrEnum):
    """How `03/04/2026` is read in one column."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


def is_address(cell: str) -> bool:
    """Whether a cell looks like the address of a page, with a scheme or without."""
    return _WRITTEN.fullmatch(cell) is not None


def is_domain(cell: str) -> bool:
    """Whether a cell names a domain and no page; a day such as 01.03.2026 is none."""
    return _BARE.fullmatch(cell) is not None and not cell.rpartition(".")[2].isdecimal()


def address(cell: str, *, ours: bool = False) -> tuple[str, str]:
    """The address that a cell means, and why it is none; one of the two is empty.

    A cell tells where its address ends, so a full stop at its end is its own. In a file of `ours` a quotation mark
    there is its own, too: one that is written as the URL Standard has it is taken as it is.
    """
    typed = from_person(cell, is_whole=True)
    if ours and typed.url and parse(cell) == cell:
        return cell, ""
    return typed.url, typed.refusal or ""


def target(cell: str, *, ours: bool = False) -> tuple[str, str]:
    """As `address`; a bare domain stays one, and any link to it counts."""
    url, why = address(cell, ours=ours)
    return (host(url), "") if url and is_domain(cell) else (url, why)


def says_yes(cell: str) -> bool | None:
    """Yes, no, or None where it says neither."""
    word = cell.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def rel_of(cell: str) -> frozenset[str]:
    """The tokens of an agreed rel; `dofollow` is how people write that there are none."""
    return frozenset(re.findall(r"nofollow|ugc|sponsored", cell.lower()))


def date_order(cells: Iterable[str]) -> DateOrder | None:
    """How a column writes its days, where one of them can be read in one way only; None where none can.

    Points are written between day, month and year, in this order.
    """
    found = [match for cell in cells if (match := _SLASHES.fullmatch(cell))]
    if any(match[2] == "." or int(match[1]) > 12 for match in found):  # noqa: PLR2004
        return DateOrder.DAY_FIRST
    if any(int(match[3]) > 12 for match in found):  # noqa: PLR2004
        return DateOrder.MONTH_FIRST
    return None


def day(cell: str, order: DateOrder | None) -> date | None:
    """The day that a cell names; None where it names none, or where nobody can tell which."""
    if found := _SLASHES.fullmatch(cell):
        same = found[1] == found[3]
        if order is None and not same:
            return None
        d, m = (found[3], found[1]) if order is DateOrder.MONTH_FIRST else (found[1], found[3])
        cell = f"{found[4]}-{m}-{d}"
    elif found := _TIME.fullmatch(cell):
        cell = found[1]
    try:
        return read_day(cell)
    except ValueError:
        return None


def money(cell: str, currency: str) -> Money | None:
    """The amount in a cell, with the currency of another cell where it names none; None where it is none."""
    for written in (cell, f"{cell} {currency}"):
        try:
            return read_money(written)
        except WrongMoneyError:
            continue
    return None


def escaped(cell: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: a `'` stands before what begins like one."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unescaped(cell: str) -> str:
    """Our own file's cell without the one `'` that stands before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
