"""Writes `jobs/relevance/topic_words/`: the topics of words (`python -m tests.tools.renew_topics`).

Words of all languages are laid out by the Universal Sentence Encoder (`make semantic`), each language about its own
middle, and cut into topics by spherical k-means. Takes two minutes of CPU, and 3 GB; the same lists give the same
topics. `usual.txt`, the mean of the topics of 82 real pages, is no part of it.
"""

import gzip
from pathlib import Path

import numpy as np

from jobs.relevance.encoders import UniversalSentenceEncoder, Vectors
from jobs.relevance.topics import FOLDER, TOPICS, TOPICS_OF_A_WORD
from jobs.relevance.words import zipf_values

# Not Japanese and Korean: pairs of characters, by which they are compared, are seldom words there.
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "zh")
MOST_WORDS = 20_000
_FILLER_ZIPF = 5.7
_DIMENSIONS = 128
_ROUNDS = 12
_SEED = 5
_SAMPLED = {"en": 12_000, "de": 12_000}
_SAMPLED_OF_OTHERS = 4_000


def topics(vectors: dict[str, Vectors]) -> dict[str, "np.ndarray[tuple[int, int], np.dtype[np.int64]]"]:
    """For each language the topics of its words, the nearest first, a row for each word."""
    rng = np.random.default_rng(_SEED)
    centred = {language: _unit(rows - rows.mean(axis=0)) for language, rows in vectors.items()}
    sizes = {name: min(len(rows), _SAMPLED.get(name, _SAMPLED_OF_OTHERS)) for name, rows in centred.items()}
    sample = np.concatenate([rows[rng.choice(len(rows), sizes[name], replace=False)] for name, rows in centred.items()])
    axes = np.linalg.eigh(sample.T @ sample)[1][:, ::-1][:, :_DIMENSIONS]
    sample = _unit(sample @ axes)
    middles = sample[rng.choice(len(sample), TOPICS, replace=False)]
    for _ in range(_ROUNDS):
        nearest = (sample @ middles.T).argmax(axis=1)
        sums = np.zeros_like(middles)
        np.add.at(sums, nearest, sample)
        alone = np.bincount(nearest, minlength=TOPICS) == 0
        sums[alone] = sample[rng.choice(len(sample), int(alone.sum()))]
        middles = _unit(sums)
    return {
        language: np.argsort(-(_unit(rows @ axes) @ middles.T), axis=1)[:, :TOPICS_OF_A_WORD]
        for language, rows in centred.items()
    }


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Vectors = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def words_of(language: str) -> list[str]:
    """The most usual words that are no fillers."""
    zipf = zipf_values(language)
    told = (word for word in zipf if zipf[word] < _FILLER_ZIPF and len(word) > 1 and any(map(str.isalpha, word)))
    return sorted(told, key=lambda word: (-zipf[word], word))[:MOST_WORDS]


def write(words: dict[str, list[str]], found: dict[str, "np.ndarray[tuple[int, int], np.dtype[np.int64]]"]) -> None:
    """One file for each language, a word and its topics in each line."""
    for language, rows in found.items():
        lines = sorted(f"{word} {' '.join(map(str, row))}" for word, row in zip(words[language], rows, strict=True))
        text = "\n".join(lines) + "\n"
        Path(FOLDER, f"{language}.txt.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    WORDS = {language: words_of(language) for language in LANGUAGES}
    ENCODER = UniversalSentenceEncoder()
    write(WORDS, topics({language: ENCODER.encode(words) for language, words in WORDS.items()}))
