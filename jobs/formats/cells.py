"""What single cells and columns say: addresses, yes and no, days, amounts (pure)."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache

from jobs.model.terms import FEWEST_DAYS, MOST_DAYS, Covered, Money
from jobs.units.dates import read_day
from jobs.units.money import WrongMoneyError, read_money
from jobs.web.urls import from_person, host, parse

_YES_WORDS = """
    true yes y 1 + x ja oui sí si sim tak da ✓ dofollow follow wahr vrai verdadero vero verdadeiro waar prawda да
"""
_NO_WORDS = "false no n 0 - nein non não nie nee nofollow falsch faux falso onwaar fałsz нет"
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())
"""Spreadsheets write true and false in their user's language, too."""
_SLASHES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?: .*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}.*)?")
_WORDED = re.compile(r"(\d{1,2})\.?[ -]?(?:de |d')?([^\W\d_]{3,})\.?,?[ -](?:de )?(\d{4})")
_MONTHS = (
    "jan gen ene sty янв",
    "feb fév fev lut фев",
    "mar mär mrt maa мар",
    "apr avr abr kwi апр",
    "may mai mag mei maj май мая",
    "jun juin giu cze июн",
    "jul juil lug lip июл",
    "aug aoû aou ago sie авг",
    "sep set wrz сен",
    "oct okt ott out paź окт",
    "nov lis ноя",
    "dec dez déc dic gru дек",
)
"""How the names of months begin, in the languages in which we have seen them."""
_BARE = re.compile(r"[^\s/:@?#,;|()%]+\.(?=[^.]*[a-z])[^\s/:@?#,;|().%]{2,}", re.ASCII | re.IGNORECASE)
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


@lru_cache(4096)  # few targets stand in very many rows
def tags_in(text: str) -> frozenset[str]:
    """Tags, which stand between commas."""
    return frozenset(tag.strip().lower() for tag in text.split(",") if tag.strip())


def target(cell: str, *, ours: bool = False) -> tuple[str, str]:
    """As `address`; a bare domain stays one, and any link to it counts."""
    url, why = address(cell, ours=ours)
    return (host(url), "") if url and is_domain(cell) else (url, why)


@lru_cache(1024)
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
    found = _written_days(cells)
    if any(match[2] == "." or int(match[1]) > 12 for match in found):  # noqa: PLR2004
        return DateOrder.DAY_FIRST
    if any(int(match[3]) > 12 for match in found):  # noqa: PLR2004
        return DateOrder.MONTH_FIRST
    return None


def asks_order(cells: Iterable[str]) -> bool:
    """Whether nobody can tell which of day and month comes first in a column, and it matters."""
    found = _written_days(cells)
    return date_order(match[0] for match in found) is None and any(match[1] != match[3] for match in found)


def _written_days(cells: Iterable[str]) -> list[re.Match[str]]:
    return [match for cell in cells if (match := _SLASHES.fullmatch(cell))]


def day(cell: str, order: DateOrder | None) -> date | None:
    """The day that a cell names; None where it names none, or where nobody can tell which."""
    if found := _SLASHES.fullmatch(cell):
        if order is None and found[1] != found[3]:
            return None
        d, m = (found[3], found[1]) if order is DateOrder.MONTH_FIRST else (found[1], found[3])
        cell = f"{found[4] if len(found[4]) > len('26') else f'20{found[4]}'}-{m}-{d}"
    elif found := _YEAR_FIRST.fullmatch(cell):
        cell = f"{found[1]}-{found[2]}-{found[3]}"
    elif (found := _WORDED.fullmatch(cell.casefold())) and (month := _month(found[2])):
        cell = f"{found[3]}-{month}-{found[1]}"
    try:
        return read_day(cell)
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month; 0 where the name is none."""
    fits = (number for number, words in enumerate(_MONTHS, 1) if any(map(name.startswith, words.split())))
    return next(fits, 0)


def decimal_mark(cells: Iterable[str]) -> str:
    """What stands before the cents in a column of amounts, where one of them shows it; empty where none does."""
    marks = {found[1] for cell in cells if (found := re.search(r"\d([.,])\d{1,2}(?!\d)(?![.,]\d)", cell))}
    return marks.pop() if len(marks) == 1 else ""


def money(cell: str, currency: str, mark: str = "") -> Money | None:
    """The amount in a cell, with the currency of another cell where it names none; None where it is none.

    `mark` stands before the cents elsewhere in the column, so that `1,240` can be read in one way only.
    """
    other = {",": ".", ".": ","}.get(mark, "")
    amount = re.search(r"\d[\d.,]*", cell)
    if other and amount and re.fullmatch(rf"\d{{1,3}}(?:[{other}]\d{{3}})+(?:[{mark}]\d+)?", amount[0]):
        cell = cell.replace(amount[0], amount[0].replace(other, ""))
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


_CLAIM_DAYS = re.compile(r"(\d{1,3})\s*(?:d|days?|tage?|jours?|días?)?", re.IGNORECASE)
_ALL_COVERED = frozenset({"all", "everything", "alles", "tout", "todo"})


def claim_days(cell: str) -> int | None:
    """The days of `14` or `14 days`; None for anything else."""
    found = _CLAIM_DAYS.fullmatch(cell.strip())
    days = int(found[1]) if found else 0
    return days if FEWEST_DAYS <= days <= MOST_DAYS else None


def covered(cell: str) -> tuple[Covered, ...] | None:
    """What `removed, nofollow` names, sorted; nothing in it for `all`; None where a word is nothing to be covered."""
    words = set(re.split(r"[\s,;+/]+", cell.strip().casefold())) - {"", "and"}
    if words and words <= _ALL_COVERED:
        return ()
    named = {each.value: each for each in Covered}
    return tuple(sorted(named[word] for word in words)) if words and words <= named.keys() else None
