"""A page as a browser with JavaScript off reads it."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec


class Place(StrEnum):
    """Where on the page a link stands."""

    BODY = "body"
    NAV = "nav"
    HEADER = "header"
    FOOTER = "footer"
    SIDEBAR = "sidebar"
    COMMENTS = "comments"
    AUTHOR = "author"
    NOSCRIPT = "noscript"
    IFRAME = "iframe"


class TextFrom(StrEnum):
    """Where the words of an anchor came from."""

    TEXT = "text"
    ALT = "alt"
    """The alternative text of an image in it."""
    TITLE = "title"
    """The anchor's own title attribute."""


class Anchor(msgspec.Struct, frozen=True, gc=False):
    """One `a[href]` or `area[href]`, in document order.

    A page has thousands: a struct is made in a fifth of the time that a frozen dataclass takes.
    """

    href: str
    """Resolved and serialised as a browser does; the raw text where `valid` is false."""
    raw_href: str
    rel: tuple[str, ...]
    """Tokens in lower case, split on white space and commas."""
    text: str
    """The anchor as Google reads it: text, else the image's alt, else the title; white space folded."""
    place: Place
    hidden: bool
    valid: bool = True
    tag: str = "a"
    position: int = 0
    """Where its text begins in `Document.text`, so that the words around it can be shown."""
    text_from: TextFrom = TextFrom.TEXT


@dataclass(frozen=True, slots=True)
class RobotsTag:
    """One list of robots directives and who gave it.

    Sources: `meta robots`, `meta googlebot`, `X-Robots-Tag`, `X-Robots-Tag googlebot`.
    """

    source: str
    value: str


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical address and where it was given: `link` or `header`."""

    source: str
    href: str
    valid: bool = True
    """False where it does not parse: then it is the raw text, and says nothing to a search engine."""


@dataclass(frozen=True, slots=True)
class MetaRefresh:
    """A meta refresh: after `seconds`, go to `url`."""

    seconds: float
    url: str
    in_noscript: bool = False
    """Only followed where JavaScript is off: search engines, which run scripts, do not see it."""


@dataclass(frozen=True, slots=True)
class Document:
    """All that we read from one HTML page."""

    url: str
    base: str
    encoding: str
    encoding_source: str
    """bom, header, meta, utf-8 (valid bytes) or guess."""
    title: str
    description: str
    lang: str
    canonicals: tuple[Canonical, ...]
    robots: tuple[RobotsTag, ...]
    refresh: MetaRefresh | None
    hreflang: tuple[tuple[str, str], ...]
    links: tuple[Anchor, ...]
    text: str
    """The visible text, white space folded; without what stands in noscript, form fields and the head."""
    script_chars: int = 0
    """How much script the page holds: with little text it is a sign that the page needs JavaScript."""
    script_files: int = 0
    """How many scripts the page loads from elsewhere."""
    noscript_text: str = ""
    frames: tuple[str, ...] = ()
    """Resolved addresses of iframes."""
    js_links: tuple[tuple[str, str], ...] = ()
    """(address, text) of what acts as a link only through a script (no href a crawler would follow)."""


@dataclass(frozen=True, slots=True)
class TooComplex:
    """A page that cannot be read within bounds of time and memory; its outcome is `Outcome.TOO_COMPLEX`, never lost."""

    reason: str
    """What stopped the reading, in words for a log; people read "could not be read (too complex)"."""
