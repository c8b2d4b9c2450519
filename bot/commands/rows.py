"""The rows of `add`: one or many links, typed or pasted from a sheet, each with its options (pure)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from bot.commands.addresses import is_address, looks_like_address, page_of, target_of
from bot.commands.misunderstood import Misunderstood, NoTargetError, UnknownNameError
from bot.commands.tables import columns_of, in_order, is_ruler
from bot.commands.terms import terms_in
from bot.commands.values import Row
from bot.commands.verbs import BY_NAME, is_command
from bot.commands.words import Sort, Word
from jobs.durations import UNITS, parse_duration

MOST_ROWS = 500
_COMMAND = "add https://blog.example/post -> https://ours.example/shop"
"""What an example begins with."""
_ONE = frozenset({"a", "an", "one"})
_SHORTEST, _LONGEST = timedelta(hours=1), timedelta(days=30)
_BULLET = re.compile(r"[-*•–—]|\d{1,3}[.)]")  # noqa: RUF001  # dashes are bullets in pasted lists
_GLUED = re.compile(r"[,;](?=https?://)", re.IGNORECASE)
_RELS = frozenset({"nofollow", "ugc", "sponsored"})
_AGREED = {f"{rel}{glue}ok": rel for rel in _RELS for glue in ("-", "_", "")}
_CALLS = frozenset({"@channel", "@here", "@everyone"})
_FINE = frozenset({"ok", "okay", "agreed", "allowed"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))  # noqa: RUF001  # what keyboards make of hyphens
T = TypeVar("T")


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


def option_of(word: Word, following: Callable[[], Word | None], options: Row) -> Row | None:
    """The options with what this word says (taking the following one where it belongs to it); None: it is no option."""
    match word.sort:
        case Sort.CHANNEL:
            return replace(options, channel=once(options.channel, word.text, word.seen, "channel"))
        case Sort.PERSON:
            return replace(options, owner=once(options.owner, word.text, word.seen, "owner"))
        case Sort.QUOTED:
            return replace(options, anchor=once(options.anchor, word.text, word.seen, "anchor text"))
        case Sort.PLAIN:
            return _named_option(word.text, following, options)
    return None


def plain_dashes(text: str) -> str:
    """With every kind of dash as a hyphen."""
    return text.translate(_DASHES)


def once(old: T, new: T, typed: str, what: str, example: str = "") -> T:
    """What was said, where nothing else was said before; raises Misunderstood where two things were."""
    if old and old != new:
        raise Misunderstood(typed, f"is one {what} too many.", example)
    return new


def _named_option(text: str, following: Callable[[], Word | None], options: Row) -> Row | None:
    name, value = _named(plain_dashes(text))
    if name in _AGREED and not value:
        return replace(options, rel=options.rel | {_AGREED[name]})
    if name in _RELS and not value:
        return replace(options, rel=options.rel | {_agreed(name, following())})
    if name == "anchor":
        anchor = _value(text, following, "anchor", 'write it in quotes: anchor "text"')
        return replace(options, anchor=once(options.anchor, anchor, anchor, "anchor text"))
    if name in {"tag", "tags"}:
        tags = _value(text, following, name, "write for example tag:spring")
        return replace(options, tags=options.tags | tags_in(tags))
    if name == "every":
        typed = _value(text, following, "every", "write for example every 6h")
        if typed.isdecimal() and (unit := following()):
            typed = f"{typed} {unit.seen}"
        return replace(options, every=once(options.every, interval(typed), typed, "interval"))
    return None


def tags_in(typed: str) -> frozenset[str]:
    """The tags of `spring,Sale`, folded."""
    return frozenset(tag.strip().lower() for tag in typed.split(",") if tag.strip())


def _agreed(rel: str, word: Word | None) -> str:
    if word is None or word.text.lower() not in _FINE:
        raise Misunderstood(rel, f"alone says nothing; write {rel}-ok where it is agreed.")
    return rel


def interval(typed: str) -> timedelta:
    """How often to look: between an hour and thirty days."""
    wanted = span(typed)
    if not _SHORTEST <= wanted <= _LONGEST:
        raise Misunderstood(typed, "is not between 1h and 30d.")
    return wanted


def span(typed: str) -> timedelta:
    """A duration: `6h`, `2 weeks`, `a day`, or a unit alone; raises Misunderstood."""
    first, _, rest = typed.lower().partition(" ")
    unit = rest if first in _ONE else typed.lower()
    try:
        return parse_duration(f"1 {unit}" if unit in UNITS else typed)
    except ValueError as error:
        raise Misunderstood(typed, f"{error}.") from None


def refuse(word: Word) -> Misunderstood:
    """The complaint about a word that is neither an address nor an option."""
    if word.sort is Sort.UNCLOSED:
        return Misunderstood(word.text, "opens a quote that is not closed.")
    if word.sort is Sort.CALL or word.text.lower() in _CALLS:
        return Misunderstood(word.seen, "calls many people; an owner is one person.")
    if word.text[:1] in {"#", "@"}:
        what = "channel" if word.text[0] == "#" else "person"
        return UnknownNameError(word.text, f"is no {what} that Slack knows; choose one from the list it offers.")
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


def _named(text: str) -> tuple[str, str]:
    """`tag:x`, `tag=x` and `tag` as name and value."""
    for glue in ":=":
        name, found, value = text.partition(glue)
        if found and name.isalpha():
            return name.lower(), value
    return text.lower(), ""


def _value(text: str, following: Callable[[], Word | None], name: str, hint: str) -> str:
    if value := _named(text)[1]:
        return value
    word = following()
    if word is None or word.sort not in {Sort.PLAIN, Sort.QUOTED} or not word.text:
        raise Misunderstood(word.seen if word else name, f"is not what {name} needs; {hint}.")
    return word.text
