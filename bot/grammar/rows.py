"""The rows of `add`: one or many links, typed or pasted from a sheet, each with its options (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import Struct

from bot.grammar.addresses import is_address, page_in, target_in, target_of
from bot.grammar.edit_values import NO_REMOVALS, Removals, Row
from bot.grammar.errors import CommandError, LeftOut, NoTargetError
from bot.grammar.lines import Line, line_of
from bot.grammar.tables import columns_of, in_order, is_ruler
from bot.grammar.verbs import is_command, verb_of
from bot.grammar.words import Sort, Word, as_typed, words_of
from jobs.web.urls import is_on_site

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class _Found:
    """A link, before what holds for all lines is known."""

    index: int
    """Of its line."""
    row: Row
    typed: str
    """Its page as it was typed."""
    less: Removals = NO_REMOVALS


class Rejected(Struct, frozen=True):
    """A line that names no link."""

    index: int
    """Which of the lines, from 0."""
    error: CommandError


class Rows(Struct, frozen=True):
    """What lines say: the links that they name, and the lines that name none."""

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()


def rows_of(lines: Sequence[Sequence[Word]], our_sites: Sequence[str], text: str) -> Rows:
    """All links that the lines name, the last ones of a text; options on a line of their own are for all of them.

    Of several lines those are left out that cannot be understood. Raises CommandError, naming the word and the line,
    where no link is left, or where a line at either end, which may be for all of them, is not understood; and
    NoTargetError where no page has a target.
    """
    written = [(number, line) for number, line in enumerate(re.split(r"[\r\n]", text), 1) if words_of(line)]
    written = written[len(written) - len(lines) :]
    read = _LineReader(our_sites)
    for index, words in enumerate(lines):
        try:
            read.take(index, words)
        except CommandError as wrong:
            read.rejected.append(Rejected(index, wrong))
            if index in {0, len(lines) - 1} and not any(map(is_address, words)):
                raise _on_its_line(read.rejected[-1], written) from None
    rows = read.done()
    if not rows:
        raise _on_its_line(read.rejected[0], written) if read.rejected else CommandError("", "There is no page in it.")
    rejected = sorted(read.rejected, key=lambda each: each.index)
    return Rows(tuple(rows), tuple(_left_out(each, *written[each.index]) for each in rejected))


def _on_its_line(rejected: Rejected, written: Sequence[tuple[int, str]]) -> CommandError:
    """What is wrong, with its line where there are several."""
    if len(written) > 1:
        rejected.error.line, _ = written[rejected.index]
    return rejected.error


def _left_out(rejected: Rejected, number: int, line: str) -> LeftOut:
    wrong = rejected.error
    return LeftOut(number, as_typed(line).strip(), as_typed(wrong.word), wrong.why)


class _LineReader:
    """Reads lines one by one; what is said for all is known with the last."""

    def __init__(self, our_sites: Sequence[str]) -> None:
        self._our_sites = our_sites
        self._common = Row("", "")
        self._found: list[_Found] = []
        self._columns: dict[str, int] = {}
        self.rejected: list[Rejected] = []

    def take(self, index: int, words: Sequence[Word]) -> None:
        words = _without_verb(words)
        if is_ruler(words):
            return
        if heading := columns_of(words):
            self._columns = heading
            return
        line = line_of(in_order(words, self._columns))
        if not line.has_address:
            self._common = merged(line.options, self._common)
        elif target := line.only_target:
            self._common, self._found = _with_target(target_in(target), self._common, self._found)
        else:
            self._found += _links(index, line, self._our_sites)

    def done(self) -> list[Row]:
        """All links, with what holds for all lines; raises CommandError where they are too many."""
        if len(self._found) > MOST_ROWS:
            raise CommandError("", f"That is more than {MOST_ROWS} links; please send them in parts.")
        rows: list[Row] = []
        for each in self._found:
            try:
                rows.append(_completed(each, self._common, self._our_sites))
            except NoTargetError as wrong:
                self.rejected.append(Rejected(each.index, wrong))
        return rows


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
        guarantee=row.guarantee.over(common.guarantee),
        render=row.render or common.render,
    )


def _without_verb(words: Sequence[Word]) -> Sequence[Word]:
    """A line of a paste without `/links add` or `add`: several whole commands may be pasted at once."""
    slash = words[0].sort is Sort.PLAIN and is_command(words[0].text)
    rest = words[1:] if slash else words
    verb = verb_of(rest[0].text) if rest and rest[0].sort is Sort.PLAIN else None
    if verb and verb.name == "add":
        return rest[1:]
    if slash:
        raise CommandError(words[0].text, "begins another command; send them one by one.")
    return words


def _links(index: int, line: Line, our_sites: Sequence[str]) -> Iterator[_Found]:
    """The links of a line; the last address of a list is the target of the others where it is on a site of ours."""
    *others, (last, none) = pairs = line.pairs()
    ends_in_ours = others and none is None and is_on_site(page_in(last), our_sites)
    for page, target in others if ends_in_ours else pairs:
        to = target or (last if ends_in_ours else None)
        row = replace(line.options, page=page_in(page), target=target_in(to) if to else "")
        yield _Found(index, row, page.seen, line.less)


def _with_target(target: str, common: Row, found: list[_Found]) -> tuple[Row, list[_Found]]:
    """A line `-> target` completes the line above it; on top it is for all lines."""
    if found and not found[-1].row.target:
        *others, last = found
        return common, [*others, replace(last, row=replace(last.row, target=target))]
    return replace(common, target=target), found


def _completed(found: _Found, common: Row, our_sites: Sequence[str]) -> Row:
    """The row with what holds for all lines, and with our site as its target where nothing names one."""
    row = merged(found.row, _without(common, found.less))
    if row.target:
        return row
    if len(our_sites) == 1:
        return replace(row, target=target_of(our_sites[0]))
    if our_sites:
        sites = ", ".join(our_sites)
        raise NoTargetError(found.typed, f"has no target, and there are several sites of ours: {sites}.")
    raise NoTargetError(found.typed, "has no target: write an arrow and the target after it.")


def _without(options: Row, less: Removals) -> Row:
    return replace(
        options,
        anchor="" if less.anchor else options.anchor,
        owner="" if less.owner else options.owner,
        every=None if less.every else options.every,
        tags=frozenset[str]() if less.all_tags else options.tags,
    )
