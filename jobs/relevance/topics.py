"""Which topics a page's words belong to, so that pages meet that speak of one thing in other words, or languages.

The files beside this say which of 512 topics 20,000 words are nearest to, in each of 12 languages. They were made once,
from single words, by `tests/tools/renew_topics.py`; nothing is learnt or downloaded when it runs.
"""

import gzip
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from jobs.units.languages import one_name

FOLDER = Path(__file__).with_name("topic_words")
TOPICS = 512
TOPICS_OF_A_WORD = 3
_SHARES = (1.0, 0.6, 0.4)
"""How much a word counts for its nearest topic, and for the next ones."""

Topics = Sequence[float]


def topics_of(weights: Mapping[str, float], language: str) -> Topics:
    """How much more a page is about each topic than pages are, of length 1; empty where no word of it has a topic."""
    known = _words(one_name(language))
    sums = [0.0] * TOPICS
    for word, weight in weights.items():
        for topic, share in zip(known.get(word, ()), _SHARES, strict=False):
            sums[topic] += weight * share
    if not any(sums):
        return ()
    return _unit([about - usual for about, usual in zip(_unit(sums), _usual(), strict=True)])


def mean_topics(pages: Sequence[Topics]) -> Topics:
    """The topics of several pages together; empty where one of them has none."""
    return _unit([math.fsum(column) for column in zip(*pages, strict=True)]) if all(pages) else ()


def _unit(values: Sequence[float]) -> Topics:
    length = math.hypot(*values)
    return tuple(value / length for value in values) if length else ()


@lru_cache(maxsize=8)
def _words(language: str) -> Mapping[str, tuple[int, ...]]:
    try:
        text = gzip.decompress((FOLDER / f"{language}.txt.gz").read_bytes()).decode()
    except FileNotFoundError:
        return {}
    rows = (line.split(" ") for line in text.splitlines())
    return {word: tuple(map(int, topics)) for word, *topics in rows}


@lru_cache(maxsize=1)
def _usual() -> Topics:
    """The mean of many pages."""
    return tuple(float(line) for line in (FOLDER / "usual.txt").read_text(encoding="utf-8").splitlines())
