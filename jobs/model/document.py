"""A page as a browser with JavaScript off reads it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

import msgspec
from msgspec import Struct


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


TEMPLATE = frozenset({Place.NAV, Place.HEADER, Place.FOOTER, Place.SIDEBAR})
"""What sites repeat on all of their pages."""


class Appearance(StrEnum):
    """What a visitor sees of a link."""

    SHOWN = "shown"
    AT_FIRST = "hidden at first"
    """Until a script of the page shows it, or the visitor opens what it stands in: a heuristic."""
    HIDDEN = "hidden"


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
    valid: bool = True
    tag: str = "a"
    is_copy: bool = False
    """Made by the parser of the one before, whose end tag is missing: the source of the page has one link."""


class Words(NamedTuple):
    """The words of a link, and where they came from."""

    text: str
    """The anchor as Google reads it: text, else the image's alt, else the title; white space folded."""
    source: TextFrom = TextFrom.TEXT


class Spot(Struct, frozen=True):
    """Where a link stands, and whether a browser shows it there."""

    place: Place
    hidden: bool
    hidden_at_first: bool = False
    """Whether it is hidden until a script shows it, or the visitor opens what it stands in; then not `hidden`."""
    by_codes: bool = False
    """Whether, where it is one of both, that may rest on what the codes of scripts say."""


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
    ignored: str = ""
    """Why Google passes over it, in a few words; empty where it counts."""


@dataclass(frozen=True, slots=True)
class MetaRefresh:
    """A meta refresh: after `seconds`, go to `url`."""

    seconds: float
    url: str
    in_noscript: bool = False
    """Only followed where JavaScript is off: search engines, which run scripts, do not see it."""


class Outline(Struct, frozen=True):
    """What a page is made of, beside its text and links."""

    headings: tuple[str, ...] = ()
    """The first headings of the two highest ranks."""
    empty_mount: bool = False
    """Whether it has an element that a script is to fill, by the names that frameworks use: a heuristic of ours."""
    moves_on: bool = False
    """Whether a short script of its own takes the visitor to another address."""
    frameset: bool = False


class Rest(Protocol):
    """What is read of a page when it is asked for: see `Document`, which passes it on under the same names."""

    @property
    def text(self) -> str:
        """As in `Document`."""

    @property
    def script_chars(self) -> int:
        """As in `Document`."""

    @property
    def script_files(self) -> int:
        """As in `Document`."""

    @property
    def noscript_text(self) -> str:
        """As in `Document`."""

    @property
    def outline(self) -> Outline:
        """As in `Document`."""

    @property
    def passwords(self) -> bool:
        """As in `Document`."""

    @property
    def words_mark(self) -> str:
        """As in `Document`."""

    @property
    def fleeting(self) -> tuple[tuple[str, ...], ...]:
        """As in `Document`."""

    @property
    def main_chars(self) -> int:
        """As in `Document`."""

    @property
    def frames(self) -> tuple[str, ...]:
        """As in `Document`."""

    @property
    def framed(self) -> tuple["Framed", ...]:
        """As in `Document`."""

    @property
    def js_links(self) -> tuple[tuple[str, str], ...]:
        """As in `Document`."""

    def words(self, number: int) -> Words:
        """As in `Document`."""

    def place(self, number: int) -> Place:
        """As in `Document`."""

    def spot(self, number: int, shown_by: str = "") -> Spot:
        """As in `Document`."""

    def sight_mark(self, number: int) -> str:
        """As in `Document`."""

    def position(self, number: int) -> int:
        """As in `Document`."""


@dataclass(frozen=True, slots=True)
class Document:
    """All that we read from one HTML page; what stands under `rest` is read when it is first asked for."""

    url: str
    base: str
    encoding: str
    encoding_source: str
    """bom, header, meta, utf-8 (valid bytes) or guess."""
    title: str
    description: str
    generator: str
    """The software that made the page, as it names itself; empty where it does not."""
    lang: str
    canonicals: tuple[Canonical, ...]
    robots: tuple[RobotsTag, ...]
    refresh: MetaRefresh | None
    hreflang: tuple[tuple[str, str], ...]
    links: tuple[Anchor, ...]
    rest: Rest = field(repr=False)

    @property
    def text(self) -> str:
        """The visible text, white space folded; without what stands in noscript, form fields and the head."""
        return self.rest.text

    @property
    def script_chars(self) -> int:
        """How much script the page holds: with little text it is a sign that the page needs JavaScript."""
        return self.rest.script_chars

    @property
    def script_files(self) -> int:
        """How many scripts the page loads from elsewhere."""
        return self.rest.script_files

    @property
    def noscript_text(self) -> str:
        """What stands in noscript elements."""
        return self.rest.noscript_text

    @property
    def outline(self) -> Outline:
        """What it is made of, beside text and links."""
        return self.rest.outline

    @property
    def passwords(self) -> bool:
        """Whether it has a field for a password."""
        return self.rest.passwords

    @property
    def words_mark(self) -> str:
        """A hash of all that the text is made from: while it is the same, so is the text, but for white space."""
        return self.rest.words_mark

    @property
    def fleeting(self) -> tuple[tuple[str, ...], ...]:
        """What a server may write otherwise at each answer, by kind (`jobs.web.html.fleeting`).

        Nothing where it cannot be told from the rest, or where what is read may rest on it.
        """
        return self.rest.fleeting

    @property
    def main_chars(self) -> int:
        """How much of the text stands outside header, footer, navigation and sidebar."""
        return self.rest.main_chars

    @property
    def frames(self) -> tuple[str, ...]:
        """Resolved addresses of frames."""
        return self.rest.frames

    @property
    def framed(self) -> tuple["Framed", ...]:
        """The documents that the page holds in frames (`srcdoc`); those behind an address are pages of their own."""
        return self.rest.framed

    @property
    def js_links(self) -> tuple[tuple[str, str], ...]:
        """(address, text) of what acts as a link only through a script (no href a crawler would follow)."""
        return self.rest.js_links

    def words(self, number: int) -> Words:
        """The words of the link `links[number]`."""
        return self.rest.words(number)

    def place(self, number: int) -> Place:
        """In which part of the page the link `links[number]` stands."""
        return self.rest.place(number)

    def spot(self, number: int, shown_by: str = "") -> Spot:
        """Where the link `links[number]` stands; one whose `sight_mark` is `shown_by` is known to be shown."""
        return self.rest.spot(number, shown_by)

    def sight_mark(self, number: int) -> str:
        """A hash of what tells whether the link `links[number]` is shown; empty where that is not told so simply."""
        return self.rest.sight_mark(number)

    def position(self, number: int) -> int:
        """Where the text of the link `links[number]` begins in the text, so that the words around it can be shown."""
        return self.rest.position(number)


@dataclass(frozen=True, slots=True)
class Framed:
    """A document in a frame."""

    document: Document
    hidden: bool
    """Whether a browser shows nothing of the frame."""
    hidden_at_first: bool = False
    """As in `Spot`."""


class TooComplex(Struct, frozen=True):
    """A page that cannot be read within bounds of time and memory; its outcome is `Outcome.TOO_COMPLEX`, never lost."""

    reason: str
    """What stopped the reading, in words for a log; people read "could not be read (too complex)"."""
