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
from jobs.relevance.compare_pages import Compare, unreadable

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
        return Looked(_page_of(theirs, None, now), failure=unreadable(theirs))
    theirs, ours = await asyncio.gather(reader.read(page, contacts=True), reader.read(target))
    failure = unreadable(theirs) or unreadable(ours)
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
    if unreadable(reading):
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
