"""`partner add` as people type it, and what else is said of partner pages (pure)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.grammar.addresses import is_address, page_in
from bot.grammar.edit_values import Row
from bot.grammar.errors import CommandError
from bot.grammar.options import once, option_of, refuse, without_page
from bot.grammar.partner_values import Rehearse, ShowOurs, ShowReciprocity, ShowSite
from bot.grammar.refs import is_filler, parts_of, ref_of
from bot.grammar.times import is_unit
from bot.grammar.values import AddPartner, Compare
from bot.grammar.words import Sort, Word
from jobs.model.partner import LEAST, MOST
from jobs.model.ref import Kind
from jobs.web.urls import host, registrable_domain

_OURS = frozenset({"pages", "page", "links", "site", "own", "internal", "orphans", "broken"})
_NUMBER = re.compile(r"\d+|\d{1,3}(?:[,.'’]\d{3})+")  # noqa: RUF001


def partner_pages(words: Sequence[Word]) -> AddPartner:
    """Pages with what holds for all of them; raises CommandError, naming the word."""
    pages: list[str] = []
    limit: int | None = None
    options = Row("", "")
    rest = iter(words)
    for word in rest:
        if is_limit(word):
            found = limit_of(word, lambda: next(rest, None))
            limit = once(limit, found, word.seen, "limit")
        elif is_address(word):
            pages.append(page_in(word))
        elif word.sort is Sort.CHANNEL or _name(word) == "every":
            options = option_of(word, lambda: next(rest, None), options) or options
        else:
            raise refuse(word)
    if not pages:
        raise CommandError("", "There is no page in it.")
    return AddPartner(tuple(dict.fromkeys(pages)), limit, options.channel, options.every)


def site_shown(words: Sequence[Word]) -> ShowSite | None:
    """The site of `partner show blog.example`, whichever of its pages is named; None where no address stands first.

    Raises CommandError where more follows.
    """
    if not words or not is_address(words[0]):
        return None
    if len(words) > 1:
        raise CommandError(words[1].seen, "is one too many: partner show takes one site.", "partner show blog.example")
    return ShowSite(registrable_domain(host(page_in(words[0]))))


def reciprocity_of(words: Sequence[Word]) -> ShowReciprocity | ShowSite:
    """All partners, or the one that is named; raises CommandError where more follows."""
    site = site_shown(words)
    if words and site is None:
        raise refuse(words[0])
    return site or ShowReciprocity()


def ours_of(words: Sequence[Word]) -> ShowOurs:
    """`pages`, or nothing, with `page:2`; raises CommandError where more follows."""
    page, said = without_page(words, "ours")
    more = [word for word in said if word.text.lower() not in _OURS and not is_filler(word)]
    if more:
        raise CommandError(more[0].seen, "is more than ours takes.", "ours")
    return ShowOurs(page or 1)


def relevance_of(words: Sequence[Word]) -> Compare:
    """A partner's page and ours; raises CommandError, naming the word."""
    addresses = [word for word in words if word.sort is not Sort.ARROW and word.text.lower() != "to"]
    ref = ref_of(addresses[0]) if addresses else None
    if ref and ref.kind is Kind.EXCHANGE:
        raise CommandError(addresses[0].seen, "is an exchange; name one of its links.", "relevance L-12")
    for word in addresses[1 if ref else 0 :]:
        if not is_address(word):
            raise refuse(word)
    if not addresses:
        raise CommandError("", "There is no page in it.")
    if len(addresses) > 2:  # noqa: PLR2004  # theirs and ours
        raise CommandError(addresses[2].seen, "is one address too many: relevance compares two pages.")
    page, *target = ("" if ref_of(word) else page_in(word) for word in addresses)
    return Compare(page, target[0] if target else "", ref)


def rehearse_of(lines: Sequence[Sequence[Word]]) -> Rehearse:
    """The redirects that stand behind the verb and below it; raises CommandError where there are none."""
    if not lines:
        raise CommandError("", "Name old and new addresses, a line each.")
    return Rehearse(tuple(" ".join(map(_plain, words)) for words in lines))


def _plain(word: Word) -> str:
    return {Sort.ARROW: "->", Sort.CELL: "\t"}.get(word.sort, word.text)


def is_limit(word: Word) -> bool:
    """Whether a word begins `max 80`."""
    return _name(word) in {"max", "limit"}


def is_baseline(word: Word) -> bool:
    """Whether a word makes what is there the baseline."""
    return word.sort is Sort.PLAIN and word.text.lower() == "baseline"


def limit_of(word: Word, following: Callable[[], Word | None], example: str = "") -> int:
    """The number of `max 80`, `max:80` or `max 1,000`; raises CommandError for anything else."""
    _, _, value = word.text.replace("=", ":").partition(":")
    after = None if value else following()
    typed = value or (after.text if after else "")
    number = re.sub(r"\D", "", typed) if _NUMBER.fullmatch(typed) else ""
    if not number or not LEAST <= int(number[:9]) <= MOST:
        wrong = value or (after or word).seen
        raise CommandError(wrong, "is not a number of links; write for example max 80.", example)
    return int(number)


def numbered(words: Sequence[Word], kind: Kind = Kind.PARTNER) -> list[Word]:
    """The words after `partner show`: bare numbers at the beginning are partner pages, or of another kind."""
    counted: list[Word] = []
    for index, word in enumerate(words):
        parts, after = parts_of(word), words[index + 1].text if index + 1 < len(words) else ""
        if not all(part.sort is Sort.PLAIN and part.text.isdecimal() for part in parts) or is_unit(after):
            return [*counted, *words[index:]]
        counted += [replace(part, text=f"{kind}-{part.text}", shown=part.text) for part in parts]
    return counted


def _name(word: Word) -> str:
    name, _, _ = word.text.lower().replace("=", ":").partition(":")
    return name if word.sort is Sort.PLAIN else ""
