"""Our own pages: read for the links that we give, which cost us whether or not we get one back."""

from dataclasses import dataclass
from datetime import datetime

from jobs.model.reading import OutwardLink
from jobs.model.tracked_page import TrackedPage


@dataclass(frozen=True, slots=True)
class OurPage:
    """A page of ours, or a list of such; its address is its identity."""

    url: str
    page: TrackedPage
    """How it was last read, and when it is read next; of one that could not be read, what was known before."""
    listed_by: str = ""
    """The address of the list that names it; empty where the configuration does."""
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


@dataclass(frozen=True, slots=True)
class OurPageQuery:
    """Which of our pages are asked for; what is not said does not matter."""

    links_to: str | None = None
    """A registrable domain."""
    due_at: datetime | None = None
    """Those that are to be read by then."""
    over_limit: bool = False
    """Those with too many followed links."""
    lists: bool | None = None
    """Whether lists of pages are asked for, or pages; None: both."""
