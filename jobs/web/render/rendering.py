"""What is asked of a rendering, and what comes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from jobs.model.page import Headers
from jobs.web.http.policy import NetworkPolicy

SECONDS = 12.0
"""For one page, by the clock: the start of the browser, loading, and the browser's end."""
MEMORY = 300 * 2**20
"""Bytes of its own that all processes of the browser may have together; what they share with files is not counted."""
DOWNLOAD = 20 * 2**20
"""Bytes that one page may bring in, with all that its scripts ask for."""
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class RenderQuestion:
    """A page to render; picklable, for another process does it."""

    url: str
    policy: NetworkPolicy
    chromium: str
    """The path of the browser."""
    download: int = DOWNLOAD
    """Bytes that may come in before it is given up."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as the browser had it."""

    url: str
    final_url: str
    """Where its scripts had taken it by then."""
    status: int
    headers: Headers
    """Those of the answer, without what said how it was encoded: `html` is text now."""
    html: str
    """The tree, written out: shadow trees in templates, scripts and styles left out, links that are not seen marked."""
    settled: bool
    """Whether the page had come to rest; a link that is not found may come yet where it had not."""


@dataclass(frozen=True, slots=True)
class NotRendered:
    """Why there is no rendering, in words that a person can read."""

    reason: str


Render = Callable[[str], Awaitable[Rendered | NotRendered]]
"""Have a browser draw the page at an address."""
