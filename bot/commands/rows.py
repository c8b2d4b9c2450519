"""The rows of `add`: one or many links, typed or pasted from a sheet, each with its options (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.commands.addresses import is_address, looks_like_address, page_of, target_of
from bot.commands.misunderstood import Misunderstood, NoTargetError
from bot.commands.options import option_of, refuse
from bot.commands.tables import columns_of, in_order, is_ruler
from bot.commands.terms import terms_in
from bot.commands.values import Row
from bot.commands.verbs import BY_NAME, is_command
from bot.commands.words import Sort, Word

MOST_ROWS = 500
_COMMAND = "add https://blog.example/post -> https://ours.example/shop"
"""What an example begins with."""
_BULLET = re.compile(r"[-*•–—]|\d{1,3}[.)]")  # noqa: RUF001  # dashes are bullets in pasted lists
_GLUED = re.compile(r"[,;](?=https?://)", re.IGNORECASE)


@dataclass(slots=True)
class _Line:
    """What one line says, while it is being read."""

    addresses: list[str] = field(default_factory=list)
    """As they were typed."""
    arrows: list[int] = field(default_factory=list)
    """How many addresses stood before each arrow."""
    options: Row = field(default_factory=lambda: Row("", ""))


def rows_of(lines: Sequence[Sequence[Word]], our_sites: Sequence[str]) -> tuple[Row, ...]:
    """All links that the lines name; options on a line of their own are for all of them.

    Raises Misunderstood, naming the word.
    """
    common = Row("", "")
    rows: list[Row] = []
    columns: dict[str, int] = {}
    for words in map(_without_verb, lines):
        if is_ruler(words):
            continue
        if heading := columns_of(words):
            columns = heading
            continue
        line = _read(in_order(words, columns))
        if not line.addresses:
            common = merged(line.options, common)
        elif line.arrows == [0] and len(line.addresses) == 1:
            common, rows = _with_target(target_of(line.addresses[0]), common, rows)
        else:
            rows += [replace(line.options, page=page, target=target) for page, target in _pairs(line)]
    if not rows:
        raise Misunderstood("", "There is no page in it.")
    if len(rows) > MOST_ROWS:
        raise Misunderstood("", f"That is more than {MOST_ROWS} links; please send them in parts.")
    return tuple(_with_default(merged(row, common), our_sites) for row in rows)


def merged(row: Row, common: Row) -> Row:
    """A row with the common options where it says nothing itself."""
    return replace(
        row,
        target=row.target or common.target,
        anchor=row.anchor or common.anchor,
        rel=row.rel | common.rel,
        channel=row.channel or common.channel,
        owner=row.owner or common.owner,
        every=row.every or common.every,
        tags=row.tags | common.tags,
        terms=row.terms.over(common.terms),
    )


def _without_verb(words: Sequence[Word]) -> Sequence[Word]:
    """A line of a paste without `/links add` or `add`: several whole commands may be pasted at once."""
    slash = words[0].sort is Sort.PLAIN and is_command(words[0].text)
    rest = words[1:] if slash else words
    verb = BY_NAME.get(rest[0].text.lower()) if rest and rest[0].sort is Sort.PLAIN else None
    if verb and verb.name == "add":
        return rest[1:]
    if slash:
        raise Misunderstood(words[0].text, "begins another command; send them one by one.")
    return words


def _read(words: Sequence[Word]) -> _Line:
    said = terms_in(_tidied(words), _COMMAND)
    if said.gone:
        raise Misunderstood("none", "takes something away, which is for edit.", "edit L-12 cost none")
    line = _Line(options=Row("", "", terms=said.terms))
    arrowed = any(word.sort is Sort.ARROW for word in words)
    rest = iter(said.others)
    for word in rest:
        if word.sort is Sort.CELL:
            continue
        if word.sort is Sort.ARROW or (word.sort is Sort.PLAIN and word.text.lower() == "to"):
            line.arrows.append(len(line.addresses))
        elif word.sort is Sort.QUOTED and _is_place(word, line, arrowed=arrowed):
            line.addresses.append(word.text)
        elif (options := option_of(word, lambda: next(rest, None), line.options)) is not None:
            line.options = options
        elif word.sort is Sort.PLAIN and looks_like_address(word.text):
            line.addresses.append(word.text)
        else:
            raise refuse(word)
    return line


def _is_place(word: Word, line: _Line, *, arrowed: bool) -> bool:
    """Whether what stands in quotation marks is one of the line's addresses: an anchor text may look like one too."""
    count = len(line.addresses)
    expected = line.arrows[-1:] == [count] or (arrowed and count == 0)
    return is_address(word) and (expected or ("//" in word.text and count < 2))  # noqa: PLR2004  # a page and its target


def _tidied(words: Sequence[Word]) -> list[Word]:
    """Without the bullet or number of a pasted list, and with addresses apart that only a comma joined."""
    bulleted = len(words) > 1 and words[0].sort is Sort.PLAIN and _BULLET.fullmatch(words[0].text)
    tidy: list[Word] = []
    for word in words[1:] if bulleted else words:
        parts = _GLUED.split(word.text) if word.sort is Sort.PLAIN else [word.text]
        tidy += [replace(word, text=part) for part in parts] if len(parts) > 1 else [word]
    return [word for word in tidy if word.sort is not Sort.PLAIN or word.text not in {",", ";"}]


def _pairs(line: _Line) -> Iterator[tuple[str, str]]:
    """Page and target; several on a line only where arrows tell which belong together."""
    count = len(line.addresses)
    if count == 1:
        yield page_of(line.addresses[0]), ""
        return
    if count > 2 and list(filter(None, line.arrows)) != list(range(1, count, 2)):  # noqa: PLR2004  # a page and its target
        raise Misunderstood(line.addresses[2], "is one address too many: write one page and one target a line.")
    if count % 2:
        raise Misunderstood(line.addresses[-1], "has no target: write an arrow and the target after it.")
    for page, target in zip(line.addresses[::2], line.addresses[1::2], strict=True):
        yield page_of(page), target_of(target)


def _with_target(target: str, common: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """A line `-> target` completes the line above it; on top it is for all lines."""
    if rows and not rows[-1].target:
        return common, [*rows[:-1], replace(rows[-1], target=target)]
    return replace(common, target=target), rows


def _with_default(row: Row, our_sites: Sequence[str]) -> Row:
    if row.target:
        return row
    if len(our_sites) == 1:
        return replace(row, target=target_of(our_sites[0]))
    if our_sites:
        sites = ", ".join(our_sites)
        raise NoTargetError(row.page, f"has no target, and there are several sites of ours: {sites}.")
    raise NoTargetError(row.page, "has no target: write an arrow and the target after it.")
