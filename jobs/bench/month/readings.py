"""Each answer of the simulated web as the reading that the real parser makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from jobs.bench.month.faults import Says
from jobs.model.page import FetchFailure, Outcome, Page
from jobs.model.reading import PageFacts
from jobs.pages.extract import LinkQuestion, extract
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import of_the_site, seen_as
from jobs.verdicts.evaluate import asks_canaries

URL = "https://site.example/page"
TARGET = "https://ours.example/"
START = datetime(2026, 5, 4, tzinfo=UTC)

_TALE = "We walked the long ridge above the lake, slept in the old hut and wore out our soles on the way down. " * 6
_LINK = '<a href="https://ours.example/"{rel}>good boots</a>'
_ARTICLE = f"<title>A ridge walk</title><h1>A ridge walk</h1><p>{_TALE} In the village we bought {{boots}}.</p>"
_HTML = {
    Says.LINKED: _ARTICLE.format(boots=_LINK.format(rel="")),
    Says.NOFOLLOWED: _ARTICLE.format(boots=_LINK.format(rel=' rel="nofollow"')),
    Says.UNLINKED: _ARTICLE.format(boots="good boots"),
    Says.HOME: "<title>Walks</title><h1>Walks</h1><p>" + "Tales from the hills, and who writes them down. " * 9,
    Says.WELCOME: "<title>Welcome</title><h1>It works</h1><p>" + "This is the default page of a new web server. " * 9,
    Says.NOT_FOUND_PAGE: "<title>Page not found</title><h1>Page not found</h1><p>Sorry, it is not here.</p>",
    Says.PARKED: "<title>site.example</title><h1>This domain is for sale</h1><p>Buy this domain today.</p>",
    Says.CHALLENGE: "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
}
_FAILURES = {
    Says.GONE: (Outcome.GONE, 404),
    Says.HALF: (Outcome.GONE, 404),
    Says.NO_SUCH_NAME: (Outcome.DNS_ERROR, None),
    Says.FORBIDDEN: (Outcome.BLOCKED, 403),
    Says.TIMEOUT: (Outcome.TIMEOUT, None),
    Says.SERVER_ERROR: (Outcome.SERVER_ERROR, 503),
    Says.RESET: (Outcome.CONNECTION_ERROR, None),
    Says.BROKEN_OFF: (Outcome.TRUNCATED, 200),
}


@dataclass(frozen=True, slots=True)
class Readings:
    """What reading each answer gives, as the page, beside it as a control, and unchanged since the last time."""

    whole: Mapping[Says, Reading]
    beside: Mapping[Says, PageFacts]
    unchanged: Mapping[Says, Reading]
    asks_canaries: frozenset[Says]


def readings() -> Readings:
    """Read every answer once."""
    whole = {says: _page(html) for says, html in _HTML.items()}
    whole |= {says: _failed(outcome, status) for says, (outcome, status) in _FAILURES.items()}
    return Readings(
        whole,
        {says: seen_as(reading, of_the_site(reading)).facts for says, reading in whole.items()},
        {says: replace(whole[says], page=None, examined=None) for says in (Says.LINKED, Says.NOFOLLOWED)},
        frozenset(says for says, reading in whole.items() if asks_canaries(reading)),
    )


def _page(html: str) -> Reading:
    headers = (("content-type", "text/html; charset=utf-8"),)
    page = Page(URL, URL, 200, headers, html.encode(), START)
    examined = extract(page, [LinkQuestion(TARGET)])
    return Reading(Outcome.OK, "", examined.facts, headers, "", None, page, examined)


def _failed(outcome: Outcome, status: int | None) -> Reading:
    failure = FetchFailure(URL, outcome, outcome.value, START, URL, status)
    return Reading(outcome, failure.reason, failure_facts(failure), failure=failure)
