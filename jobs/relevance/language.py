"""Which language a text is written in, by its letters; what a page declares is shown elsewhere, not trusted."""

from collections import defaultdict
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from jobs.units.languages import language_code, one_name

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_READ_CHARS = 5_000  # more text changes no answer, only its price
_SURE = 0.5
"""Below it a guess says more of the guesser than of the text: menus, names and units have no language to be told."""


class Language(Struct, frozen=True):
    """A language as an ISO 639 code, with how sure we are of it (0 to 1)."""

    code: str
    confidence: float


UNKNOWN = Language("und", 0.0)
"""Nobody can tell: `und` is the ISO 639 code for that."""


def identify(text: str) -> Language:
    """Tell the language of a text; `und` with confidence 0 where it says too little to tell.

    What names the same language is weighed together: text that is Croatian or Serbian in equal parts is no less sure.
    """
    sample = text[:_READ_CHARS]
    if not any(character.isalpha() for character in sample):
        return UNKNOWN
    ranked = [(str(code), float(share)) for code, share in _identifier().rank(sample)]
    shares: defaultdict[str, float] = defaultdict(float)
    for code, share in ranked:
        shares[one_name(code)] += share
    name, confidence = max(shares.items(), key=itemgetter(1))
    if not language_code(name) or confidence < _SURE:
        return UNKNOWN
    return Language(next(code for code, _ in ranked if one_name(code) == name), round(min(confidence, 1.0), 3))


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
