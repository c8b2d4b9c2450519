"""Verbs over many links: a filter in the place of references, as in `edit tag:spring every 12h` (pure).

In `edit` the filter comes first, and ends where what shall hold begins. A tag or a person narrows down where it is the
first word; behind another filter it is what shall be set, unless `to` parts the two: `edit lost tag:spring to @ben`.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.grammar.addresses import looks_like_address
from bot.grammar.edit_values import (
    NO_OPTIONS,
    NO_REMOVALS,
    Bulk,
    BulkAccept,
    BulkEdit,
    BulkRemove,
    BulkSnooze,
    BulkUnaccept,
    BulkUnsnooze,
    Deed,
)
from bot.grammar.edits import both_ways, options_of
from bot.grammar.errors import CommandError
from bot.grammar.lists import begins_filter, filter_words, is_cost, links_of
from bot.grammar.marks import mark_in
from bot.grammar.places import is_place
from bot.grammar.refs import REF, ref_of
from bot.grammar.times import is_span, wait_of, with_units
from bot.grammar.values import Command
from bot.grammar.words import Sort, Word
from jobs.formats.filters import names
from jobs.formats.filters.link_filter import ALL_LINKS, LinkFilter
from jobs.formats.filters.read import NO_FILTER, FilterError, read_clause, read_filter
from jobs.web.urls import from_person, host

Words = Sequence[Word]

ALL = frozenset({"all", "everything"})
"""Words that mean all links of the channel where nothing else narrows them down."""
_PARTS = frozenset({"to", "set"})
_FINE = frozenset({"ok", "okay", "agreed", "allowed"})
_SETS_A_DAY = frozenset({"until", "till", "through", "none"})
_AMBIGUOUS = frozenset({names.TAG, names.OWNER})


def links_of_filter(words: Words, verb: str) -> LinkFilter | None:
    """The filter that words name in the place of references, where they hold nothing else; None where they name none.

    Raises CommandError.
    """
    return _links_of(words, verb) if _names_filter(words, verb) else None


def or_bulk(verb: str, read: Callable[[Words], Command]) -> Callable[[Words], Command]:
    """The reader of a verb that takes a filter in the place of references too."""

    def either(words: Words) -> Command:
        try:
            return _BULK[verb](words) or read(words)
        except CommandError as wrong:
            if _has_filter(words) and _ref_in(words) is None:
                wrong.example = wrong.example or _EXAMPLES[verb]
            raise

    return either


def _edit(words: Words) -> Bulk | None:
    """None where no filter comes first."""
    if not words or ref_of(words[0]):
        return None
    links, narrowing, rest = _parted(words) or _leading(words)
    if not _is_filter(links) and not (links == ALL_LINKS and _says_all(narrowing)):
        return None
    _refuse_page(narrowing, links)
    said = " ".join(word.seen for word in narrowing)
    options, less = options_of(rest, f"edit {said}")
    if options == NO_OPTIONS and less == NO_REMOVALS:
        why = "Say what shall be changed of these links; what stands behind “to” is what shall hold."
        raise CommandError("", why, f"edit {said} to tag:autumn every 12h")
    return Bulk(links, BulkEdit(options, less))


def _snooze(words: Words) -> Bulk | None:
    words = with_units(words)
    if not _names_filter(words, "snooze"):
        return None
    spans = [at for at, word in enumerate(words) if is_span(word.text)]
    if not spans:
        raise CommandError("", "Say for how long.", "snooze nofollow 7d")
    said = words[spans[-1]]
    links = _links_of([*words[: spans[-1]], *words[spans[-1] + 1 :]], "snooze")
    return Bulk(links, BulkSnooze(wait_of([said], [said])))


def _mark(words: Words) -> Bulk | None:
    """The last word that is a mark says what they are: `mark lost live` calls all live that are lost."""
    parted = mark_in(words)
    if parted is None:
        return None
    said, rest = parted
    links = links_of_filter(rest, "mark")
    return Bulk(links, said) if links is not None else None


def _plain(verb: str, deed: Deed) -> Callable[[Words], Bulk | None]:
    """Of a verb that says no more than what it is about."""

    def read(words: Words) -> Bulk | None:
        links = links_of_filter(words, verb)
        return Bulk(links, deed) if links is not None else None

    return read


_BULK: dict[str, Callable[[Words], Bulk | None]] = {
    "edit": _edit,
    "snooze": _snooze,
    "unsnooze": _plain("unsnooze", BulkUnsnooze()),
    "accept": _plain("accept", BulkAccept()),
    "unaccept": _plain("unaccept", BulkUnaccept()),
    "mark": _mark,
    "remove": _plain("remove", BulkRemove()),
}
_EXAMPLES = {
    "edit": "edit tag:spring every 12h",
    "snooze": "snooze nofollow 7d",
    "unsnooze": "unsnooze tag:spring",
    "accept": "accept finding:moved",
    "unaccept": "unaccept tag:spring",
    "mark": "mark tag:spring live",
    "check": "check tag:spring",
    "remove": "remove partner:trail.example",
}


_BEHIND_FILTER = {"snooze": "7d", "mark": "live"}
"""What these verbs need, as an example says it."""


def _names_filter(words: Words, verb: str) -> bool:
    """Whether words that hold nothing but what it is about name a filter: places alone are taken one by one.

    Raises CommandError where they name a link too. A person beside a link was meant for something else than a filter.
    """
    if ref := _ref_in(words):
        if _has_filter([word for word in words if word.sort is not Sort.PERSON]):
            raise both_ways(ref, _EXAMPLES[verb])
        return False
    return _has_filter(words)


def _has_filter(words: Words) -> bool:
    return any(map(begins_filter, words)) or _says_all(words)


def _says_all(words: Words) -> bool:
    """Whether all links of the channel are meant, and nothing else narrows them down or is named."""
    said = [word.text.lower() for word in words if word.sort is Sort.PLAIN]
    return bool(ALL.intersection(said)) and not any(map(is_place, words))


def _ref_in(words: Words) -> Word | None:
    """The first reference; a bare number is one where it comes first: behind a filter it may be an amount."""
    return next((word for at, word in enumerate(words) if REF.fullmatch(word.text) or (not at and ref_of(word))), None)


def _links_of(words: Words, verb: str) -> LinkFilter:
    links = links_of(words, verb, _BEHIND_FILTER.get(verb, ""))
    _refuse_page(words, links)
    return links


def _refuse_page(words: Words, links: LinkFilter) -> None:
    """Refuse the address of a page for a filter's host: many more links than that page's would be changed.

    Raises CommandError.
    """
    for word in words:
        url = from_person(word.text).url if links.domain and looks_like_address(word.text) else ""
        _, _, path = url.partition("//")[2].partition("/")
        if path and host(url) == links.domain:
            raise CommandError(word.seen, f"names one page; a filter takes a host, such as {links.domain}.")


def _is_filter(links: LinkFilter) -> bool:
    return replace(links, domain="") != ALL_LINKS


def _parted(words: Words) -> tuple[LinkFilter, Words, Words] | None:
    """A filter before `to`, its words, and what stands behind it."""
    at = next((at for at, word in enumerate(words) if word.sort is Sort.PLAIN and word.text.lower() in _PARTS), 0)
    try:
        links = read_filter(filter_words(words[:at]))
    except FilterError:
        return None
    return (links, words[:at], words[at + 1 :]) if _is_filter(links) else None


def _leading(words: Words) -> tuple[LinkFilter, Words, Words]:
    """The filter that the first words are, these words, and what stands behind them; raises CommandError."""
    found, at = ALL_LINKS, 0
    while at < len(words) and _narrows(words, at, found):
        rest = deque(filter_words(words[at:]))
        try:
            more = read_clause(rest, found)
        except FilterError as wrong:
            raise CommandError(wrong.word, wrong.why, "edit tag:spring every 12h") from None
        if more is None:
            break
        found, at = more, len(words) - len(rest)
    return found, words[:at], words[at:]


def _narrows(words: Words, at: int, found: LinkFilter) -> bool:
    """Whether a word of `edit` belongs to the filter, behind what was found."""
    word, after = words[at], words[at + 1].text.lower() if at + 1 < len(words) else ""
    text = word.text.lower()
    name, glue, value = text.replace("=", ":", 1).partition(":")
    kind = names.VALUED.get(name, "")
    if word.sort is Sort.PERSON or kind in _AMBIGUOUS:
        return found == ALL_LINKS
    if kind == names.COST or is_cost(text):
        return is_cost(text) or after[:1] in {"<", ">"}
    if kind == names.GUARANTEE:
        return is_span(value if glue else after)
    if text in names.TRAITS:
        return after not in _FINE | _SETS_A_DAY and not after[:1].isdecimal()
    if is_span(text):
        return bool(found.states)
    return is_place(word) or text in NO_FILTER or begins_filter(word) or bool(kind)
