"""Whether a link to another address of our site leads to the agreed page: as our own server says (pure)."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import ada_url
from msgspec import Struct

from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.model.replacement import HowKnown, Replacement
from jobs.pages.similarity import similarity
from jobs.web.urls import Degree, same_target

_ALIKE = 0.95
"""Shared runs of words from which on two answers of our server are one page."""
_LIKELY = 0.5
"""Of the words of two addresses so many are the same where one may stand for the other: our rule of thumb."""
_WORDS = re.compile(r"[^\W_]{2,}")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$")
_SAME = frozenset({Degree.EXACT, Degree.VARIANT})


class Answered(StrEnum):
    """What our own server says of two addresses."""

    SAME = "same"
    OTHER = "other"
    UNREADABLE = "unreadable"


class OwnSite(Struct, frozen=True):
    """Our server's answer, and how it gives it."""

    says: Answered
    how: str = ""
    """In words: what makes them one page, or why it could not be read."""


def what_our_site_says(linked: PageFacts, agreed: PageFacts) -> OwnSite:
    """Whether the `linked` address and the `agreed` one are one page, by the readings of both."""
    for facts in (linked, agreed):
        if facts.outcome.is_unknown or facts.outcome is Outcome.DNS_ERROR:
            return OwnSite(Answered.UNREADABLE, f"{facts.url} could not be read: {facts.reason or facts.outcome}")
    if linked.outcome is not Outcome.OK or agreed.outcome is not Outcome.OK:
        return OwnSite(Answered.OTHER)
    if _one_of(linked.final_url, (agreed.url, agreed.final_url)) or _one_of(agreed.final_url, (linked.url,)):
        return OwnSite(Answered.SAME, "our site redirects one to the other")
    named, agreed_named = _canonical(linked), _canonical(agreed)
    if _one_of(named, (agreed.url, agreed.final_url, agreed_named)) or _one_of(
        agreed_named, (linked.url, linked.final_url)
    ):
        return OwnSite(Answered.SAME, "our site names one canonical address for both")
    contradicted = bool(named and agreed_named)
    if (
        not contradicted
        and are_near_spellings(linked.url, agreed.url)
        and similarity(linked.shingles, agreed.shingles) >= _ALIKE
    ):
        return OwnSite(Answered.SAME, "our site answers both alike")
    return OwnSite(Answered.OTHER)


def are_near_spellings(linked: str, agreed: str) -> bool:
    """Whether two addresses may well be one page: they differ in case, slashes, `index.html`, the order of parameters.

    Parameters that were added to the agreed ones may be there, too: many sites add where a visitor comes from.
    """
    one, other = _parts(linked), _parts(agreed)
    if one is None or other is None or _path(one) != _path(other):
        return False
    return not _pairs(other) - _pairs(one)


def led_to(facts: PageFacts) -> Replacement | None:
    """Another address that stood for a page while it could still be read; None where it stood for itself."""
    for url, how in ((facts.final_url, HowKnown.REDIRECT), (_canonical(facts), HowKnown.CANONICAL)):
        if url and not _one_of(url, (facts.url,)):
            return Replacement(url, how)
    return None


def likeliest(url: str, candidates: Iterable[str]) -> str:
    """The address whose path has most words of another's; empty where none has half of them: our rule of thumb."""
    wanted = _words_in(url)
    best, likeness = "", 0.0
    for candidate in candidates if wanted else ():
        words = _words_in(candidate)
        share = len(wanted & words) / len(wanted | words)
        if share > likeness:
            best, likeness = candidate, share
    return best if likeness >= _LIKELY else ""


def _words_in(url: str) -> frozenset[str]:
    path = url.partition("//")[2].partition("/")[2].partition("?")[0].casefold()
    return frozenset(_WORDS.findall(path.removesuffix(".html").removesuffix(".htm").removesuffix(".php")))


def _parts(url: str) -> ada_url.URL | None:
    try:
        return ada_url.URL(url)
    except ValueError:
        return None


def _path(parts: ada_url.URL) -> str:
    path = re.sub(r"/{2,}", "/", parts.pathname.lower())
    return _INDEX.sub("/", path).rstrip("/")


def _pairs(parts: ada_url.URL) -> Counter[str]:
    return Counter(pair for pair in parts.search[1:].split("&") if pair)


def _canonical(facts: PageFacts) -> str:
    """The one canonical address a page names; empty where it names none, or several."""
    named = {canonical.href for canonical in facts.canonicals if canonical.valid}
    return named.pop() if len(named) == 1 else ""


def _one_of(url: str, others: tuple[str, ...]) -> bool:
    return bool(url) and any(same_target(url, other).degree in _SAME for other in others if other)
