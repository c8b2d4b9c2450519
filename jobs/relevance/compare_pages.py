"""Two pages, read now and compared in subject."""

import asyncio

from jobs.model.page import FetchFailure, Outcome, Page
from jobs.model.relevance import Relevance
from jobs.pages.reading import Read, Reading
from jobs.pages.what_it_is import what_it_is
from jobs.web.encoding.decode import decode


async def compare_pages(read: Read, page: str, target: str) -> Relevance | FetchFailure:
    """How close `page` is to our `target`; the first of them that could not be read, where one could not."""
    theirs, ours = await asyncio.gather(read(page), read(target))
    texts: list[tuple[Page, str]] = []
    for reading in (ours, theirs):
        found = _readable(reading)
        if isinstance(found, FetchFailure):
            return found
        texts.append((found, reading.facts.encoding))
    return await asyncio.to_thread(_scored, *texts)


def _readable(reading: Reading) -> Page | FetchFailure:
    """The page, or why there is nothing to compare: challenges and "not found" pages are no text of theirs."""
    if reading.failure is not None:
        return reading.failure
    assert reading.page is not None
    page, shown = reading.page, what_it_is(reading)
    if shown.outcome is Outcome.OK:
        return page
    return FetchFailure(page.url, shown.outcome, shown.reason, page.fetched_at, page.final_url, page.status)


def _scored(ours: tuple[Page, str], theirs: tuple[Page, str]) -> Relevance:
    """Worked out in a thread: word lists and models are loaded at the first use."""
    from jobs.relevance import prepare, score

    profiles = [prepare(decode(page.body, encoding), page.final_url) for page, encoding in (ours, theirs)]
    return score(*profiles)
