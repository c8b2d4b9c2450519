"""Files of search engines' own tools as lists: of links, sites, anchor texts or pages, told by content (pure).

Their headers are in the reader's language, so that a list is told by what its columns hold.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from jobs.formats.cells import is_address, is_domain
from jobs.formats.kinds.bing import ENGINE as BING
from jobs.formats.kinds.search_console import ENGINE as GOOGLE
from jobs.formats.layouts import exact_name
from jobs.formats.opening import sheets_in
from jobs.formats.own_list import NAMES
from jobs.formats.row_facts import day_in
from jobs.formats.rows import Wishes, read_sheet, site_in
from jobs.formats.sheet import Field, LinkFile, LinkRow, RefusedFile, Sheet
from jobs.model.listing import Counted, ListedLink, Listing
from jobs.web.urls import site_name

_NUMBER = re.compile(r"\d{1,3}(?:[,.'\u2019\u00a0\u202f ]\d{3})+|\d+")
_BINGS = frozenset({"domain", "anchor", "source url", "backlinks count"})
_ANCHORS = NAMES[Field.ANCHOR] | {"anchortext"}
_TWO = 2
"""Columns of a list of texts; Search Console's Performance has five."""
NO_SITE = RefusedFile("It does not say which site of yours it is about; name the site.")


def read_listing(data: bytes, wishes: Wishes) -> Listing | RefusedFile:
    """What a file lists; a refusal, in a sentence, where it lists nothing of that kind."""
    sheets = sheets_in(data, wishes.name)
    if isinstance(sheets, RefusedFile):
        return sheets
    read = [_of_sheet(sheet, wishes) for sheet in sheets]
    found = [each for each in read if isinstance(each, Listing)]
    refused = [each for each in read if isinstance(each, RefusedFile)]
    return found[0] if found else refused[0] if refused else RefusedFile("The file is empty.")


def _of_sheet(sheet: Sheet, wishes: Wishes) -> Listing | RefusedFile:
    said = wishes.target or site_in(wishes.name) or (wishes.our_sites[0] if len(wishes.our_sites) == 1 else "")
    if not (site := site_name(said)):
        return NO_SITE
    header = {exact_name(cell) for cell in sheet.lines[0].cells} if sheet.lines else set()
    empty = Listing(BING if header & _BINGS else GOOGLE, site, day_in(wishes.name))
    if rows := _rows(sheet, _site):
        return replace(empty, sites=rows)
    if rows := _rows(sheet, _target):
        return replace(empty, targets=rows)
    if [len(line.cells) for line in sheet.lines[:1]] == [_TWO] and (rows := _rows(sheet, _text)):
        return replace(empty, texts=rows)
    file = read_sheet(sheet, replace(wishes, target=site))
    return file if isinstance(file, RefusedFile) else _links(file, empty)


def _links(file: LinkFile, empty: Listing) -> Listing | RefusedFile:
    """A list of links; the day of one that is not named by it is that of the page that was read last."""
    if not file.rows:
        return RefusedFile("It lists no links; take Links > Export external links > Latest links.")
    links = tuple(_link(row, empty.on) for row in file.rows)
    on = empty.on or max((link.on for link in links if link.on), default=None)
    is_engines = file.source in {GOOGLE, BING}
    source = file.source if is_engines else file.layout
    return replace(empty, source=source, on=on, links=links, unusable=len(file.rejected))


def _link(row: LinkRow, named: date | None) -> ListedLink:
    """The day in the file's name is that of the list, and not one on which the page was read."""
    anchor = next((said for name, said in row.columns.items() if exact_name(name) in _ANCHORS), row.anchor)
    on = row.fact.on if row.fact else None
    return ListedLink(row.page, row.target, anchor, on if on != named else None)


_Counting = Callable[[Sequence[str]], Counted | None]


def _rows(sheet: Sheet, counted: _Counting) -> tuple[Counted, ...]:
    """All rows below a header as they are counted; nothing where one cannot be, for then it is another kind of list."""
    body = sheet.lines[1:] if sheet.lines and counted(sheet.lines[0].cells) is None else sheet.lines
    rows = [counted(line.cells) for line in body]
    found = tuple(row for row in rows if row)
    return found if len(found) == len(rows) else ()


def _site(row: Sequence[str]) -> Counted | None:
    """`blog.example, 3` or `blog.example, 3, 1`."""
    named = bool(row) and is_domain(row[0])
    return Counted(row[0].lower(), _number(row[1])) if named and _are_numbers(row[1:]) else None


def _target(row: Sequence[str]) -> Counted | None:
    """`https://ours.example/shop, 3` or `https://ours.example/shop, 3, 1`."""
    named = bool(row) and is_address(row[0])
    return Counted(row[0], _number(row[1])) if named and _are_numbers(row[1:]) else None


def _text(row: Sequence[str]) -> Counted | None:
    """`1, our shop`, a rank, as Google has it, whose texts may hold commas; or `our shop, 3`, as Bing has it."""
    first, *words = row
    if words and _are_numbers([first]):
        return Counted(", ".join(words))
    return Counted(first, _number(row[1])) if len(row) == _TWO and _are_numbers(words) else None


def _are_numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)


def _number(cell: str) -> int:
    return int(re.sub(r"\D", "", cell))
