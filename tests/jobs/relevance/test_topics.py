"""The topics of words: whole, and known for each language that the sentence encoder has learnt."""

import gzip
import math

import pytest

from jobs.relevance.encoders import UniversalSentenceEncoder
from jobs.relevance.topics import FOLDER, TOPICS, TOPICS_OF_A_WORD, topics_of

LANGUAGES = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.gz"))


def test_words_of_each_learnt_language_have_topics() -> None:
    # Thai has no word list to take them from; pairs of characters are seldom words in the others.
    assert set(LANGUAGES) == UniversalSentenceEncoder.languages - {"th", "ja", "ko"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_has_as_many_topics_as_it_should(language: str) -> None:
    text = gzip.decompress((FOLDER / f"{language}.txt.gz").read_bytes()).decode()
    rows = [line.split(" ") for line in text.splitlines()]
    assert len({word for word, *_ in rows}) == len(rows) == 20_000
    assert all(len(set(topics)) == TOPICS_OF_A_WORD for _, *topics in rows)
    assert all(0 <= int(topic) < TOPICS for _, *topics in rows for topic in topics)


def test_what_a_page_is_about_has_length_1_or_is_unknown() -> None:
    assert math.hypot(*topics_of({"battery": 3.0, "bicycle": 2.0}, "en")) == pytest.approx(1)
    assert topics_of({"battery": 3.0}, "he") == topics_of({"xqzvbnmk": 3.0}, "en") == topics_of({}, "en") == ()
