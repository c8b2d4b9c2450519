"""Compare two profiles, and say what the number means."""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, islice, pairwise

from jobs.model.relevance import Closeness, ComparedPage, Doubt, Method, Relevance
from jobs.relevance.extract import PageText
from jobs.relevance.language import UNKNOWN
from jobs.relevance.terms import Profile, family, profile
from jobs.relevance.topics import mean_topics
from jobs.relevance.words import stems_of
from jobs.units.languages import one_name

# From what was found to score, straight lines between: fitted by hand to graded pairs of real pages, so that a border
# of the bands below falls where the grades part. A heuristic.
_KNOTS = {
    Method.WORDS: ((0.0, 0), (0.018, 35), (0.04, 60), (0.13, 85), (0.4, 100), (1.0, 100)),
    Method.TOPICS: ((-0.08, 0), (0.0, 10), (0.14, 35), (0.25, 60), (0.45, 85), (0.8, 100), (1.0, 100)),
    Method.MEANING: ((-0.1, 0), (0.0, 15), (0.1, 35), (0.2, 60), (0.4, 85), (0.7, 100), (1.0, 100)),
}
_ENOUGH_WORDS = 0.2
"""Of a cosine of words: pages that share more are not more of one subject."""
_WORDS_COUNT = math.sqrt(_ENOUGH_WORDS)
"""How much words count at most beside topics, which count 1."""
_SAME_SUBJECT_FROM = 60
_SAME_FIELD_FROM = 35

_TOO_FEW_TERMS = 15  # the verdict stays open below
_FEW_TERMS = 60

_SHARED_SHOWN = 8
_ONLY_OURS_SHOWN = 5


def compare(ours: Profile, theirs: Profile, nearness: float | None = None) -> float:
    """How close two pages are, 0 to 1: the score before it is rounded. Symmetric; `nearness` as in `score`."""
    return _share(*_likeness(ours, theirs, nearness))


def _likeness(ours: Profile, theirs: Profile, nearness: float | None) -> tuple[float, Method]:
    """What the score is made from, -1 to 1, and what it is."""
    if nearness is not None:
        return nearness, Method.MEANING
    words = _cosine_of_words(ours, theirs)
    if not ours.topics or not theirs.topics:
        return words, Method.WORDS
    topics = math.fsum(one * other for one, other in zip(ours.topics, theirs.topics, strict=True))
    both = topics + math.sqrt(min(words, _ENOUGH_WORDS))
    return max(-1.0, min(1.0, both / (1 + _WORDS_COUNT))), Method.TOPICS


def _cosine_of_words(ours: Profile, theirs: Profile) -> float:
    """The cosine of two pages' term weights: 0 (nothing in common) to 1 (the same text)."""
    dot = _dot(ours.weights, theirs.weights) + _dot(ours.stems, theirs.stems)
    return min(1.0, dot / (_length(ours) * _length(theirs))) if dot else 0.0


def _dot(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    few, many = sorted((ours, theirs), key=len)
    return math.fsum(weight * many[term] for term, weight in few.items() if term in many)


def _length(page: Profile) -> float:
    return math.sqrt(math.fsum(weight * weight for weight in chain(page.weights.values(), page.stems.values())))


def score(
    ours: PageText | Profile, theirs: PageText | Profile, nearness: float | None = None, *, is_measured: bool = True
) -> Relevance:
    """Say how close their page is to ours, 0 to 100, with the terms that show it and every reason for doubt.

    It rests on their `nearness` in meaning where that is known, with a doubt where that is not of the model which our
    bands were fitted to (`is_measured`); else on their words. The verdict stays open (`UNCLEAR`) where a page is too
    short, and where two languages have few words in common: that proves nothing about their subjects.
    """
    our, their = (page if isinstance(page, Profile) else profile(page) for page in (ours, theirs))
    likeness, method = _likeness(our, their, nearness)
    points = score_of(likeness, method)
    doubts = (
        *_doubts(our, their, method),
        *(() if is_measured or method is not Method.MEANING else (Doubt.UNMEASURED_MODEL,)),
    )
    unclear = _too_short(our, their) or (Doubt.LANGUAGES_DIFFER in doubts and points < _SAME_FIELD_FROM)
    return Relevance(
        score=points,
        closeness=Closeness.UNCLEAR if unclear else closeness_of(points),
        likeness=likeness,
        shared=_shared(our, their),
        only_ours=_only_ours(our, their),
        ours=_compared(our.page),
        theirs=_compared(their.page),
        doubts=doubts,
        method=method,
    )


def together(pages: Sequence[Profile]) -> Profile:
    """Several pages as one, each of which counts alike."""
    weights: defaultdict[str, float] = defaultdict(float)
    stems: defaultdict[str, float] = defaultdict(float)
    for page in pages:
        length = _length(page) or 1.0
        for sums, terms in ((weights, page.weights), (stems, page.stems)):
            for term, weight in terms.items():
                sums[term] += weight / length
    topics = mean_topics([page.topics for page in pages])
    return Profile(PageText(""), weights, stems, topics, {}, has_word_list=all(page.has_word_list for page in pages))


def points_of(ours: Profile, theirs: Profile, nearness: float | None) -> int:
    """The score alone."""
    return score_of(*_likeness(ours, theirs, nearness))


def score_of(likeness: float, method: Method) -> int:
    """Turn what was found into a score, 0 to 100; never falling."""
    return round(100 * _share(likeness, method))


def _share(likeness: float, method: Method) -> float:
    """The score as a share of 1, by straight lines between fixed points."""
    for (x0, y0), (x1, y1) in pairwise(_KNOTS[method]):
        if likeness <= x1:
            return max(0.0, y0 + (y1 - y0) * (likeness - x0) / (x1 - x0)) / 100
    return 1.0


def _too_short(ours: Profile, theirs: Profile) -> bool:
    return min(len(ours.weights), len(theirs.weights)) < _TOO_FEW_TERMS


def closeness_of(points: int) -> Closeness:
    """Name the band in which a score lies."""
    bands = (Closeness.NOT_RELATED, Closeness.SAME_FIELD, Closeness.SAME_SUBJECT)
    return bands[bisect_right((_SAME_FIELD_FROM, _SAME_SUBJECT_FROM), points)]


def _shared(ours: Profile, theirs: Profile) -> tuple[str, ...]:
    weights = {term: ours.weights[term] * theirs.weights[term] for term in ours.written if term in theirs.written}
    return _best_of_families(ours, weights, _SHARED_SHOWN, known=frozenset())


def _only_ours(ours: Profile, theirs: Profile) -> tuple[str, ...]:
    weights = {term: ours.weights[term] for term in ours.written if term not in theirs.weights}
    known = frozenset(_families(theirs).values())
    return _best_of_families(ours, weights, _ONLY_OURS_SHOWN, known=known)


def _best_of_families(
    page: Profile, weights: Mapping[str, float], at_most: int, known: AbstractSet[str]
) -> tuple[str, ...]:
    """Take the weightiest terms, one of each family and none of a known one, as the page writes them."""
    best: dict[str, str] = {}
    families = _families(page)
    for term in sorted(weights, key=lambda term: (-weights[term], term)):
        if families[term] not in known:
            best.setdefault(families[term], page.written[term])
    return tuple(islice(best.values(), at_most))


def _families(page: Profile) -> Mapping[str, str]:
    """The family of each term, by its stem where its language has stems: a tent and tents are one."""
    stems = stems_of(page.weights, page.page.language.code)
    return {term: family(stems.get(term, term)) for term in page.weights}


def _compared(page: PageText) -> ComparedPage:
    return ComparedPage(
        url=page.url,
        title=page.title,
        h1s=page.h1s,
        language=page.language.code,
        language_confidence=page.language.confidence,
        declared_language=page.declared_language,
        chars=page.chars,
        fell_back=page.fell_back,
    )


def _doubts(ours: Profile, theirs: Profile, method: Method) -> Iterator[Doubt]:
    both = (ours, theirs)
    languages = [side.page.language for side in both]
    unsure = UNKNOWN in languages
    if any(len(side.weights) < _FEW_TERMS for side in both):
        yield Doubt.SHORT_TEXT
    if any(side.page.fell_back for side in both):
        yield Doubt.FALLBACK_EXTRACTION
    if unsure:
        yield Doubt.LANGUAGE_UNSURE
    if method is Method.MEANING:
        return
    if not unsure and one_name(languages[0].code) != one_name(languages[1].code):
        yield Doubt.LANGUAGES_DIFFER
    if not all(side.has_word_list for side in both):
        yield Doubt.NO_WORD_LIST
