"""Typed text as words: Slack's own marks, quotes of any shape, arrows, and the cells of pasted tables (pure)."""

import html
import re
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a word is."""

    PLAIN = "plain"
    QUOTED = "quoted"
    UNCLOSED = "unclosed"
    """A quote that was opened and never closed."""
    ARROW = "arrow"
    CELL = "cell"
    """The border between two cells of a pasted table."""
    CHANNEL = "channel"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `text` is what the person typed, or the id of a channel or person."""

    sort: Sort
    text: str
    shown: str = ""
    """How it is shown again, where that is not its text."""

    @property
    def seen(self) -> str:
        """What the person remembers having typed."""
        return self.shown or self.text


_OPENING = '"“”„‟«»'
_ARROW = r"(?:[-=–—]{1,3}(?:&gt;|>)|[→⇒➔➜⟶⇨➝])"  # noqa: RUF001  # dashes that keyboards make of hyphens
_WORD = re.compile(
    rf"(?P<slack><[^<>\n]*>)"
    rf"|(?P<quoted>[{_OPENING}](?P<inside>[^\n{_OPENING}]*)[{_OPENING}])"
    rf"|(?P<unclosed>[{_OPENING}][^\n]*)"
    rf"|(?P<arrow>{_ARROW})"
    rf"|(?P<cell>[\t|])"
    rf"|(?P<plain>(?:(?!{_ARROW})[^\s<|{_OPENING}])+)"
)
_SLACK = re.compile(r"<([^<>|\n]*)(?:\|([^<>\n]*))?>")


def lines_of(text: str) -> list[list[Word]]:
    """The words of each line; lines without any are left out."""
    lines = (words_of(line) for line in text.replace("\r", "\n").split("\n"))
    return [words for words in lines if words]


def words_of(line: str) -> list[Word]:
    """The words of one line, Slack's escapes undone."""
    return [_word(match) for match in _WORD.finditer(line)]


def as_typed(text: str) -> str:
    """The text as the person saw it while typing: Slack's marks and escapes undone."""
    return html.unescape(_SLACK.sub(lambda match: _seen(match[1], match[2] or ""), text))


def _word(match: re.Match[str]) -> Word:
    if match["slack"]:
        return _marked(match["slack"])
    if match["quoted"]:
        return Word(Sort.QUOTED, as_typed(match["inside"]).strip())
    if match["unclosed"]:
        return Word(Sort.UNCLOSED, as_typed(match["unclosed"]))
    if match["arrow"]:
        return Word(Sort.ARROW, html.unescape(match["arrow"]))
    if match["cell"]:
        return Word(Sort.CELL, match["cell"])
    return Word(Sort.PLAIN, html.unescape(match["plain"]))


def _marked(mark: str) -> Word:
    """`<#C1|name>`, `<@U1|name>`, `<https://x|x>`, `<mailto:..>`: Slack's own."""
    found = _SLACK.fullmatch(mark)
    inside, label = (found[1], found[2] or "") if found else (mark, "")
    if inside[:2] in {"#C", "#G", "#D"}:
        return Word(Sort.CHANNEL, inside[1:], f"#{label}" if label else inside)
    if inside[:2] in {"@U", "@W"}:
        return Word(Sort.PERSON, inside[1:], f"@{label}" if label else inside)
    return Word(Sort.PLAIN, html.unescape(_seen(inside, label)))


def _seen(inside: str, label: str) -> str:
    """What was typed: a bare domain, to which Slack added `http://`, stays bare; an address stays an address."""
    if inside[:1] in {"#", "@", "!"}:
        return f"{inside[0]}{label}" if label else f"{inside[0]}{inside[1:]}"
    if label and inside.removesuffix("/") in {f"http://{label.removesuffix('/')}", f"mailto:{label}"}:
        return label
    return inside
