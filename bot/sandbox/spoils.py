"""What can be done to a demo page, and what the page answers then: state -> answer, nothing else (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from string import Template

EXTRA_LINKS = 40
NEWS = "/news/a-new-look"
"""Where a redirected page leads: another article of the site, without the link."""


class Spoil(StrEnum):
    """One thing that goes wrong with a link or with its page."""

    REMOVE_LINK = "remove_link"
    NOFOLLOW = "nofollow"
    NOINDEX = "noindex"
    CHANGE_ANCHOR = "change_anchor"
    MANY_LINKS = "many_links"
    NOT_FOUND = "not_found"
    SERVER_ERROR = "server_error"
    HANG = "hang"
    CHALLENGE = "challenge"
    REDIRECT = "redirect"


PUT_BACK = "put_back"
LABELS: Mapping[Spoil, tuple[str, str]] = {
    Spoil.REMOVE_LINK: ("Remove the link", "the link is removed"),
    Spoil.NOFOLLOW: ("Add nofollow", "the link is nofollow"),
    Spoil.NOINDEX: ("Set noindex", "the page is noindex"),
    Spoil.CHANGE_ANCHOR: ("Change the anchor", "the anchor is changed"),
    Spoil.MANY_LINKS: (f"Add {EXTRA_LINKS} outbound links", f"{EXTRA_LINKS} outbound links were added"),
    Spoil.NOT_FOUND: ("Answer 404", "answers 404"),
    Spoil.SERVER_ERROR: ("Answer 500", "answers 500"),
    Spoil.HANG: ("Hang", "never answers"),
    Spoil.CHALLENGE: ("Show a challenge page", "shows a challenge page"),
    Spoil.REDIRECT: ("Redirect the page elsewhere", "redirects elsewhere"),
}
"""What the button says, and what is said of the page afterwards."""
ANSWERS = frozenset({Spoil.NOT_FOUND, Spoil.SERVER_ERROR, Spoil.HANG, Spoil.CHALLENGE, Spoil.REDIRECT})
"""These replace the whole answer, so that only one of them holds at a time."""


@dataclass(frozen=True, slots=True)
class DemoPage:
    """A page as it should be: where it is, its text with gaps (`$link`, `$robots`, ...), and the link it carries."""

    id: str
    host: str
    path: str
    site: str
    purpose: str
    target: str = ""
    anchor: str = ""
    template: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the web server says; `hangs` means that it never says anything."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What surrounds a page: its own address, its target's, our site's, the style sheet, the challenge page."""

    url: str
    target_url: str
    shop: str
    style: str
    challenge: str


def spoiled(state: frozenset[Spoil], action: str) -> frozenset[Spoil]:
    """The state after an action; `put_back` heals everything."""
    if action == PUT_BACK:
        return frozenset()
    spoil = Spoil(action)
    return (state - ANSWERS if spoil in ANSWERS else state) | {spoil}


def answer(page: DemoPage, state: frozenset[Spoil], look: Look) -> Answer:
    """What a visitor gets."""
    match next(iter(state & ANSWERS), None):
        case Spoil.HANG:
            return Answer(hangs=True)
        case Spoil.NOT_FOUND:
            return Answer(404, "<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>")
        case Spoil.SERVER_ERROR:
            return Answer(500, "<!DOCTYPE html><title>500</title><h1>Internal Server Error</h1>")
        case Spoil.CHALLENGE:
            return Answer(403, look.challenge, {"cf-mitigated": "challenge", "Server": "cloudflare"})
        case Spoil.REDIRECT:
            return Answer(301, headers={"Location": NEWS})
    return Answer(body=rendered(page, state, look))


def rendered(page: DemoPage, state: frozenset[Spoil], look: Look) -> str:
    """The page's HTML in this state."""
    robots = '<meta name="robots" content="noindex">\n' if Spoil.NOINDEX in state else ""
    return Template(page.template).substitute(
        robots=robots,
        link=link(page, state, look),
        shop=escape(look.shop),
        extra=extra(state),
        url=escape(look.url),
        style=look.style,
    )


def link(page: DemoPage, state: frozenset[Spoil], look: Look) -> str:
    """The tracked link, or what is left of it."""
    words = "this page" if Spoil.CHANGE_ANCHOR in state else page.anchor
    if Spoil.REMOVE_LINK in state or not page.target:
        return escape(words)
    rel = ' rel="nofollow"' if Spoil.NOFOLLOW in state else ""
    return f'<a href="{escape(look.target_url)}"{rel}>{escape(words)}</a>'


def extra(state: frozenset[Spoil]) -> str:
    """Forty links that nobody asked for, if they were added."""
    if Spoil.MANY_LINKS not in state:
        return ""
    links = (
        f'<li><a href="https://cheap-loans-{n}.example/">Cheap loans {n}</a></li>' for n in range(1, EXTRA_LINKS + 1)
    )
    return f"<h2>More from our friends</h2>\n<ul>\n{chr(10).join(links)}\n</ul>\n"
