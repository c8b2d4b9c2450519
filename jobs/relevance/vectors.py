"""How near two pages are in meaning: their vectors, each made of two views of a page."""

import hashlib
from collections.abc import Iterator, Sequence

from jobs.relevance.encoders import Encoder, Engine, Vectors, encoder_of
from jobs.relevance.passages import Passages, passages_of
from jobs.relevance.terms import Profile
from jobs.relevance.vector_cache import VectorCache, open_cache
from jobs.units.languages import one_name

_WHOLE = 300  # characters from which a passage counts whole
_CENTRED = 0.8
"""How much of what all pages have in common is taken away; measured, as are the two views' equal shares."""


def meanings(pages: Sequence[Profile], engine: Engine) -> list["Vectors | None"]:
    """The vector of each page; None where the engine has no encoder, or it has not learnt the page's language."""
    encoder = encoder_of(engine)
    if encoder is None:
        return [None] * len(pages)
    with open_cache(engine.cache) as cache:
        return list(_meanings(pages, encoder, cache))


def nearness(ours: "Vectors | None", theirs: "Vectors | None") -> float | None:
    """The cosine of two such vectors, -1 to 1; None where either is missing."""
    if ours is None or theirs is None:
        return None
    return max(-1.0, min(1.0, float(ours @ theirs)))


def _meanings(pages: Sequence[Profile], encoder: Encoder, cache: VectorCache) -> Iterator["Vectors | None"]:
    learnt = {one_name(code) for code in encoder.languages}
    for page in pages:
        is_learnt = not learnt or one_name(page.page.language.code) in learnt
        yield _vector(passages_of(page), encoder, cache) if is_learnt else None


def _vector(page: Passages, encoder: Encoder, cache: VectorCache) -> Vectors:
    import numpy as np

    key = hashlib.sha256(repr((encoder.name, _CENTRED, page)).encode()).digest()
    if (found := cache.get(key)) is not None:
        return np.frombuffer(found, dtype=np.float32)
    vector = (
        _unit(views_of(page, encoder) - _CENTRED * encoder.centre) if page.text or page.terms else encoder.centre * 0
    )
    cache.put(key, vector.tobytes())
    return vector


def views_of(page: Passages, encoder: Encoder) -> Vectors:
    """The lead of a page and its terms in equal shares, before what all pages have in common is taken away."""
    import numpy as np

    shares = [min(1.0, len(text) / _WHOLE) for text in page.text] + [1.0] * len(page.terms)
    rows = encoder.encode((*page.text, *page.terms)) * np.array(shares, dtype=np.float32)[:, None]
    lead, terms = rows[: len(page.text)].sum(axis=0), rows[len(page.text) :].sum(axis=0)
    return _unit(_unit(lead) + _unit(terms))


def _unit(vector: Vectors) -> Vectors:
    import numpy as np

    length = np.float32(np.linalg.norm(vector))
    return vector / length if length else vector
