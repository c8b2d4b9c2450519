"""What a message names: pages, their targets where it says so, and the target that is meant for all (pure)."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from bot.grammar.errors import CommandError
from bot.grammar.lines import line_of
from bot.grammar.words import Sort, Word, as_typed, words_of
from bot.messages.kit.views import LONGEST_TEXT
from jobs.web.urls import Refusal, from_person, is_on_site

_PAIR = 2
_INLINE = frozenset({"text", "link"})


class LinksInMessage(Struct, frozen=True):
    """What a message names: lines for the form, the target that is meant for all, and what did not fit."""

    lines: tuple[str, ...]
    target: str = ""
    left_out: int = 0


@dataclass(slots=True)
class _Entry:
    """A line for the form, while it is being found."""

    page: str
    target: str = ""
    line: str = ""
    """As it was written, where the form understands it so."""

    def __str__(self) -> str:
        return self.line or (f"{self.page} -> {self.target}" if self.target else self.page)


@dataclass(slots=True)
class _Gathered:
    """What was found so far, each once."""

    entries: list[_Entry] = field(default_factory=list)
    ours: list[tuple[str, _Entry | None]] = field(default_factory=list)
    """Addresses of our sites that stand alone, each with the page before it."""

    def pair(self, page: str, target: str, line: str = "") -> None:
        """A page with its target."""
        if (page, target) not in [(each.page, each.target) for each in self.entries]:
            self.entries.append(_Entry(page, target, line))

    def alone(self, url: str, *, ours: bool) -> None:
        """An address with none that belongs to it."""
        if any(url in {each.page, each.target} for each in self.entries) or url in dict(self.ours):
            return
        if ours:
            self.ours.append((url, self.entries[-1] if self.entries else None))
        else:
            self.entries.append(_Entry(url))


def links_in(message: Mapping[str, Any], our_sites: Sequence[str]) -> LinksInMessage:
    """Pages and targets: pairs as they are written, and an address on one of our sites as a target.

    One alone is the target of all pages without one; of several, each is that of the page before it.
    """
    found = _Gathered()
    for line in _lines_of(message):
        _gather(line, found, our_sites)
    paired = {url for each in found.entries if each.target for url in (each.page, each.target)}
    entries = [each for each in found.entries if each.target or each.page not in paired]
    ours = [(url, before) for url, before in found.ours if url not in paired]
    if len(ours) > 1:
        for url, before in ours:
            if before is not None and not before.target:
                before.target = url
    fitting = _fitting([str(each) for each in entries])
    alone = any(not each.target for each in entries)
    return LinksInMessage(fitting, ours[0][0] if len(ours) == 1 and alone else "", len(entries) - len(fitting))


def _gather(line: str, found: _Gathered, our_sites: Sequence[str]) -> None:
    """What one line of a message says."""
    words = words_of(line)
    named = [word for word in words if _is_address(word)]
    if len(named) == 1 and words[0].sort is Sort.ARROW and found.entries and not found.entries[-1].target:
        found.entries[-1].target = named[0].with_ellipsis  # `-> ours.example` below its page
        return
    if written := _as_written(line, words, named, our_sites):
        found.pair(*written)
        return
    at = 0
    while at < len(words):
        if _is_arrowed(words[at : at + 3]):
            found.pair(words[at].with_ellipsis, words[at + 2].with_ellipsis)
            at += 3
            continue
        if _is_address(words[at]):
            found.alone(words[at].with_ellipsis, ours=_is_ours(words[at], our_sites))
        at += 1


def _as_written(
    line: str, words: Sequence[Word], named: Sequence[Word], our_sites: Sequence[str]
) -> tuple[str, str, str] | None:
    """A line that is nothing but a page, its target and what was agreed; None where it is anything else."""
    if len(named) != _PAIR or any(word.sort in {Sort.CHANNEL, Sort.PERSON} for word in words):
        return None
    try:
        pairs = line_of(words).pairs()
    except CommandError:
        return None
    if pairs != [(named[0], named[1])]:
        return None
    page, target = named[0].with_ellipsis, named[1].with_ellipsis
    arrowed = any(word.sort is Sort.ARROW for word in words)
    if not arrowed and _is_ours(named[0], our_sites):
        return None if _is_ours(named[1], our_sites) else (target, page, "")
    agreed = any(word not in named and word.sort not in {Sort.ARROW, Sort.CELL} for word in words)
    return page, target, as_typed(line).strip() if agreed else ""


def _is_arrowed(words: Sequence[Word]) -> bool:
    """Whether these are a page, an arrow and a target."""
    if len(words) <= _PAIR:
        return False
    page, arrow, target = words
    return arrow.sort is Sort.ARROW and _is_address(page) and _is_address(target)


def _is_address(word: Word) -> bool:
    """Whether it is a web address that Slack has marked as one; a full stop between two words makes none.

    One that was cut off is, too: the form says what is wrong with it.
    """
    return word.sort is Sort.PLAIN and word.is_whole and from_person(word.text).refusal in {None, Refusal.CUT_OFF}


def _is_ours(word: Word, our_sites: Sequence[str]) -> bool:
    return is_on_site(from_person(word.text).url, our_sites)


def _lines_of(message: Mapping[str, Any]) -> list[str]:
    """The lines of a message as Slack marks text up, escaped; its text says again what its blocks say."""
    lines = list(_lines_in(message.get("blocks")))
    if not any(_is_address(word) for line in lines for word in words_of(line)):
        lines += str(message.get("text") or "").split("\n")
    return [*lines, *_lines_in(message.get("attachments"))]


def _lines_in(value: Any) -> Iterator[str]:
    """The lines of blocks or attachments."""
    if isinstance(value, list):
        if any(isinstance(each, Mapping) and each.get("type") in _INLINE for each in value):
            yield from "".join(map(_inline, value)).split("\n")
        else:
            for inner in value:
                yield from _lines_in(inner)
    elif isinstance(value, Mapping) and value.get("type") == "table":
        for row in value.get("rows") or []:
            yield "\t".join(" ".join(_lines_in(cell)) for cell in row)
    elif isinstance(value, Mapping) and value.get("type") != "plain_text":
        if isinstance(text := value.get("text"), str):
            yield from text.split("\n")
        for inner in value.values():
            yield from _lines_in(inner)


def _inline(element: Any) -> str:
    """A piece of rich text: a link as Slack marks it, an arrow that is an emoji."""
    if not isinstance(element, Mapping):
        return ""
    words = str(element.get("text") or "")
    match element.get("type"):
        case "text":
            return html.escape(words, quote=False)
        case "link":
            url = str(element.get("url") or "")
            label = f"|{html.escape(words, quote=False)}" if words and not set(words) & set("<>|\n") else ""
            return f"<{html.escape(url, quote=False)}{label}>" if not set(url) & set("<>|\n") else ""
        case "emoji":
            return f":{element.get('name')}:"
    return " "


def _fitting(lines: Sequence[str]) -> tuple[str, ...]:
    """As many whole lines as the field takes."""
    room, kept = LONGEST_TEXT, []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return tuple(kept)
