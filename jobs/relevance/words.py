"""Cut text of any script into the units that are counted, and say how often a language uses each."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobs.units.languages import one_name

if TYPE_CHECKING:
    from Stemmer import Stemmer

# Written without spaces, or (Korean) with endings glued on: two characters at a time serve as words there. Han,
# kana and Hangul.
_EAST_ASIAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
# Thai, Lao, Burmese and Khmer: no spaces either, and an alphabet, so it takes four characters to say something.
_SOUTH_EAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# Vowel signs and accents that Python's \w leaves out: Latin, Hebrew, Arabic and the scripts of India.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"

_RUN = re.compile(
    rf"(?P<two>[{_EAST_ASIAN}]+)|(?P<four>[{_SOUTH_EAST_ASIAN}]+)"
    rf"|(?P<word>(?:[^\W_{_EAST_ASIAN}{_SOUTH_EAST_ASIAN}]|[{_MARKS}])+)"
)
_GRAM_LENGTH = {"two": 2, "four": 4}


class Token(NamedTuple):
    """One counted unit: the case-folded term, and how the page writes it."""

    term: str
    written: str
    is_gram: bool
    """Whether it was cut by length out of a script without spaces, so that it may be no word at all."""


def words(text: str) -> Iterator[Token]:
    """Yield the words of a text in order; numbers and single letters say too little and are left out."""
    for run in _RUN.finditer(unicodedata.normalize("NFKC", text)):
        written = run[0]
        length = _GRAM_LENGTH.get(run.lastgroup or "")
        if length is not None:
            yield from _grams(written, length)
        elif len(written) > 1 and not written.isnumeric():
            yield Token(written.casefold(), written, is_gram=False)


def _grams(run: str, length: int) -> Iterator[Token]:
    for start in range(max(1, len(run) - length + 1)):
        gram = run[start : start + length]
        yield Token(gram, gram, is_gram=True)


# What may stand between the parts of a German compound: Arbeit-s-zeit, Straße-n-bahn.
_LINKS = ("", "s", "es", "n", "en", "er", "e")
_SHORTEST_PART = 4
_KNOWN_PART = 3.0
"""Zipf value from which a part counts as a word: once in a million. Rarer "parts" are mostly accidents."""


def compound_parts(word: str, zipf: Mapping[str, float], rare: float) -> tuple[str, ...]:
    """Split a German compound into two words where both are more usual than the whole, else give nothing.

    A heuristic after Koehn and Knight (2003): of all cuts the one whose rarer part is the most frequent wins.
    """
    best: tuple[str, ...] = ()
    best_zipf = max(zipf.get(word, rare), _KNOWN_PART)
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        tail = word[cut:]
        if zipf.get(tail, rare) <= best_zipf:
            continue
        for head in _heads(word[:cut]):
            weakest = min(zipf.get(head, rare), zipf[tail])
            if weakest > best_zipf:
                best, best_zipf = (head, tail), weakest
    return best


def _heads(start: str) -> Iterator[str]:
    for link in _LINKS:
        head = start.removesuffix(link)
        if start.endswith(link) and len(head) >= _SHORTEST_PART:
            yield head


RARE = 2.5
"""Zipf value given to words that the list does not hold: 0.3 in a million."""


@lru_cache(maxsize=8)
def zipf_values(language: str) -> Mapping[str, float]:
    """Zipf value (log10 of uses in 10^9 words) by case-folded word; empty for a language without a list.

    wordfreq's small lists hold about 30,000 words each. They are read by its file reader, because its own cache keeps
    every list for good, twice over.
    """
    from wordfreq import available_languages, read_cBpack

    path = available_languages("small").get(one_name(language))
    if path is None:
        return {}
    # The file holds one list of words for each centibel, the most frequent first.
    return {word: (900 - centibels) / 100 for centibels, words in enumerate(read_cBpack(path)) for word in words}


def stems_of(terms: Iterable[str], language: str) -> Mapping[str, str]:
    """The stem of each term, by Snowball's rules; empty for a language that it has no stemmer for."""
    stemmer = _stemmer(language)
    return {term: stemmer.stemWord(term) for term in terms if not _CUT_LETTER.search(term)} if stemmer else {}


_CUT_LETTER = re.compile("[\ud800-\udfff]")
"""Half a character, which no stemmer takes."""


@lru_cache(maxsize=8)
def stem_zipf_values(language: str) -> Mapping[str, float]:
    """Zipf value by stem: of all words of the list that share it, taken together."""
    zipf = zipf_values(language)
    uses: defaultdict[str, float] = defaultdict(float)
    for word, stem in stems_of(zipf, language).items():
        uses[stem] += 10 ** zipf[word]
    return {stem: math.log10(n) for stem, n in uses.items()}


def _stemmer(language: str) -> "Stemmer | None":
    """One for each use, since they are not for several threads; it keeps no words."""
    from Stemmer import Stemmer

    try:
        return Stemmer(language, 0)
    except KeyError:
        return None
