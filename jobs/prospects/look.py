"""A prospect's page, read now: what it is called, how its people are reached, and how close it is to ours."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jobs.model.document import TooComplex
from jobs.model.page import FetchFailure, Outcome
from jobs.model.prospect import Fit, ProspectPage
from jobs.model.relevance import Relevance
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import what_it_is
from jobs.relevance.compare_pages import Compare

_LONGEST_TITLE = 200
_UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look gave."""

    page: ProspectPage | None = None
    """None where it could not be read."""
    fit: Fit | None = None
    """None where there was nothing to compare it with, or one of the pages could not be read."""
    failure: FetchFailure | None = None
    """Of the first page that could not be read: theirs, or ours."""


class ReadsContacts(Protocol):
    """Reads a page, and how its people are reached."""

    async def read(self, url: str, *, contacts: bool = False) -> Reading:
        """As `PageReader.read`."""


async def look_at(reader: ReadsContacts, compare: Compare, page: str, target: str, now: datetime) -> Looked:
    """Read `page`, and our `target` where one is given (an address), and compare them."""
    if not target:
        theirs = await reader.read(page, contacts=True)
        return Looked(_page_of(theirs, None, now), failure=_unreadable(theirs, now))
    theirs, ours = await asyncio.gather(reader.read(page, contacts=True), reader.read(target))
    failure = _unreadable(theirs, now) or _unreadable(ours, now)
    found = None if failure else await compare(theirs, ours)
    if isinstance(found, TooComplex):
        failure = FetchFailure(page, Outcome.TOO_COMPLEX, found.reason, now)
        found = None
    fit = fit_of(found, target, now) if found else None
    return Looked(_page_of(theirs, found, now), fit, failure)


def fit_of(found: Relevance, target: str, now: datetime) -> Fit:
    """What is kept of a comparison."""
    ours = found.ours
    return Fit(
        now,
        target,
        found.score,
        found.closeness,
        found.low_confidence,
        found.shared,
        found.only_ours,
        (ours.title or next(iter(ours.h1s), ""))[:_LONGEST_TITLE],
    )


def _page_of(reading: Reading, found: Relevance | None, now: datetime) -> ProspectPage | None:
    if _unreadable(reading, now):
        return None
    facts, contacts = reading.facts, reading.examined.contacts if reading.examined else None
    read = found.theirs.language if found and found.theirs.language != _UNKNOWN else ""
    return ProspectPage(
        now,
        facts.title[:_LONGEST_TITLE],
        read or facts.lang.strip().lower()[:12],
        contacts.mails if contacts else (),
        contacts.pages if contacts else (),
    )


def _unreadable(reading: Reading, now: datetime) -> FetchFailure | None:
    """Why a page says nothing: challenges and "not found" pages are no text of theirs."""
    if reading.page is None:
        facts = reading.facts
        return reading.failure or FetchFailure(facts.url, reading.outcome, reading.reason, now)
    shown = what_it_is(reading)
    if shown.outcome is Outcome.OK:
        return None
    page = reading.page
    return FetchFailure(page.url, shown.outcome, shown.reason, page.fetched_at, page.final_url, page.status)
