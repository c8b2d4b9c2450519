"""How the partner pages of a site are reached from its home page, and what looking for that has cost."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PageWay:
    """How one page is reached, as far as anybody looked."""

    page_url: str
    path: tuple[str, ...] = ()
    """When it was last found: the home page, what was clicked there, and so on to the page; empty: it never was."""
    found_at: datetime | None = None
    sought_at: datetime | None = None
    """When the site was last searched for it and it was not found, nor had been before."""
    missed_at: datetime | None = None
    """When the home page was read by the first look that saw that no way leads there any more, while none does."""
    gone_at: datetime | None = None
    """The same of the latest look, where it is one of another day: only then it is told."""
    gone_pages: int = 0
    """How many pages were read then."""

    @property
    def clicks(self) -> int:
        """How many it took when it was last found."""
        return max(len(self.path) - 1, 0)


@dataclass(frozen=True, slots=True)
class SiteWays:
    """A site, a registrable domain, with its partner pages; its name is its identity."""

    site: str
    next_at: datetime
    """When it is looked at next."""
    month: str = ""
    """The month that `asked` is of, such as `2026-12`."""
    asked: int = 0
    """Pages that were read for it in that month; what a crash left unknown counts as read."""
    ways: tuple[PageWay, ...] = ()

    def way(self, page_url: str) -> PageWay | None:
        """The way to a page; None where nobody looked."""
        return next((each for each in self.ways if each.page_url == page_url), None)

    def asked_in(self, month: str) -> int:
        """Pages that were read in that month."""
        return self.asked if self.month == month else 0
