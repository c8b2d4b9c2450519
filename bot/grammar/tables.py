"""Pasted tables: headings, rulers and rows, as if they had been typed (pure)."""

from collections.abc import Sequence

from bot.grammar.words import Sort, Word

_PAGE = frozenset({"page", "source", "from", "url", "linking page", "source page", "source url", "page url"})
_TARGET = frozenset({"target", "to", "target url", "target page", "our page", "our url", "destination", "link to"})
_ANCHOR = frozenset({"anchor", "anchor text", "link text", "text"})


def columns_of(words: Sequence[Word]) -> dict[str, int]:
    """Where page, target and anchor stand, if this is the heading of a table; empty otherwise."""
    names = [" ".join(word.text for word in cell).lower() for cell in _cells(words)]
    known = (("page", _PAGE), ("target", _TARGET), ("anchor", _ANCHOR))
    found = {column: index for column, fits in known for index, name in enumerate(names) if name in fits}
    return found if len(names) > 1 and "page" in found else {}


def is_ruler(words: Sequence[Word]) -> bool:
    """The line of dashes under a Markdown table's heading."""
    return any(word.sort is Sort.CELL for word in words) and all(set(word.text) <= set("|:-") for word in words)


def in_order(words: Sequence[Word], columns: dict[str, int]) -> list[Word]:
    """A table's row as if it had been typed: page, target, anchor, the rest."""
    cells = _cells(words)
    if not columns or len(cells) <= max(columns.values()):
        return list(words)
    anchor = " ".join(word.in_its_sentence for word in cells[columns["anchor"]]) if "anchor" in columns else ""
    quoted = [Word(Sort.PLAIN, "anchor"), Word(Sort.QUOTED, anchor)] if anchor else []
    named = [word for column in ("page", "target") if column in columns for word in cells[columns[column]]]
    others = [word for index, cell in enumerate(cells) if index not in columns.values() for word in cell]
    return [*named, *quoted, *others]


def _cells(words: Sequence[Word]) -> list[list[Word]]:
    cells: list[list[Word]] = [[]]
    for word in words:
        if word.sort is Sort.CELL:
            cells.append([])
        else:
            cells[-1].append(word)
    if words and words[0].text == "|":
        cells = cells[1:]
    return cells[:-1] if words and words[-1].text == "|" else cells
