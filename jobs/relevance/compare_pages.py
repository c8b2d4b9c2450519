"""Two pages that were read, compared in subject."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import lru_cache

from jobs.model.document import TooComplex
from jobs.model.page import FetchFailure, Outcome
from jobs.model.reading import Seen
from jobs.model.relevance import LinkWords, Relevance
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import what_it_is
from jobs.relevance import PageText, prepare, score
from jobs.relevance.encoders import WORDS, Engine
from jobs.relevance.scoring import points_of
from jobs.relevance.terms import Profile, profile
from jobs.relevance.vectors import meanings, nearness
from jobs.web.encoding.decode import decode

_DOMAINS_NAMED = 10
_PAGES_REMEMBERED = 16


Compare = Callable[[Reading, Reading], Awaitable[Relevance | TooComplex]]
"""Compares their page, with the link that was asked for on it, to ours; both could be read."""


def unreadable(reading: Reading) -> FetchFailure | None:
    """Why there is nothing to compare: challenges and "not found" pages are no text of theirs; None where there is."""
    if reading.page is None:
        return reading.failure
    page, shown = reading.page, what_it_is(reading)
    if shown.outcome is Outcome.OK:
        return None
    return FetchFailure(page.url, shown.outcome, shown.reason, page.fetched_at, page.final_url, page.status)


def compare_readings(theirs: Reading, ours: Reading, engine: Engine = WORDS) -> Relevance:
    """How close two pages are that could be read, with the words around the link that was asked for on theirs.

    Word lists and models are loaded at the first use, some 300 MB: the bot has it done by a `Comparer`.
    """
    their, our = map(prepared, (theirs, ours))
    seen = _link_on(theirs)
    said = _said_at(seen, their) if seen else their
    meant, theirs_meant, said_meant = meanings([our, their, said], engine)
    return replace(
        score(our, their, nearness(meant, theirs_meant), is_measured=engine.is_measured),
        link=_link_words(seen, points_of(our, said, nearness(meant, said_meant))) if seen else None,
        followed_external=theirs.facts.followed_external,
        external_domains=theirs.facts.external_domains[:_DOMAINS_NAMED],
    )


def prepared(reading: Reading) -> Profile:
    """The terms of a page that could be read."""
    assert reading.page is not None
    return _prepared_body(reading.page.body, reading.facts.encoding, reading.facts.final_url)


@lru_cache(maxsize=_PAGES_REMEMBERED)
def _prepared_body(body: bytes, encoding: str, url: str) -> Profile:
    """Many links lead to one page of ours, and a page of theirs has several: each is prepared once."""
    return prepare(decode(body, encoding), url)


def _link_on(reading: Reading) -> Seen | None:
    """The link that was asked for, or else one to another page of the same site."""
    answers = reading.examined.answers.values() if reading.examined else ()
    sightings = [answer.sighting for answer in answers]
    return next((seen for sighting in sightings if (seen := sighting.best or sighting.nearest)), None)


def _said_at(seen: Seen, theirs: Profile) -> Profile:
    """The words around a link as a page of their own."""
    said = f"{seen.before} {seen.text} {seen.after}"
    return profile(PageText(theirs.page.url, text=said, language=theirs.page.language))


def _link_words(seen: Seen, points: int) -> LinkWords:
    return LinkWords(seen.text, seen.before.strip(), seen.after.strip(), seen.place, seen.followed, points)
