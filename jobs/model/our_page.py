"""Our own pages: read for the links that we give, which cost us whether or not we get one back."""

from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from jobs.model.reading import OutwardLink
from jobs.model.tracked_page import TrackedPage

LINKED = "linked from "


@dataclass(frozen=True, slots=True)
class OurPage:
    """A page of ours, or a list of such; its address is its identity."""

    url: str
    page: TrackedPage
    """How it was last read, and when it is read next; of one that could not be read, what was known before."""
    listed_by: str = ""
    """The address of the list that names it; empty where the configuration does.

    Of a page that no list names, and that another page of ours links to: `LINKED` and the address under which that
    one is wanted.
    """
    is_list: bool = False
    """Whether it is a sitemap, or a robots.txt that names some."""
    links: tuple[OutwardLink, ...] = ()
    """To other sites, as of when it was last read; the first thousand."""
    sites: tuple[str, ...] = ()
    """The sites that these lead to, each once."""
    followed: int | None = None
    """Followed links to other sites, counted by address; None where it was never read, or its links pass on nothing."""
    over_limit_since: datetime | None = None
    """Since when there are more of them than the configured limit, a rule of thumb."""
    listed: int = 0
    """Of a list: how many pages it named."""
    inward: bytes = b""
    """The pages of its own site that it links to, as of when it was last read: eight bytes each, a hash of its key."""
    inward_left_out: bool = False
    """Whether there were more of these than are kept."""
    failures: int = 0
    """How often in a row it was gone, or failed for visitors too, or led on through several redirects."""
    broken_since: datetime | None = None
    """When it was found so for the second time in a row; None: it is not."""
    orphan_since: datetime | None = None
    """When it was first found that no page of ours links to it; None: one does, or nobody knows."""


def wanted_under(url: str, listed_by: str) -> str:
    """The address of the configuration for which a page, or a list, is read."""
    return listed_by.removeprefix(LINKED) or url


class OurPageQuery(Struct, frozen=True):
    """Which of our pages are asked for; what is not said does not matter."""

    links_to: str | None = None
    """A registrable domain."""
    due_at: datetime | None = None
    """Those that are to be read by then."""
    over_limit: bool = False
    """Those with too many followed links."""
    lists: bool | None = None
    """Whether lists of pages are asked for, or pages; None: both."""


@dataclass(frozen=True, slots=True)
class InsideLine:
    """A page of ours that was found broken, or without a link from ours, since the first day of the digest."""

    page_url: str
    is_broken: bool
    """Whether it is broken and others of ours link to it; else none of ours does."""
    pages: int = 0
    """How many of ours link to it."""
    links: int = 0
    """How many links of the channel lead there."""


@dataclass(frozen=True, slots=True)
class CrowdedLine:
    """A page of ours that has too many followed links out since the first day of the digest."""

    page_url: str
    followed: int
