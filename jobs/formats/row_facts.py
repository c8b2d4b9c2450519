"""What a file says of search engines: a column of an index checker, and the links that an engine's own tool lists.

Nothing is concluded here: a row without such a word says nothing (pure).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from jobs.formats.cells import DateOrder, date_order, day, says_yes
from jobs.formats.sheet import Field, RowFact, SheetRow
from jobs.model.index_fact import IndexFact, IndexStatus
from jobs.model.link import Link
from jobs.web.urls import Degree, page_key, same_target

_SAMPLE = 300
_MOSTLY = 0.6
_WORDS = {
    IndexStatus.INDEXED: """
        indexed | in index | is indexed | indexiert | indexé | indexée | indexado | indexada | indicizzato
    """,
    IndexStatus.NOT_INDEXED: """
        not indexed | not in index | unindexed | deindexed | de-indexed | noindexed | non-indexed | nicht indexiert |
        non indexé | non indexée | no indexado | no indexada | não indexado | non indicizzato
    """,
}
_STATUSES = {word.strip(): status for status, words in _WORDS.items() for word in words.split("|")}
_DATED = re.compile(r"(?<!\d)(20\d{2}-\d{2}-\d{2})(?!\d)")


def index_column(lines: Sequence[SheetRow], taken: Sequence[int]) -> int | None:
    """The column whose cells mostly say indexed or not indexed, whatever its name is; None where none does."""
    sample = lines[:_SAMPLE]
    width = max((len(line.cells) for line in sample), default=0)
    return next((at for at in range(width) if at not in taken and _says(sample, at) >= _MOSTLY), None)


def with_crawled(mapping: Mapping[Field, int], body: Sequence[SheetRow]) -> dict[Field, int]:
    """The column beside the pages is when they were crawled, where it holds days alone, in whatever language."""
    at = next((at for at in range(2) if at not in mapping.values()), 1)
    cells_of = [line.cells[at] for line in body if at < len(line.cells)]
    order = date_order(cells_of) or DateOrder.DAY_FIRST
    are_days = bool(cells_of) and all(day(cell, order) for cell in cells_of)
    return dict(mapping) | ({Field.CRAWLED: at} if are_days else {})


class Telling(Struct, frozen=True):
    """How a file says what search engines know."""

    by_engine: bool
    """Whether it is a search engine's own list."""
    order: DateOrder | None
    named: date | None
    """The day in the file's name."""


def row_fact_of(cell: Callable[[Field], str], page: str, target: str, file: Telling) -> RowFact | None:
    """What a row says of its page; `cell` gives what stands in a column.

    A search engine's own list is true of a day only: of the row's own, else of the file's; without one of nobody
    knows which day, and so not at all.
    """
    word = " ".join(cell(Field.INDEXED).casefold().replace("_", " ").split())
    said = says_yes(word) if word else None
    status = _STATUSES.get(word) or (None if said is None else _of(said))
    if status:
        return RowFact(page, "", status, day(cell(Field.INDEXED_ON), file.order) or file.named)
    crawled = day(cell(Field.CRAWLED), file.order) or file.named
    return RowFact(page, target, IndexStatus.LISTED, crawled) if file.by_engine and crawled else None


def facts_of(rows: Iterable[RowFact | None], source: str, batch: str, now: datetime) -> tuple[IndexFact, ...]:
    """What rows say as facts to keep; nothing is true of a day that is still to come."""
    today = now.astimezone(UTC).date()
    return tuple(IndexFact(each.status, min(each.on or today, today), source, batch=batch) for each in rows if each)


def row_facts_by_page(facts: Iterable[RowFact]) -> dict[str, list[RowFact]]:
    """The facts by the key of their page."""
    by_page: dict[str, list[RowFact]] = {}
    for fact in facts:
        by_page.setdefault(page_key(fact.page), []).append(fact)
    return by_page


def row_facts_about(links: Iterable[Link], by_page: Mapping[str, Sequence[RowFact]]) -> dict[int, tuple[RowFact, ...]]:
    """Which of the facts are about which of the links: the same page in any spelling, and a target that fits."""
    found = {
        link.id: [each for each in by_page.get(page_key(link.page_url), ()) if _fits(link, each)] for link in links
    }
    return {number: tuple(about) for number, about in found.items() if about}


def _fits(link: Link, fact: RowFact) -> bool:
    """Whether a fact about a link to that target is one about this link; of two, either may be a whole domain."""
    direct = {Degree.EXACT, Degree.VARIANT}
    return (
        not fact.target
        or same_target(link.target, fact.target).degree in direct
        or same_target(fact.target, link.target).degree in direct
    )


def day_in(name: str) -> date | None:
    """The day that the name of a file holds, as search engines' own tools write it; None where it holds none."""
    found = _DATED.search(name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _of(said: bool) -> IndexStatus:  # noqa: FBT001  # what the cell says
    return IndexStatus.INDEXED if said else IndexStatus.NOT_INDEXED


def _says(lines: Sequence[SheetRow], at: int) -> float:
    """Which part of a column's cells are words of the index."""
    cells = [line.cells[at].casefold() for line in lines if at < len(line.cells) and line.cells[at]]
    return sum(1 for cell in cells if " ".join(cell.replace("_", " ").split()) in _STATUSES) / max(1, len(cells))
