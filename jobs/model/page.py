"""What asking for a page can give: a page, "not modified", or a failure with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Outcome(StrEnum):
    """How reading a page ended."""

    OK = "ok"
    GONE = "gone"
    SOFT_404 = "soft_404"
    PARKED = "parked"
    DNS_ERROR = "dns_error"
    BLOCKED = "blocked"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    TLS_ERROR = "tls_error"
    CONNECTION_ERROR = "connection_error"
    BAD_HTTP = "bad_http"
    TRUNCATED = "truncated"
    REDIRECT_LOOP = "redirect_loop"
    NOT_HTML = "not_html"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"
    UNKNOWN_ENCODING = "unknown_encoding"
    NEEDS_JS = "needs_js"
    BLANK = "blank"
    ROBOTS_REFUSED = "robots_refused"
    REFUSED_ADDRESS = "refused_address"
    REPLACED = "replaced"
    GEO = "geo"

    @property
    def meaning(self) -> "Meaning":
        """What follows from this outcome."""
        return OUTCOMES[self]

    @property
    def proves_absence(self) -> bool:
        """Whether this outcome may count towards "lost"; `ok` does too, where the link is not on the page."""
        return self.meaning.proves_absence

    @property
    def is_unknown(self) -> bool:
        """Whether nothing can be said about the link: it never moves towards lost."""
        return self is not Outcome.OK and not self.proves_absence and not self.meaning.is_another_page

    def tells_nothing_of(self, *, never_seen: bool) -> bool:
        """Whether a check that ended so says nothing of a link; of one never seen on its page, even less does."""
        return self.is_unknown or (never_seen and self.meaning.may_be_typo)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What follows from an outcome: no other file lists outcomes that have something in common."""

    because: str
    """Why the row reads as it does."""
    proves_absence: bool = False
    """The page is no more, and its links with it."""
    may_be_typo: bool = False
    """Of a link that was never seen it proves nothing: its address may be mistyped."""
    asks_canaries: bool = False
    """The host itself cannot prove it: pages that are always up are asked instead of its home page."""
    is_host_trouble: bool = False
    """The host wants to be left in peace for a while."""
    nobody_answered: bool = False
    """Nothing came back at all."""
    passes: bool = False
    """It may be over in an hour."""
    may_be_our_line: bool = False
    """No answer, or one that a broken line, resolver or proxy of ours could give: a canary that ends so is silent."""
    visitors_see_it: bool = False
    """A visitor of the page meets it too; otherwise it concerns only us."""
    browsers_show_more: bool = False
    """A visitor may well see a page where we see next to nothing."""
    stands_in: bool = False
    """With a status of 200, somebody else than the site answers."""
    is_another_page: bool = False
    """The page was read and is another one than was known: of that one's links it says nothing, but it is told."""
    may_be_challenge: bool = False
    """An answer that ends so may be a block page in truth: its marks decide."""
    leads_nowhere: bool = False
    """A link that was followed and ended so leads to no page, ours included."""

    @property
    def is_gone(self) -> bool:
        """Whether the address answers, and there is no such page."""
        return self.proves_absence and not self.nobody_answered


OUTCOMES: Mapping[Outcome, Meaning] = {
    Outcome.OK: Meaning("The page was read whole."),
    Outcome.GONE: Meaning(
        "404 and 410 are the site's own word that there is no such page; block pages come with them as well.",
        proves_absence=True,
        visitors_see_it=True,
        may_be_challenge=True,
    ),
    Outcome.SOFT_404: Meaning(
        "The site says so in words, with a status of 200.",
        proves_absence=True,
        visitors_see_it=True,
    ),
    Outcome.PARKED: Meaning(
        "A broker of domains answers for every path, the home page too.",
        proves_absence=True,
        asks_canaries=True,
        visitors_see_it=True,
        stands_in=True,
    ),
    Outcome.DNS_ERROR: Meaning(
        "The name does not exist; but our resolver may be at fault, and names come back when they are paid for.",
        proves_absence=True,
        may_be_typo=True,
        asks_canaries=True,
        nobody_answered=True,
        passes=True,
        may_be_our_line=True,
        visitors_see_it=True,
    ),
    Outcome.BLOCKED: Meaning(
        "A refusal or a challenge is meant for programs like ours, and asking on makes it worse.",
        is_host_trouble=True,
        stands_in=True,
    ),
    Outcome.SERVER_ERROR: Meaning(
        "5xx is trouble of the server, for everyone and mostly for a while; proxies give it too.",
        is_host_trouble=True,
        passes=True,
        may_be_our_line=True,
        visitors_see_it=True,
        may_be_challenge=True,
    ),
    Outcome.TIMEOUT: Meaning(
        "The server is slow or out of reach.",
        is_host_trouble=True,
        nobody_answered=True,
        passes=True,
        may_be_our_line=True,
        visitors_see_it=True,
    ),
    Outcome.TLS_ERROR: Meaning(
        "Browsers refuse such a certificate too; certificates are renewed, and portals of our own line have others.",
        is_host_trouble=True,
        nobody_answered=True,
        passes=True,
        may_be_our_line=True,
        visitors_see_it=True,
    ),
    Outcome.CONNECTION_ERROR: Meaning(
        "The server cannot be reached or hangs up.",
        is_host_trouble=True,
        nobody_answered=True,
        passes=True,
        may_be_our_line=True,
        visitors_see_it=True,
    ),
    Outcome.BAD_HTTP: Meaning(
        "An answer that is no proper HTTP, or of a status that says nothing.",
        is_host_trouble=True,
        passes=True,
        may_be_our_line=True,
        visitors_see_it=True,
        may_be_challenge=True,
        leads_nowhere=True,
    ),
    Outcome.TRUNCATED: Meaning(
        "The answer broke off: the link may stand in the rest.",
        is_host_trouble=True,
        passes=True,
        may_be_our_line=True,
        visitors_see_it=True,
        may_be_challenge=True,
    ),
    Outcome.REDIRECT_LOOP: Meaning(
        "The host answers, and browsers give up as well; its other pages need not wait.",
        visitors_see_it=True,
        leads_nowhere=True,
    ),
    Outcome.NOT_HTML: Meaning("A file is no page for us, and may be what a visitor wants.", leads_nowhere=True),
    Outcome.TOO_LARGE: Meaning("The page passes our own bound; a browser shows it."),
    Outcome.TOO_COMPLEX: Meaning("The page passes the bounds of our parser; a browser may show it."),
    Outcome.UNKNOWN_ENCODING: Meaning("A content coding that we cannot undo, and a browser may."),
    Outcome.NEEDS_JS: Meaning("A browser shows what we do not see: a rule of thumb of ours.", browsers_show_more=True),
    Outcome.BLANK: Meaning(
        "Without any text or link nothing was read: a white screen, a challenge of unknown makers, or only pictures.",
        is_host_trouble=True,
        browsers_show_more=True,
    ),
    Outcome.ROBOTS_REFUSED: Meaning("The site asks programs to stay away; nothing was asked of the page."),
    Outcome.REFUSED_ADDRESS: Meaning(
        "Nothing was asked: our own guard refused, perhaps for what our resolver says.",
        may_be_our_line=True,
        leads_nowhere=True,
    ),
    Outcome.REPLACED: Meaning(
        "A rewritten page, or a wall that nobody knows: what stood around the link is gone, the rest of the page too.",
        is_another_page=True,
        visitors_see_it=True,
    ),
    Outcome.GEO: Meaning("It is another page in another region: what visitors see depends on where they are."),
}
"""Every outcome, a row each."""

Headers = tuple[tuple[str, str], ...]
"""Response headers in the order received, names in lower case."""


def header_values(headers: Headers, name: str) -> tuple[str, ...]:
    """All values of one header, in order; `name` in lower case."""
    return tuple(value for key, value in headers if key == name)


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect on the way: who answered, with what status, pointing where."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes a request conditional: the ETag and Last-Modified of the last full answer."""

    etag: str = ""
    last_modified: str = ""
    url: str = ""
    """The final address that gave them: only it is asked conditionally. Empty: the address asked for."""
    packed_hash: str = ""
    """The length and a hash of the body as it came, packed: the same once more need not be unpacked. Empty: it came
    plain."""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole 2xx answer, its content coding undone."""

    url: str
    final_url: str
    status: int
    headers: Headers
    body: bytes
    fetched_at: datetime
    hops: tuple[Hop, ...] = ()
    seconds: float = 0.0
    packed_hash: str = ""
    """As `Validators` has it."""


class NotModified(Struct, frozen=True):
    """The body is the one we know, by a 304 to a conditional request or by its bytes; the headers are new."""

    url: str
    final_url: str
    headers: Headers
    fetched_at: datetime
    hops: tuple[Hop, ...] = ()
    status: int = 304
    sent_again: bool = False
    """Whether the same bytes came once more, with all of their headers; else they were spared."""


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A page that could not be read, and why, in words a person can read."""

    url: str
    outcome: Outcome
    reason: str
    fetched_at: datetime
    final_url: str = ""
    status: int | None = None
    headers: Headers = ()
    hops: tuple[Hop, ...] = ()
    retry_after: datetime | None = None
    body: bytes = b""
    """What was read of it, coding undone: a link found in a cut-off 2xx page is still there; error pages have marks."""


FetchResult = Page | NotModified | FetchFailure
