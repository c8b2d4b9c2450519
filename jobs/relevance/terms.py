"""From a page's words to weighted terms: what it says more often than its language usually does."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jobs.relevance.extract import PageText
from jobs.relevance.words import RARE, compound_parts, words, zipf_values

_FILLER_ZIPF = 6.0  # "also", "more", "can": used by every page
_SHOWN_ZIPF = 5.0  # above it a term in a list tells a reader nothing
_MOST_SURPRISE = 5.0  # otherwise rare names outweigh the subject
_DAMPING = 0.75  # the tenth use says less than the second

_HEAD_TIMES = 2  # title and description name the subject
_HEADING_TIMES = 1  # beyond their place in the main text


@dataclass(frozen=True, slots=True)
class Profile:
    """A page as weighted terms."""

    page: PageText
    weights: Mapping[str, float]
    """Weight by case-folded term; every weight is above 0."""
    written: Mapping[str, str]
    """How the page writes those terms that are worth showing to a reader."""
    has_word_list: bool
    """Whether the page's language has word frequencies to weigh against."""


def profile(page: PageText) -> Profile:
    """Weigh the terms of a page by keyness against everyday use of its language.

    The weight of a term used n times is (n * min(ln(observed / usual frequency), 5)) ** 0.75, measured as better than
    TF-IDF, whose weights go to rare names. What is used no more than usual has no weight. German compounds count
    themselves and their parts.
    """
    zipf = zipf_values(page.language.code)
    counts, spellings = _count(page, zipf)
    total = counts.total()
    if page.language.code == "de":
        _add_compound_parts(counts, spellings, zipf)
    weights = {term: weight for term, n in counts.items() if (weight := _weight(n, total, zipf.get(term, RARE))) > 0}
    written = {
        term: max(spelt, key=lambda spelling: (spelt[spelling], spelling))
        for term, spelt in spellings.items()
        if term in weights and zipf.get(term, RARE) <= _SHOWN_ZIPF
    }
    return Profile(page, weights, written, has_word_list=bool(zipf))


def _count(page: PageText, zipf: Mapping[str, float]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Count each term, and how it is spelt; a cut-out piece of a run is spelt only if the language knows it."""
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for text, times in _fields(page):
        for term, written, is_gram in words(text):
            counts[term] += times
            if not is_gram or term in zipf:
                spellings[term][written] += times
    return counts, spellings


def _fields(page: PageText) -> Iterator[tuple[str, int]]:
    yield page.title, _HEAD_TIMES
    yield page.description, _HEAD_TIMES
    yield page.text, 1
    for heading in (*page.h1s, *page.h2s):
        yield heading, _HEADING_TIMES


def _add_compound_parts(counts: Counter[str], spellings: dict[str, Counter[str]], zipf: Mapping[str, float]) -> None:
    for word, n in list(counts.items()):
        for part in compound_parts(word, zipf, RARE):
            counts[part] += n
            # A German noun keeps its capital when it is met only inside a compound.
            is_noun = all(spelling[0].isupper() for spelling in spellings[word])
            spellings[part][part.capitalize() if is_noun else part] += n


def _weight(n: int, total: int, zipf: float) -> float:
    if zipf >= _FILLER_ZIPF:
        return 0.0
    surprise = math.log(n / total) - math.log(10) * (zipf - 9)
    return float((n * min(surprise, _MOST_SURPRISE)) ** _DAMPING) if surprise > 0 else 0.0
