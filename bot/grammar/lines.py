"""One line of `add`: its addresses, which of them belong together, and what stands beside them (pure)."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.grammar.addresses import is_address, looks_like_address
from bot.grammar.edit_values import NO_REMOVALS, Removals, Row
from bot.grammar.errors import CommandError
from bot.grammar.options import option_of, refuse, says_nothing
from bot.grammar.removals import both, refuse_both, removal_in
from bot.grammar.terms import terms_in
from bot.grammar.words import COMMAS, Sort, Word

_COMMAND = "add https://blog.example/post -> https://ours.example/shop"
"""What an example begins with."""
_BULLET = re.compile(r"[-*•–—]|\d{1,3}[.)]")  # noqa: RUF001  # dashes are bullets in pasted lists
_GLUED = re.compile(rf"[{COMMAS}](?=https?://)", re.IGNORECASE)
_PAIR = 2

Pair = tuple[Word, Word | None]
"""A page and its target, where one is named."""


@dataclass(slots=True)
class Run:
    """Addresses that no comma sets apart: a page with its target, or several such pairs."""

    addresses: list[Word] = field(default_factory=list)
    arrows: list[int] = field(default_factory=list)
    """How many of them stood before each arrow."""

    def pairs(self) -> Iterator[Pair]:
        """Page and target.

        Raises CommandError where there are more than two and no arrows tell which belong together.
        """
        count = len(self.addresses)
        if count == 1:
            yield self.addresses[0], None
            return
        if count > _PAIR and list(filter(None, self.arrows)) != list(range(1, count, 2)):
            wrong = self.addresses[2].seen
            raise CommandError(wrong, "is one address too many: write one page and one target a line.")
        if count % 2:
            raise CommandError(self.addresses[-1].seen, "has no target: write an arrow and the target after it.")
        yield from zip(self.addresses[::2], self.addresses[1::2], strict=True)


@dataclass(slots=True)
class Line:
    """What one line says, while it is being read."""

    runs: list[Run] = field(default_factory=lambda: [Run()])
    options: Row = field(default_factory=lambda: Row("", ""))
    less: Removals = NO_REMOVALS
    """What shall not hold, even where it shall for all lines."""

    @property
    def has_address(self) -> bool:
        """Whether it names a page or a target, and not only what holds for all lines."""
        return bool(self.runs[0].addresses)

    @property
    def only_target(self) -> Word | None:
        """The target of `-> ours.example`, which is that of other lines."""
        first = self.runs[0]
        return first.addresses[0] if first.arrows == [0] and len(first.addresses) == 1 == len(self.runs) else None

    def pairs(self) -> list[Pair]:
        """Page and target. In a list, a page without one has the target of the next: `a.example, b.example -> ours`."""
        found = [pair for run in self.runs if run.addresses for pair in run.pairs()]
        for at in range(len(found) - 2, -1, -1):
            page, target = found[at]
            found[at] = page, target or found[at + 1][1]
        return found


def line_of(words: Sequence[Word]) -> Line:
    """Read a line; raises CommandError, naming the word."""
    said = terms_in(_tidied(words), _COMMAND)
    if said.gone:
        raise CommandError(said.gone_as, "takes something away, which is for edit.", "edit L-12 cost none")
    line = Line(options=Row("", "", terms=said.terms, guarantee=said.guarantee))
    _Reader(deque(said.others), line, arrowed=any(word.sort is Sort.ARROW for word in words)).read()
    return line


@dataclass(slots=True)
class _Reader:
    """Reads the words of a line one by one."""

    rest: deque[Word]
    line: Line
    arrowed: bool
    """Whether an arrow stands anywhere in the line."""
    comma: bool = False
    """Whether one stood since the last address."""

    def read(self) -> None:
        while self.rest:
            comma = self.comma
            if (word := self._next()) is not None:
                self._take(word, comma=comma)

    def _next(self) -> Word | None:
        word = self.rest.popleft() if self.rest else None
        self.comma = self.comma or (word is not None and (word.goes_on or _is_and(word)))
        return word

    def _take(self, word: Word, *, comma: bool) -> None:
        line, run = self.line, self.line.runs[-1]
        if word.sort is Sort.CELL:
            self.comma = False
        elif word.sort is Sort.ARROW or _is_to(word):
            run.arrows.append(len(run.addresses))
            self.comma = False
        elif word.sort is Sort.QUOTED and self._is_place(word, run):
            self._add(word, comma=comma)
        elif not self._takes_away(word) and not _is_and(word) and not says_nothing(word):
            if (options := option_of(word, self._next, line.options)) is not None:
                line.options = options
                refuse_both(line.options, line.less, word.seen)
            elif word.sort is Sort.PLAIN and looks_like_address(word.text):
                self._add(word, comma=comma)
            else:
                raise refuse(word)

    def _takes_away(self, word: Word) -> bool:
        """Whether it begins `anchor none`, which is read then."""
        less = removal_in(word, self.rest[0] if self.rest else None)
        if less is None:
            return False
        named = word if less.in_one_word else self._next() or word
        self.line.less = both(self.line.less, less.what)
        refuse_both(self.line.options, self.line.less, named.seen)
        return True

    def _add(self, word: Word, *, comma: bool) -> None:
        """An address more, of the page before it or, behind a comma, of its own."""
        if comma and self.line.runs[-1].addresses:
            self.line.runs.append(Run())
        self.line.runs[-1].addresses.append(word)
        self.comma = word.goes_on

    def _is_place(self, word: Word, run: Run) -> bool:
        """Whether what is in quotation marks is one of the line's addresses: an anchor text may look like one too."""
        count = len(run.addresses)
        expected = run.arrows[-1:] == [count] or (self.arrowed and not self.line.has_address)
        return is_address(word) and (expected or ("//" in word.text and count < _PAIR))


def _is_to(word: Word) -> bool:
    return word.sort is Sort.PLAIN and word.text.lower() == "to"


def _is_and(word: Word) -> bool:
    return word.sort is Sort.PLAIN and word.text.lower() in {"and", "&"}


def _tidied(words: Sequence[Word]) -> list[Word]:
    """Without the bullet or number of a pasted list, and with addresses apart that only a comma joined."""
    first = words[0] if words else None
    bulleted = len(words) > 1 and first and first.sort is Sort.PLAIN and _BULLET.fullmatch(first.in_its_sentence)
    return [part for word in words[1 if bulleted else 0 :] if not word.is_stop for part in _parts(word)]


def _parts(word: Word) -> list[Word]:
    if word.sort is not Sort.PLAIN:
        return [word]
    *parts, last = _GLUED.split(word.text)
    before = [replace(word, text=text, behind=",") for text in parts]
    return [*before, replace(word, text=last)] if before else [word]
