"""What asking for a page can give: a page, "not modified", or a failure with its reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    ROBOTS_REFUSED = "robots_refused"
    REFUSED_ADDRESS = "refused_address"

    @property
    def proves_absence(self) -> bool:
        """Whether this outcome may count towards "lost"; `ok` does too, where the link is not on the page."""
        return self in PROVING

    @property
    def is_unknown(self) -> bool:
        """Whether nothing can be said about the link: it never moves towards lost."""
        return self is not Outcome.OK and self not in PROVING


PROVING = frozenset({Outcome.GONE, Outcome.SOFT_404, Outcome.PARKED, Outcome.DNS_ERROR})

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


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304 to a conditional request: the body is the one we know; the headers are new."""

    url: str
    final_url: str
    headers: Headers
    fetched_at: datetime
    hops: tuple[Hop, ...] = ()
    status: int = 304


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
