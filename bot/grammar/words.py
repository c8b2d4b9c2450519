"""Typed text as words: Slack's own marks, quotes of any shape, arrows, and the cells of pasted tables (pure)."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.grammar.quotes import MARKS, closing, may_be_apostrophe, unquoted


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
    before: str = field(default="", compare=False)
    """Brackets that open before it."""
    behind: str = field(default="", compare=False)
    """What a sentence puts behind it: full stops, commas and the like, and brackets that close."""
    is_whole: bool = field(default=False, compare=False)
    """Whether Slack's markup or a quotation tells where it ends: a full stop at its end is its own."""

    @property
    def seen(self) -> str:
        """What the person remembers having typed."""
        return self.shown or self.text

    @property
    def in_its_sentence(self) -> str:
        """The same with what stands around it."""
        return f"{self.before}{self.seen}{self.behind}"

    @property
    def with_ellipsis(self) -> str:
        """Its text, with the ellipsis right behind it: an address that was cut off for showing ends in one."""
        return f"{self.text}…" if self.behind.startswith(("…", "...")) else self.text

    @property
    def is_stop(self) -> bool:
        """Whether it is nothing but stops, with no word before them."""
        return self.sort is Sort.PLAIN and bool(self.text) and not self.text.strip(_STOPS)

    @property
    def goes_on(self) -> bool:
        """Whether a comma or semicolon behind it says that another of its kind follows."""
        return any(mark in self.behind for mark in COMMAS)


COMMAS = ",;，；"  # keyboards of the East have their own
_STOPS = f".!?…。！？{COMMAS}"
"""What people and phones put behind a word, and what belongs to none."""


_DASHES = "-=~–—−‒‑‐―"  # what keyboards make of hyphens
_ARROW = (
    rf"(?:[{_DASHES}]{{1,12}}(?:&gt;|>)"
    r"|[→⇒➔➜➝➞➙➛➤➡⟶⟹⟾⇨⇢⇾⮕▶►▸]\ufe0f?|:(?:arrow_right|arrow_forward|point_right):"
    r"|(?<![^\s>])(?:&gt;|>){1,3}(?![^\s<])|(?:&gt;|>)(?=<?https?://)"
    r"|(?<!\S)[»›](?!\S)|(?<=>)[»›](?=\s*<))"
)
"""`>` and `»` where they stand alone, or between addresses: elsewhere they belong to one, or to a quotation."""
_WORD = re.compile(
    rf"(?P<opening>(?:&lt;|[(\[{{*_~`])+(?=<))?"
    rf"(?:(?P<called><[#@!][^<>\n]*>|&lt;@[UW][A-Z0-9]{{2,30}}&gt;)"
    rf"|(?P<address><[^<>\n]*>(?:(?![»›])[{MARKS}][^\s<|]*)?))"
    rf"(?P<closing>(?(opening)(?:&gt;|[)\]}}*_~`{_STOPS}])*|[)\]}}*_~`{_STOPS}]*))"
    rf"|(?P<arrow>{_ARROW})"
    rf"|(?P<cell>[\t|])"
    rf"|(?P<stops>[^\S\t]*[{_STOPS}]+(?![^\s<|]))"
    rf"|(?P<name>[A-Za-z]+[:=])(?=[{MARKS}<])"
    rf"|(?P<plain>(?:(?!{_ARROW})[^\s<|])+)"
)
_PORT = re.compile(rf"<(https?://[^<>|/:\n]+)(?:\|([^<>/:\n]+))?>(:\d{{1,5}}(?![^\s/?#<|){_STOPS}])[^\s<>|]*)")
"""A host that Slack has marked, with its port and path outside of the mark."""
_SLACK = re.compile(r"<([^<>|\n]*)(?:\|([^<>\n]*))?>")


def lines_of(text: str) -> list[list[Word]]:
    """The words of each line; lines without any are left out."""
    lines = (words_of(line) for line in text.replace("\r", "\n").split("\n"))
    return [words for words in lines if words]


def words_of(line: str) -> list[Word]:
    """The words of one line, Slack's escapes undone. What stands behind a word is none, but at the line's beginning."""
    words: list[Word] = []
    for word in _words(_SLACK.sub(_freed, _PORT.sub(_with_port, line))):
        if word.text or word.is_whole:
            words.append(word)
        elif words:
            words[-1] = replace(words[-1], behind=words[-1].behind + word.behind)
        else:
            words.append(Word(word.sort, word.behind.strip()))
    return words


def without_comma(texts: Iterable[str]) -> str:
    """Words as one text, without the comma that a sentence puts behind it."""
    return " ".join(texts).rstrip(",;")


def as_typed(text: str) -> str:
    """The text as the person saw it while typing: Slack's marks and escapes undone."""
    return html.unescape(_SLACK.sub(lambda match: _seen(match[1], match[2] or ""), text))


def _words(line: str) -> Iterator[Word]:
    at = 0
    while at < len(line):
        match, start = _WORD.match(line, at), at
        if line[at] in MARKS and not (match and match["arrow"]):
            end = closing(line, at)
            if end is not None:
                at = _behind(line, end + 1)
                yield _quoted(line[start : end + 1], line[end + 1 : at])
                continue
            if not may_be_apostrophe(line[at]):
                yield Word(Sort.UNCLOSED, as_typed(line[at:]))
                return
        if match:
            yield _word(match)
        at = match.end() if match else at + 1


def _behind(line: str, at: int) -> int:
    """Where the stops that begin there end."""
    return len(line) - len(line[at:].lstrip(_STOPS))


def _quoted(quotation: str, behind: str) -> Word:
    text = as_typed(unquoted(quotation)).strip()
    return Word(Sort.QUOTED, text, as_typed(quotation), behind=behind, is_whole=True)


def _word(match: re.Match[str]) -> Word:
    """A word with what stands around it; without a text where it is nothing but stops."""
    before, behind = html.unescape(match["opening"] or ""), html.unescape(match["closing"] or "")
    if called := match["called"]:
        return replace(_called(html.unescape(called)), before=before, behind=behind)
    if address := match["address"]:
        word = _stopped(as_typed(address), is_whole=address.endswith(">"))
        return replace(word, before=before, behind=word.behind + behind)
    if arrow := match["arrow"]:
        return Word(Sort.ARROW, html.unescape(arrow))
    if cell := match["cell"]:
        return Word(Sort.CELL, cell)
    return _stopped(html.unescape(match.group()), is_whole=match["name"] is not None)


def _stopped(text: str, *, is_whole: bool) -> Word:
    bare = text if is_whole else text.rstrip().rstrip(_STOPS).rstrip()
    return Word(Sort.PLAIN, bare, behind=text[len(bare) :], is_whole=is_whole)


def _called(mark: str) -> Word:
    """`<#C1|name>`, `<@U1|name>`, `<!channel>`: a person may also be copied from what we wrote, as `<@U1>`."""
    inside, _, label = mark[1:-1].partition("|")
    if inside[:2] in {"#C", "#G", "#D"}:
        return Word(Sort.CHANNEL, inside[1:], f"#{label}" if label else inside)
    if inside[:2] in {"@U", "@W"}:
        return Word(Sort.PERSON, inside[1:], f"@{label}" if label else inside)
    return Word(Sort.CALL if inside[0] == "!" else Sort.PLAIN, _seen(inside, label))


def _with_port(match: re.Match[str]) -> str:
    """One mark around all of the address; what a sentence puts behind it follows."""
    inside = match[3].rstrip(f"{_STOPS}{MARKS})]}}*_~`")
    url, label, behind = f"{match[1]}{inside}", match[2], match[3][len(inside) :]
    return f"<{url}|{label}{inside}>{behind}" if label else f"<{url}>{behind}"


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
