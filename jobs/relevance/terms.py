"""From a page's words to weighted terms: what it says more often than its language usually does."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from jobs.relevance.extract import PageText
from jobs.relevance.topics import Topics, topics_of
from jobs.relevance.words import RARE, compound_parts, stem_zipf_values, stems_of, words, zipf_values

_FILLER_ZIPF = 5.7  # "also", "more", "can": used by every page
_SHOWN_ZIPF = 5.0  # above it a term in a list tells a reader nothing
_MOST_SURPRISE = 5.0  # otherwise rare names outweigh the subject
_DAMPING = 0.75  # the tenth use says less than the second

_READ_CHARS = 4000  # what comes later strays from the subject, and ends among the site's own words
_OWN_CHARS = 30_000  # where the words of a title are looked for
_HEAD_TIMES = 2  # title and description name the subject
_H1_TIMES = 1  # beyond its place in the main text
_STEM_TIMES = 0.7  # a stem says less than the word itself
_FAMILY_LETTERS = 5


class Profile(Struct, frozen=True):
    """A page as weighted terms."""

    page: PageText
    weights: Mapping[str, float]
    """Weight by case-folded term; every weight is above 0."""
    stems: Mapping[str, float]
    """Weight by stem, so that forms of one word meet; empty for a language without a stemmer."""
    topics: Topics
    """How much more it is about each topic than pages are, so that other words for one thing meet; empty for a language
    without topics."""
    written: Mapping[str, str]
    """How the page writes those terms that are worth showing to a reader."""
    has_word_list: bool
    """Whether the page's language has word frequencies to weigh against."""


def profile(page: PageText) -> Profile:
    """Weigh the terms of a page by keyness against everyday use of its language.

    The weight of a term used n times is (n * min(ln(observed / usual frequency), 5)) ** 0.75, measured as better than
    TF-IDF, whose weights go to rare names. What is used no more than usual has no weight. German compounds count
    themselves and their parts, and every word its stem.
    """
    language = page.language.code
    zipf = zipf_values(language)
    counts, spellings = _count(page, zipf)
    total = counts.total()
    if language == "de":
        _add_compound_parts(counts, spellings, zipf)
    weights = _weights(counts, total, zipf)
    written = {
        term: max(spelt, key=lambda spelling: (spelt[spelling], spelling))
        for term, spelt in spellings.items()
        if term in weights and zipf.get(term, RARE) <= _SHOWN_ZIPF
    }
    return Profile(
        page,
        weights,
        _stem_weights(counts, total, language),
        topics_of(weights, language),
        written,
        has_word_list=bool(zipf),
    )


def family(term: str) -> str:
    """Tell inflections apart from new words: the same first letters, the same family. A heuristic."""
    return term[:_FAMILY_LETTERS]


def _count(page: PageText, zipf: Mapping[str, float]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Count each term, and how it is spelt; a cut-out piece of a run is spelt only if the language knows it."""
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for term, written, is_gram, times in _said(page):
        counts[term] += times
        if not is_gram or term in zipf:
            spellings[term][written] += times
    return counts, spellings


def _said(page: PageText) -> Iterator[tuple[str, str, bool, int]]:
    """Each word that speaks of the subject, as term, spelling, whether it is cut out, and how often it counts.

    A title names the site too, in words that the page itself never uses. Lesser headings count only by their place in
    the main text, for outside it they are those of teasers and boxes.
    """
    own = _own_families(page)
    for token in words(page.title):
        if family(token.term) in own:
            yield *token, _HEAD_TIMES
    fields = ((page.description, _HEAD_TIMES), (page.text[:_READ_CHARS], 1), *((h1, _H1_TIMES) for h1 in page.h1s))
    for text, times in fields:
        for token in words(text):
            yield *token, times


def _own_families(page: PageText) -> AbstractSet[str]:
    """What the page itself speaks of: its main text, its first headings, and the path of its address."""
    path = unquote(urlsplit(page.url).path).replace("_", " ")
    return {family(token.term) for token in chain.from_iterable(map(words, (page.text[:_OWN_CHARS], *page.h1s, path)))}


def _add_compound_parts(counts: Counter[str], spellings: dict[str, Counter[str]], zipf: Mapping[str, float]) -> None:
    for word, n in list(counts.items()):
        for part in compound_parts(word, zipf, RARE):
            counts[part] += n
            # A German noun keeps its capital when it is met only inside a compound.
            is_noun = all(spelling[0].isupper() for spelling in spellings[word])
            spellings[part][part.capitalize() if is_noun else part] += n


def _stem_weights(counts: Mapping[str, int], total: int, language: str) -> dict[str, float]:
    stems: Counter[str] = Counter()
    for term, stem in stems_of(counts, language).items():
        stems[stem] += counts[term]
    weights = _weights(stems, total, stem_zipf_values(language))
    return {stem: _STEM_TIMES * weight for stem, weight in weights.items()}


def _weights(counts: Mapping[str, int], total: int, zipf: Mapping[str, float]) -> dict[str, float]:
    return {term: weight for term, n in counts.items() if (weight := _weight(n, total, zipf.get(term, RARE))) > 0}


def _weight(n: int, total: int, zipf: float) -> float:
    if zipf >= _FILLER_ZIPF:
        return 0.0
    surprise = math.log(n / total) - math.log(10) * (zipf - 9)
    return float((n * min(surprise, _MOST_SURPRISE)) ** _DAMPING) if surprise > 0 else 0.0
