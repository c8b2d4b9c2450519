"""What a page really is on which the link was not found: the page itself, or something in its stead."""

from jobs.model.document import Document
from jobs.model.page import Outcome, Page
from jobs.model.reading import Seen, Sighting
from jobs.pages.asked import Classified
from jobs.pages.block_pages import challenge_mark
from jobs.pages.needs_js import needs_js
from jobs.pages.not_found import says_not_found
from jobs.pages.parked import parked_mark
from jobs.pages.redirects import RedirectKind, redirection
from jobs.pages.still_itself import kept_around, stands
from jobs.pages.walls import breaks_off, error_page, wall_instead
from jobs.web.urls import host

_OK = Classified(Outcome.OK)


def classify(page: Page, document: Document) -> Classified:
    """What an answer of status 2xx is by itself, with nothing looked for on it.

    Marks of challenges come first, for such an answer says nothing about the page behind it.
    """
    if mark := challenge_mark(page.status, page.headers, page.body, host(page.final_url)):
        return Classified(Outcome.BLOCKED, mark.named)
    if sign := parked_mark(page.body, document.text):
        return Classified(Outcome.PARKED, f"a parked domain: {sign}")
    if shell := _shell(document):
        return shell
    if why := breaks_off(page, document):
        return Classified(Outcome.TRUNCATED, why)
    return _by_its_words(page, document)


def classify_for(
    sighting: Sighting, page: Page, document: Document, alone: Classified, before: Seen | None = None
) -> Classified:
    """What the page is for a link that is not on it, given what it is `alone`, and the link as last seen on it.

    Where the words around the link still stand, or at least a trace of it is found, it is itself: the link was taken
    out.
    """
    if why := breaks_off(page, document, before):
        return Classified(Outcome.TRUNCATED, why)
    if before is not None and stands(kept_around(before, document.text)):
        return _redirected_away(page)
    if sighting.nearest or sighting.text_only or sighting.js_only:
        if alone.outcome is Outcome.NEEDS_JS:
            alone = _by_its_words(page, document)
    elif wall := wall_instead(page, document, before):
        return Classified(*wall)
    return alone if alone.outcome is not Outcome.OK else _redirected_away(page)


def _shell(document: Document) -> Classified | None:
    """A page that says nothing itself, and so nothing of its links."""
    if document.outline.frameset:
        return Classified(Outcome.NOT_HTML, "the page is made of frames, and says nothing itself")
    if needs_js(document):
        return Classified(Outcome.NEEDS_JS, "the page shows next to nothing without JavaScript (our rule of thumb)")
    return None


def _by_its_words(page: Page, document: Document) -> Classified:
    if error := error_page(page, document):
        return Classified(*error)
    if says_not_found(document):
        return Classified(Outcome.SOFT_404, f"the page answers {page.status} and says that it was not found")
    if not document.text and not document.links:
        return Classified(Outcome.BLANK, "the page shows no text and no link")
    return _OK


def _redirected_away(page: Page) -> Classified:
    """A page that leads to the home page or another host, without the link, is no more."""
    away = redirection(page.url, page.final_url, page.hops)
    if away is None or not away.is_far:
        return _OK
    where = "the site's home page" if away.whither is RedirectKind.HOME else host(page.final_url)
    return Classified(Outcome.SOFT_404, f"the address now leads to {where}")
