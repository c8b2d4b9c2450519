"""How near two pages are in meaning: their vectors, each made of two views of a page."""

import hashlib
import textwrap
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from jobs.relevance.encoders import Encoder, Engine, Vectors, encoder_of
from jobs.relevance.terms import Profile
from jobs.relevance.vector_cache import VectorCache, open_cache
from jobs.units.languages import one_name

_READ_CHARS = 4_000
_PASSAGE_CHARS = 500
_GROUPS = (12, 24, 48, 96)
"""How many terms are in each group, the weightiest first: a group counts as one, and so a term less in each."""
_WHOLE = 300  # characters from which a passage counts whole
_CENTRED = 0.8
"""How much of what all pages have in common is taken away; measured, as are the two views' equal shares."""


class Passages(Struct, frozen=True):
    """Two views of one page, each in pieces that an encoder takes."""

    text: tuple[str, ...]
    terms: tuple[str, ...]


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


def mean_of(vectors: Sequence["Vectors | None"]) -> "Vectors | None":
    """The vector of several pages together; None where one of them has none."""
    known = [vector for vector in vectors if vector is not None]
    return _unit(sum(known[1:], start=known[0])) if known and len(known) == len(vectors) else None


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


def passages_of(page: Profile) -> Passages:
    """Cut a page into what is encoded: nine passages of 500 characters at most, and 180 telling words in groups."""
    lead = " ".join(page.page.text[:_READ_CHARS].split())
    ranked = iter(sorted(page.written, key=lambda term: (-page.weights[term], term)))
    groups = (" ".join(islice(ranked, size)) for size in _GROUPS)
    return Passages(
        text=tuple(textwrap.wrap(lead, _PASSAGE_CHARS, break_on_hyphens=False)),
        terms=tuple(group for group in groups if group),
    )


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
