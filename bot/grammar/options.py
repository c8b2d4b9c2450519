"""What can stand beside the addresses of a link, word by word: anchor text, owner, channel, tags, interval (pure)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.grammar.edit_values import Row
from bot.grammar.errors import CommandError, UnknownNameError
from bot.grammar.words import Sort, Word
from jobs.model.reading import NOT_FOLLOWED
from jobs.units.durations import LONGEST_INTERVAL, SHORTEST_INTERVAL, UNITS, parse_duration

_ONE = frozenset({"a", "an", "one"})
_AGREED = {f"{rel}{glue}ok": rel for rel in NOT_FOLLOWED for glue in ("-", "_", "")}
_CALLS = frozenset({"@channel", "@here", "@everyone"})
_DRAWN = frozenset({"render", "rendered"})
_BARE = frozenset({*_AGREED, *NOT_FOLLOWED, *_DRAWN})
_FINE = frozenset({"ok", "okay", "agreed", "allowed"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))  # noqa: RUF001  # what keyboards make of hyphens
T = TypeVar("T")


def option_of(word: Word, following: Callable[[], Word | None], options: Row) -> Row | None:
    """The options with what this word says (taking the following one where it belongs to it); None: it is no option.

    Raises CommandError where its value makes no sense.
    """
    match word.sort:
        case Sort.CHANNEL:
            return replace(options, channel=once(options.channel, word.text, word.seen, "channel"))
        case Sort.PERSON:
            return replace(options, owner=once(options.owner, word.text, word.seen, "owner"))
        case Sort.QUOTED:
            return replace(options, anchor=once(options.anchor, word.text, word.seen, "anchor text"))
        case Sort.PLAIN:
            return _named_option(word, following, options)
    return None


def says_nothing(word: Word) -> bool:
    """Whether a word is there for the sentence only: `owner @ben`, `tagged tag:x`."""
    return word.sort is Sort.PLAIN and word.text.lower().strip(":=") in {"owner", "tagged"}


def plain_dashes(text: str) -> str:
    """With every kind of dash as a hyphen."""
    return text.translate(_DASHES)


def once(old: T, new: T, typed: str, what: str, example: str = "") -> T:
    """What was said, where nothing else was said before; raises CommandError where two things were."""
    if old and old != new:
        raise CommandError(typed, f"is one {what} too many.", example)
    return new


def without_page(words: Sequence[Word], example: str = "") -> tuple[int, list[Word]]:
    """The page of a list that `page:2` asks for, 0 where none is, and the words that say something else.

    Raises CommandError where two pages are asked for.
    """
    page, rest = 0, list[Word]()
    for word in words:
        name, value = _named(word.text)
        if name == "page" and value.isdecimal():
            page = once(page, max(1, int(value[:6])), word.seen, "page", example)
        else:
            rest.append(word)
    return page, rest


def _named_option(word: Word, following: Callable[[], Word | None], options: Row) -> Row | None:
    name, value = _named(plain_dashes(word.text))
    if not value and name in _BARE:
        return _bare_option(name, word, following, options)
    if name == "anchor":
        anchor = _value(word, following, "anchor", 'write it in quotes: anchor "text"')
        return replace(options, anchor=once(options.anchor, anchor, anchor, "anchor text"))
    if name in {"tag", "tags"}:
        tags = _value(word, following, name, "write for example tag:spring")
        return replace(options, tags=options.tags | tags_in(tags))
    if name == "every":
        typed = _value(word, following, "every", "write for example every 6h")
        if typed.isdecimal() and (unit := following()):
            typed = f"{typed} {unit.seen}"
        return replace(options, every=once(options.every, interval(typed), typed, "interval"))
    return None


def _bare_option(name: str, word: Word, following: Callable[[], Word | None], options: Row) -> Row:
    """An option that is one word, or a word and that it is fine."""
    if name in _DRAWN:
        return replace(options, render=True)
    return replace(options, rel=options.rel | {_AGREED.get(name) or _agreed(name, word, following())})


def tags_in(typed: str) -> frozenset[str]:
    """The tags of `spring,Sale`, folded."""
    return frozenset(tag.strip().lower() for tag in typed.split(",") if tag.strip())


def _agreed(rel: str, word: Word, after: Word | None) -> str:
    if after is None or after.text.lower() not in _FINE:
        raise CommandError(word.seen, f"alone says nothing; write {rel}-ok where it is agreed.")
    return rel


def interval(typed: str) -> timedelta:
    """How often to check: between an hour and thirty days; raises CommandError for anything else."""
    wanted = span(typed)
    if not SHORTEST_INTERVAL <= wanted <= LONGEST_INTERVAL:
        raise CommandError(typed, "is not between 1h and 30d.")
    return wanted


def span(typed: str) -> timedelta:
    """A duration: `6h`, `2 weeks`, `a day`, or a unit alone; raises CommandError for anything else."""
    first, _, rest = typed.lower().partition(" ")
    unit = rest if first in _ONE else typed.lower()
    try:
        return parse_duration(f"1 {unit}" if unit in UNITS else typed)
    except ValueError as error:
        raise CommandError(typed, f"{error}.") from None


def refuse(word: Word) -> CommandError:
    """The complaint about a word that is neither an address nor an option."""
    if word.sort is Sort.UNCLOSED:
        return CommandError(word.text, "opens a quote that is not closed.")
    if word.sort is Sort.CALL or word.text.lower() in _CALLS:
        return CommandError(word.seen, "calls many people; an owner is one person.")
    if word.text[:1] in {"#", "@"}:
        what = "channel" if word.text[0] == "#" else "person"
        return UnknownNameError(word.text, f"is no {what} that Slack knows; choose one from the list it offers.")
    return CommandError(word.seen, "is neither an address nor an option.")


def _named(text: str) -> tuple[str, str]:
    """`tag:x`, `tag=x` and `tag` as name and value."""
    for glue in ":=":
        name, found, value = text.partition(glue)
        if found and name.isalpha():
            return name.lower(), value
    return text.lower(), ""


def _value(word: Word, following: Callable[[], Word | None], name: str, hint: str) -> str:
    if value := _named(word.text)[1]:
        return value
    after = following()
    if after is None or after.sort not in {Sort.PLAIN, Sort.QUOTED} or not after.text:
        raise CommandError(after.seen if after else word.seen, f"is not what {name} needs; {hint}.")
    return after.text
