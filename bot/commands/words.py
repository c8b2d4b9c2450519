"""Typed text as words: Slack's own marks, quotes of any shape, arrows, and the cells of pasted tables (pure)."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.commands.quotes import MARKS, closing, may_be_apostrophe, unquoted


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
    CALL = "call"
    """A call to many people, such as `@channel`."""


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


_DASHES = "-=~–—−‒‑‐―"  # what keyboards make of hyphens
_ARROW = (
    rf"(?:[{_DASHES}]{{1,12}}(?:&gt;|>)"
    r"|[→⇒➔➜➝➞➙➛➤➡⟶⟹⟾⇨⇢⇾⮕▶►▸]\ufe0f?|:(?:arrow_right|arrow_forward|point_right):"
    r"|(?<![^\s>])(?:&gt;|>){1,3}(?![^\s<])|(?:&gt;|>)(?=<?https?://)"
    r"|(?<!\S)[»›](?!\S)|(?<=>)[»›](?=\s*<))"
)
"""`>` and `»` where they stand alone, or between addresses: elsewhere they belong to one, or to a quotation."""
_WORD = re.compile(
    rf"(?P<called><[#@!][^<>\n]*>|&lt;@[UW][A-Z0-9]{{2,30}}&gt;)"
    rf"|(?P<address><[^<>\n]*>(?:(?![»›])[{MARKS}][^\s<|]*)?)"
    rf"|(?P<arrow>{_ARROW})"
    rf"|(?P<cell>[\t|])"
    rf"|(?P<name>[A-Za-z]+[:=])(?=[{MARKS}])"
    rf"|(?P<plain>(?:(?!{_ARROW})[^\s<|])+)"
)
_SLACK = re.compile(r"<([^<>|\n]*)(?:\|([^<>\n]*))?>")


def lines_of(text: str) -> list[list[Word]]:
    """The words of each line; lines without any are left out."""
    lines = (words_of(line) for line in text.replace("\r", "\n").split("\n"))
    return [words for words in lines if words]


def words_of(line: str) -> list[Word]:
    """The words of one line, Slack's escapes undone."""
    return list(_words(_SLACK.sub(_freed, line)))


def as_typed(text: str) -> str:
    """The text as the person saw it while typing: Slack's marks and escapes undone."""
    return html.unescape(_SLACK.sub(lambda match: _seen(match[1], match[2] or ""), text))


def _words(line: str) -> Iterator[Word]:
    at = 0
    while at < len(line):
        match = _WORD.match(line, at)
        if line[at] in MARKS and not (match and match["arrow"]):
            end = closing(line, at)
            if end is not None:
                quotation = line[at : end + 1]
                yield Word(Sort.QUOTED, as_typed(unquoted(quotation)).strip(), as_typed(quotation))
                at = end + 1
                continue
            if not may_be_apostrophe(line[at]):
                yield Word(Sort.UNCLOSED, as_typed(line[at:]))
                return
        if match:
            yield _word(match)
        at = match.end() if match else at + 1


def _word(match: re.Match[str]) -> Word:
    text = match.group()
    match match.lastgroup:
        case "called":
            return _called(html.unescape(text))
        case "address":
            return Word(Sort.PLAIN, as_typed(text))
        case "arrow":
            return Word(Sort.ARROW, html.unescape(text))
        case "cell":
            return Word(Sort.CELL, text)
    return Word(Sort.PLAIN, html.unescape(text))


def _called(mark: str) -> Word:
    """`<#C1|name>`, `<@U1|name>`, `<!channel>`: a person may also be copied from what we wrote, as `<@U1>`."""
    inside, _, label = mark[1:-1].partition("|")
    if inside[:2] in {"#C", "#G", "#D"}:
        return Word(Sort.CHANNEL, inside[1:], f"#{label}" if label else inside)
    if inside[:2] in {"@U", "@W"}:
        return Word(Sort.PERSON, inside[1:], f"@{label}" if label else inside)
    return Word(Sort.CALL if inside[0] == "!" else Sort.PLAIN, _seen(inside, label))


def _freed(match: re.Match[str]) -> str:
    """A mark without the closing quotation mark that Slack took for a part of the address; that follows it."""
    url, label = match[1], match[2]
    bare = url.rstrip(MARKS)
    tail = url[len(bare) :]
    if not tail or url[0] in "#@!" or any(mark in bare for mark in tail):
        return match.group()
    return f"<{bare}|{label.removesuffix(tail)}>{tail}" if label else f"<{bare}>{tail}"


def _seen(inside: str, label: str) -> str:
    """What was typed: a bare domain, to which Slack added `http://`, stays bare; an address stays an address."""
    if inside[:1] == "!":
        return f"@{(label or inside[1:].partition('^')[0]).removeprefix('@')}"
    if inside[:1] in {"#", "@"}:
        return f"{inside[0]}{label}" if label else inside
    if label and inside.removesuffix("/") in {f"http://{label.removesuffix('/')}", f"mailto:{label}"}:
        return label
    return inside
