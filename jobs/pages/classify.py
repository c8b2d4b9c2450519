"""What a page really is on which the link was not found: the page itself, or something in its stead."""

import re
from dataclasses import dataclass, replace

from jobs.model.document import Document
from jobs.model.page import FetchFailure, Outcome, Page
from jobs.model.reading import Sighting
from jobs.pages.block_pages import BlockPageMark, challenge_mark
from jobs.pages.needs_js import needs_js
from jobs.pages.not_found import says_not_found
from jobs.pages.parked import parked_mark
from jobs.pages.redirects import RedirectKind, redirection
from jobs.web.urls import host

_LOGIN = re.compile(r"/(?:wp-login\.php|log-?in|sign-?in|auth|sso)/?[^/]*$", re.IGNORECASE)
"""Where a login wall sends its visitors: a heuristic of ours."""


@dataclass(frozen=True, slots=True)
class Classified:
    """How reading a page ended, seen as a whole."""

    outcome: Outcome
    reason: str = ""
    """In words, where the outcome is not ok."""


_OK = Classified(Outcome.OK)


def classify(page: Page, document: Document) -> Classified:
    """What an answer of status 2xx is by itself, with nothing looked for on it.

    Marks of challenges come first, for such an answer says nothing about the page behind it.
    """
    if mark := challenge_mark(page.status, page.headers, page.body, host(page.final_url)):
        return Classified(Outcome.BLOCKED, _named(mark))
    if sign := parked_mark(page.body, document.text):
        return Classified(Outcome.PARKED, f"a parked domain: {sign}")
    if needs_js(document):
        return Classified(Outcome.NEEDS_JS, "the page shows next to nothing without JavaScript (our rule of thumb)")
    return _by_its_words(page, document)


def classify_for(sighting: Sighting, page: Page, document: Document, alone: Classified) -> Classified:
    """What the page is for one link, given what it is `alone`.

    A link that is found is present, whatever else the page holds: then the page is `ok`. Where at least a trace of it
    is found, the page needs no JavaScript to show its text.
    """
    if sighting.present:
        return _OK
    if alone.outcome is Outcome.NEEDS_JS and (sighting.nearest or sighting.text_only or sighting.js_only):
        alone = _by_its_words(page, document)
    return alone if alone.outcome is not Outcome.OK else _redirected_away(page)


def recognise(failure: FetchFailure) -> FetchFailure:
    """The same failure, or `blocked` where its answer bears the mark of a challenge: 404 and 503 come with them too."""
    if failure.status is None or not failure.outcome.meaning.may_be_challenge:
        return failure
    mark = challenge_mark(failure.status, failure.headers, failure.body, host(failure.final_url))
    return replace(failure, outcome=Outcome.BLOCKED, reason=_named(mark)) if mark else failure


def _named(mark: BlockPageMark) -> str:
    return f"a challenge or block page by {mark.maker} ({mark.where})"


def _by_its_words(page: Page, document: Document) -> Classified:
    if says_not_found(document):
        return Classified(Outcome.SOFT_404, f"the page answers {page.status} and says that it was not found")
    return _OK


def _redirected_away(page: Page) -> Classified:
    """A page that leads to the home page or another host, without the link, is no more."""
    away = redirection(page.url, page.final_url, page.hops)
    if away is None or not away.is_far:
        return _OK
    if _LOGIN.search(page.final_url.partition("?")[0]):
        return Classified(Outcome.BLOCKED, "the page asks for a login")
    where = "the site's home page" if away.whither is RedirectKind.HOME else host(page.final_url)
    return Classified(Outcome.SOFT_404, f"the address now leads to {where}")
