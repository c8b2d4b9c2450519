"""What stands in a page's stead at its own address: logins, gates, setup and error pages, pages that break off.

A page that still shows the words around its link is itself, whatever else it holds; what was on it while the link
stood there is no wall either. Words come last. All of it is a heuristic of ours.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from jobs.model.document import Document
from jobs.model.page import Outcome, Page
from jobs.model.reading import Seen
from jobs.pages.login_addresses import asks_to_log_in, is_gate, is_login, is_setup
from jobs.pages.not_found import TITLE_PARTS
from jobs.pages.still_itself import kept_around, stands
from jobs.pages.wall_words import WALLS, WallWords

PASSWORD, LOGIN_LINK, OPEN_END = "password", "login link", "open end"
"""Signs that a page may bear while it is itself; they tell something only where they are new."""

Wall = tuple[Outcome, str]
"""What a page ended as, and why in words."""

_THIN = 2500
"""Visible characters above which a title or heading speaks of a matter, not of the page."""
_VERY_THIN = 600
_LOOKED_AT = 64 * 1024
_LONGEST_TITLE = 500
_TAIL = 4000
_LAST_WORDS = 600
_FATAL = re.compile(
    r"(?:(?:fatal|parse) error\s*(?:</b>)?\s*:|\buncaught \w{0,40}(?:exception|error)\b)"
    r".{1,3000}?\bon line\s+(?:<b>)?\s*\d+",
    re.DOTALL,
)
_ENDS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_BEGINS = re.compile(rb"<(?:body|html)[\s>]", re.IGNORECASE)
_PARTS = re.compile(rb"<(/?)(?:div|main|article|section|header|footer|nav|table|ul|ol)[\s>]", re.IGNORECASE)


def signs_of(page: Page, document: Document) -> tuple[str, ...]:
    """What the page bears that would tell of a wall, or of an end too soon, if it were new."""
    return tuple(
        sign
        for sign, borne in (
            (PASSWORD, document.passwords),
            (LOGIN_LINK, asks_to_log_in(document.links, page.url)),
            (OPEN_END, _has_open_end(page.body, document)),
        )
        if borne
    )


def breaks_off(page: Page, document: Document, before: Seen | None = None) -> str:
    """Why a page is taken for cut off by an error of its own; empty where it is not.

    It ends in an error message, or it leaves open what it closed when the link was `before` it. A page that goes on
    behind the link's place is whole as far as the link is concerned.
    """
    if before is not None and stands(kept_around(replace(before, before=""), document.text)):
        return ""
    if _ends_in_error(page.body):
        return "the page breaks off with an error of its server"
    known = before.page_signs if before is not None else None
    if known is not None and OPEN_END not in known and _has_open_end(page.body, document):
        return "the page breaks off in the middle"
    return ""


def wall_instead(page: Page, document: Document, before: Seen | None = None) -> Wall | None:
    """What stands in the page's stead; None where nothing does that we know. Not asked of a page that is itself."""
    if page.hops:
        if is_login(page.final_url) and not is_login(page.url):
            return Outcome.BLOCKED, "the page asks for a login"
        if is_setup(page.final_url) and not is_setup(page.url):
            return Outcome.SERVER_ERROR, "a setup page answers in its stead"
        if is_gate(page.final_url) and not is_gate(page.url):
            return Outcome.BLOCKED, "a gate stands before the page"
    if before is not None and before.page_signs is not None:
        news = set(signs_of(page, document)) - set(before.page_signs)
        if PASSWORD in news:
            return Outcome.BLOCKED, "the page asks for a password, which it did not before"
        if LOGIN_LINK in news:
            return Outcome.BLOCKED, "the page asks for a login, which it did not before"
    return wall_by_words(page, document, WALLS)


def error_page(page: Page, document: Document) -> Wall | None:
    """An error page of the site's own software, told by its words alone."""
    return wall_by_words(page, document, [each for each in WALLS if each.outcome is Outcome.SERVER_ERROR])


def wall_by_words(page: Page, document: Document, walls: Iterable[WallWords]) -> Wall | None:
    """What a page says that it is, where it has little to say beside that."""
    text, title = document.text, document.title[:_LONGEST_TITLE]
    if len(text) > _THIN:
        return None
    first = document.outline.headings[:1]
    headings = [" ".join(part.split()).strip(" -!.,:…") for part in (*TITLE_PARTS.split(title), *first)]
    said = "\n".join((title, *first, text if len(text) <= _VERY_THIN else ""))
    markup = page.body[:_LOOKED_AT].decode("latin-1").lower()
    for wall in walls:
        if wall.needs_password and not document.passwords:
            continue
        if (
            (wall.heading and any(wall.heading.pattern.fullmatch(part) for part in headings if part))
            or (wall.said and wall.said.pattern.search(said))
            or (wall.markup and wall.markup.pattern.search(markup))
        ):
            return wall.outcome, wall.reason
    return None


def _ends_in_error(body: bytes) -> bool:
    tail = body[-_TAIL:].decode("latin-1").lower()
    if "on line" not in tail:  # as in hardly any page: then nothing is sought that takes longer
        return False
    found = next(reversed(list(_FATAL.finditer(tail))), None)
    return found is not None and len(tail) - found.end() <= _LAST_WORDS and "</html" not in tail[found.end() :]


def _has_open_end(body: bytes, document: Document) -> bool:
    """Whether a page begins something that it never ends: `body`, or parts of it, in a page without an end tag."""
    if document.encoding.startswith("utf-16") or _ENDS.search(body, max(0, len(body) - _TAIL)) or _ENDS.search(body):
        return False
    if _BEGINS.search(body):
        return True
    ends = [bool(part[1]) for part in _PARTS.finditer(body)]
    return ends.count(False) > ends.count(True)
