"""Which language a text is written in, by its letters; what a page declares is shown elsewhere, not trusted."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_READ_CHARS = 5_000  # more text changes no answer, only its price


@dataclass(frozen=True, slots=True)
class Language:
    """A language as an ISO 639 code, with how sure we are of it (0 to 1)."""

    code: str
    confidence: float


UNKNOWN = Language("und", 0.0)
"""Nobody can tell: `und` is the ISO 639 code for that."""


def identify(text: str) -> Language:
    """Tell the language of a text; `und` with confidence 0 where it holds no letters."""
    sample = text[:_READ_CHARS]
    if not any(character.isalpha() for character in sample):
        return UNKNOWN
    code, confidence = _identifier().classify(sample)
    return Language(str(code), round(float(confidence), 3))


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
