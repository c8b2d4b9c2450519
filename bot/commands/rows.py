"""The rows of `add`: one or many links, typed or pasted from a sheet, each with its options (pure)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.commands.values import Row
from bot.commands.words import Sort, Word
from jobs.durations import parse_duration
from jobs.web.urls import from_person, host

MOST_ROWS = 500
_SHORTEST, _LONGEST = timedelta(hours=1), timedelta(days=30)
_BULLET = re.compile(r"[-*•–—]|\d{1,3}[.)]")  # noqa: RUF001  # dashes are bullets in pasted lists
_GLUED = re.compile(r"[,;](?=https?://)", re.IGNORECASE)
_AGREED = {f"{rel}{glue}ok": rel for rel in ("nofollow", "ugc", "sponsored") for glue in ("-", "_", "")}
_PAGE = frozenset({"page", "source", "from", "url", "linking page", "source page", "source url", "page url"})
_TARGET = frozenset({"target", "to", "target url", "target page", "our page", "our url", "destination", "link to"})
_ANCHOR = frozenset({"anchor", "anchor text", "link text", "text"})


class Misunderstood(Exception):  # noqa: N818  # it is not an error of ours
    """A word that cannot be understood, and why."""

    def __init__(self, word: str, why: str, example: str = "") -> None:
        super().__init__(word, why)
        self.word = word
        self.why = why
        self.example = example


class NoTargetError(Misunderstood):
    """A page that says nothing of where it should link to, where nothing else says it either."""


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
    for words in lines:
        if _is_ruler(words):
            continue
        if heading := _columns(words):
            columns = heading
            continue
        line = _read(_in_order(words, columns))
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


def page_of(typed: str) -> str:
    """The page that a person means by an address."""
    found = from_person(typed)
    if found.refusal:
        raise Misunderstood(typed, f"will not do: {found.refusal}.")
    return found.url


def target_of(typed: str) -> str:
    """The target that a person means: a bare domain stays one, and any link to it counts."""
    url = page_of(typed)
    name = host(url)
    bare = "/" not in typed.strip().removesuffix("/") and ":" not in typed and not typed.strip().endswith("/")
    return name if bare and url == f"https://{name}/" else url


def looks_like_address(typed: str) -> bool:
    """Whether a word was meant as an address, right or wrong."""
    return "." in typed.strip(".") or "//" in typed or "/" in typed[1:]


def option_of(word: Word, following: Callable[[], Word | None], options: Row) -> Row | None:
    """The options with what this word says (taking the following one where it belongs to it); None: it is no option."""
    match word.sort:
        case Sort.CHANNEL:
            return replace(options, channel=word.text)
        case Sort.PERSON:
            return replace(options, owner=word.text)
        case Sort.QUOTED:
            return replace(options, anchor=word.text)
        case Sort.PLAIN:
            return _named_option(word.text, following, options)
    return None


def _named_option(text: str, following: Callable[[], Word | None], options: Row) -> Row | None:
    name, value = _named(text)
    if name in _AGREED and not value:
        return replace(options, rel=options.rel | {_AGREED[name]})
    if name == "anchor":
        return replace(options, anchor=_value(value, following, "anchor", 'write it in quotes: anchor "text"'))
    if name in {"tag", "tags"}:
        tags = _value(value, following, name, "write for example tag:spring")
        return replace(options, tags=options.tags | {tag.strip().lower() for tag in tags.split(",") if tag.strip()})
    if name == "every":
        return replace(options, every=interval(_value(value, following, "every", "write for example every 6h")))
    return None


def interval(typed: str) -> timedelta:
    """How often to look: between an hour and thirty days."""
    try:
        wanted = parse_duration(typed)
    except ValueError as error:
        raise Misunderstood(typed, f"{error}.") from None
    if not _SHORTEST <= wanted <= _LONGEST:
        raise Misunderstood(typed, "is not between 1h and 30d.")
    return wanted


def refuse(word: Word) -> Misunderstood:
    """The complaint about a word that is neither an address nor an option."""
    if word.sort is Sort.UNCLOSED:
        return Misunderstood(word.text, "opens a quote that is not closed.")
    if word.text[:1] in {"#", "@"}:
        what = "channel" if word.text[0] == "#" else "person"
        return Misunderstood(word.text, f"is no {what} that Slack knows; choose one from the list it offers.")
    return Misunderstood(word.seen, "is neither an address nor an option.")


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
    )


def _read(words: Sequence[Word]) -> _Line:
    line = _Line()
    rest = iter(_tidied(words))
    for word in rest:
        if word.sort is Sort.CELL:
            continue
        if word.sort is Sort.ARROW or (word.sort is Sort.PLAIN and word.text.lower() == "to"):
            line.arrows.append(len(line.addresses))
        elif (options := option_of(word, lambda: next(rest, None), line.options)) is not None:
            line.options = options
        elif word.sort is Sort.PLAIN and looks_like_address(word.text):
            line.addresses.append(word.text)
        else:
            raise refuse(word)
    return line


def _tidied(words: Sequence[Word]) -> list[Word]:
    """Without the bullet or number of a pasted list, and with addresses apart that only a comma joined."""
    bulleted = len(words) > 1 and words[0].sort is Sort.PLAIN and _BULLET.fullmatch(words[0].text)
    tidy: list[Word] = []
    for word in words[1:] if bulleted else words:
        parts = _GLUED.split(word.text) if word.sort is Sort.PLAIN else [word.text]
        tidy += [replace(word, text=part) for part in parts] if len(parts) > 1 else [word]
    return [word for word in tidy if word.text not in {",", ";"}]


def _pairs(line: _Line) -> Iterator[tuple[str, str]]:
    """Page and target; several on a line only where arrows tell which belong together."""
    count = len(line.addresses)
    if count == 1:
        yield page_of(line.addresses[0]), ""
        return
    if count > 2 and line.arrows != list(range(1, count, 2)):  # noqa: PLR2004  # a page and its target
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


def _named(text: str) -> tuple[str, str]:
    """`tag:x`, `tag=x` and `tag` as name and value."""
    for glue in ":=":
        name, found, value = text.partition(glue)
        if found and name.isalpha():
            return name.lower(), value
    return text.lower(), ""


def _value(value: str, following: Callable[[], Word | None], name: str, hint: str) -> str:
    if value:
        return value
    word = following()
    if word is None or word.sort not in {Sort.PLAIN, Sort.QUOTED} or not word.text:
        raise Misunderstood(word.seen if word else name, f"is not what {name} needs; {hint}.")
    return word.text


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


def _columns(words: Sequence[Word]) -> dict[str, int]:
    """Where page, target and anchor stand, if this is the heading of a table; empty otherwise."""
    names = [" ".join(word.text for word in cell).lower() for cell in _cells(words)]
    known = (("page", _PAGE), ("target", _TARGET), ("anchor", _ANCHOR))
    found = {column: index for column, fits in known for index, name in enumerate(names) if name in fits}
    return found if len(names) > 1 and "page" in found else {}


def _is_ruler(words: Sequence[Word]) -> bool:
    """The line of dashes under a Markdown table's heading."""
    return any(word.sort is Sort.CELL for word in words) and all(set(word.text) <= set("|:-") for word in words)


def _in_order(words: Sequence[Word], columns: dict[str, int]) -> list[Word]:
    """A table's row as if it had been typed: page, target, anchor, the rest."""
    cells = _cells(words)
    if not columns or len(cells) <= max(columns.values()):
        return list(words)
    anchor = " ".join(word.text for word in cells[columns["anchor"]]) if "anchor" in columns else ""
    quoted = [Word(Sort.QUOTED, anchor)] if anchor else []
    named = [word for column in ("page", "target") if column in columns for word in cells[columns[column]]]
    others = [word for index, cell in enumerate(cells) if index not in columns.values() for word in cell]
    return [*named, *quoted, *others]
