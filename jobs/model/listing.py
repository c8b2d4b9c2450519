"""What a search engine's own tool lists of our site: links, linking sites, anchor texts, and our pages."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link that is listed."""

    page: str
    target: str = ""
    """A page of ours, or our domain where the list names no page."""
    anchor: str = ""
    on: date | None = None
    """The day when the engine last read the page, where the list says so."""
    since: datetime | None = None
    """When we first found it listed; None where it was in the first list that we kept."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A linking site, an anchor text or a page of ours, and how many links it has."""

    name: str
    count: int = 0
    """0 where the list gives no number."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list, or several of one engine and day."""

    source: str
    """The search engine's tool, or the name of the layout."""
    site: str
    """Our domain that it is about."""
    on: date | None = None
    """The day that it was made; None where neither its name nor its rows tell."""
    links: tuple[ListedLink, ...] = ()
    sites: tuple[Counted, ...] = ()
    texts: tuple[Counted, ...] = ()
    targets: tuple[Counted, ...] = ()
    unusable: int = 0
    """Rows that name no link."""
    is_partial: bool = False
    """Whether there is more that was not asked for: then nothing follows from what it lacks."""


@dataclass(frozen=True, slots=True)
class KeptListing:
    """The newest links of one engine about one site, kept for a channel: the next list is compared with them."""

    channel: str
    source: str
    site: str
    at: datetime
    """When it was taken in."""
    on: date | None = None
    links: tuple[ListedLink, ...] = ()
    gone: tuple[ListedLink, ...] = ()
    """Those that were listed before, and are no longer; `since`: when that was found."""
    before: date | None = None
    """The day of the list before it; None where it is the first."""
    sites: tuple[Counted, ...] = ()
    """The linking sites of the newest list of them, those with most links first."""

    @property
    def new(self) -> tuple[ListedLink, ...]:
        """Those that the list before did not have; none of a first one."""
        return tuple(link for link in self.links if link.since == self.at)
