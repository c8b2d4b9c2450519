"""How often a language uses a word: the background against which a page's own words stand out."""

from collections.abc import Mapping
from functools import lru_cache

RARE = 2.5
"""Zipf value given to words that the list does not hold: 0.3 in a million."""

# Languages without a list of their own whose nearest relative has one.
_RELATIVES = {"bs": "sh", "hr": "sh", "sr": "sh", "nn": "nb", "no": "nb", "tl": "fil"}


@lru_cache(maxsize=8)
def zipf_values(language: str) -> Mapping[str, float]:
    """Zipf value (log10 of uses in 10^9 words) by case-folded word; empty for a language without a list.

    wordfreq's small lists hold about 30,000 words each. They are read by its file reader, because its own cache keeps
    every list for good, twice over.
    """
    from wordfreq import available_languages, read_cBpack

    path = available_languages("small").get(_RELATIVES.get(language, language))
    if path is None:
        return {}
    # The file holds one list of words for each centibel, the most frequent first.
    return {word: (900 - centibels) / 100 for centibels, words in enumerate(read_cBpack(path)) for word in words}
