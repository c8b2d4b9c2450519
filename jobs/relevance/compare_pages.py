"""Two pages, read now and compared in subject."""

import asyncio
from dataclasses import replace

from jobs.model.page import FetchFailure, Outcome
from jobs.model.reading import Seen
from jobs.model.relevance import LinkWords, Relevance
from jobs.pages.extract import LinkQuestion
from jobs.pages.reading import Read, Reading
from jobs.pages.what_it_is import what_it_is
from jobs.relevance import PageText, compare, prepare, score
from jobs.relevance.scoring import score_of
from jobs.relevance.terms import Profile, profile
from jobs.web.encoding.decode import decode

_DOMAINS_NAMED = 10


async def compare_pages(read: Read, page: str, target: str) -> Relevance | FetchFailure:
    """How close `page` is to our `target`; the first of them that could not be read, where one could not."""
    theirs, ours = await asyncio.gather(read(page, asked=[LinkQuestion(target)]), read(target))
    failures = [found for reading in (ours, theirs) if (found := _unreadable(reading)) is not None]
    return failures[0] if failures else await asyncio.to_thread(compare_readings, theirs, ours)


def _unreadable(reading: Reading) -> FetchFailure | None:
    """Why there is nothing to compare: challenges and "not found" pages are no text of theirs."""
    if reading.page is None:
        return reading.failure
    page, shown = reading.page, what_it_is(reading)
    if shown.outcome is Outcome.OK:
        return None
    return FetchFailure(page.url, shown.outcome, shown.reason, page.fetched_at, page.final_url, page.status)


def compare_readings(theirs: Reading, ours: Reading) -> Relevance:
    """How close two pages are that could be read, with the words around the link that was asked for on theirs.

    For a thread: word lists and models are loaded at the first use.
    """
    their, our = map(_prepared, (theirs, ours))
    seen = _link_on(theirs)
    return replace(
        score(our, their),
        link=_link_words(seen, their, our) if seen else None,
        followed_external=theirs.facts.followed_external,
        external_domains=theirs.facts.external_domains[:_DOMAINS_NAMED],
    )


def _prepared(reading: Reading) -> Profile:
    assert reading.page is not None
    return prepare(decode(reading.page.body, reading.facts.encoding), reading.facts.final_url)


def _link_on(reading: Reading) -> Seen | None:
    """The link that was asked for, or else one to another page of the same site."""
    answers = reading.examined.answers.values() if reading.examined else ()
    sightings = [answer.sighting for answer in answers]
    return next((seen for sighting in sightings if (seen := sighting.best or sighting.nearest)), None)


def _link_words(seen: Seen, theirs: Profile, ours: Profile) -> LinkWords:
    said = PageText(theirs.page.url, text=f"{seen.before} {seen.text} {seen.after}", language=theirs.page.language)
    points = score_of(compare(ours, profile(said)))
    return LinkWords(seen.text, seen.before.strip(), seen.after.strip(), seen.place, seen.followed, points)
