"""Partners: pages where they keep many links, and the people of a site."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from jobs.model.findings import Finding
from jobs.model.ref import partner_ref


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A partner page as a person adds it."""

    channel: str
    page_url: str
    max_outbound: int
    every: timedelta | None = None
    added_by: str = ""
    limit_agreed: bool = False
    """Whether somebody named the limit; otherwise it is the configured one."""


@dataclass(frozen=True, slots=True)
class PageOwner:
    """What a page tells of whose it is."""

    title: str = ""
    template: str = ""
    """The packed sketch of its markup's frame."""
    ids: tuple[str, ...] = ()
    """Of analytics and ads, as `kind:id`."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A tracked partner page: channel and page are its identity."""

    id: int
    channel: str
    page_url: str
    max_outbound: int
    added_at: datetime
    every: timedelta | None = None
    added_by: str = ""
    baseline: frozenset[str] = frozenset()
    """External domains that the page linked to at the first check, or when somebody last made them its baseline."""
    baseline_followed: int | None = None
    """Followed external links then; None where an older version took the baseline."""
    baseline_at: datetime | None = None
    baseline_by: str = ""
    """User id of who made what was there its baseline; empty: the first check did."""
    owner: PageOwner | None = None
    """What the page told of its owner at its baseline; None: the next check that can read it will say."""
    owner_doubt_at: datetime | None = None
    """When a check first saw that it looks like somebody else's, while it does."""
    outbound: int | None = None
    """Followed external links at the last check that could read the page."""
    over_limit: bool = False
    limit_agreed: bool = False
    """Whether somebody named the limit; of others the partner knows nothing."""
    heard_outbound: int | None = None
    """How many they were when the channel last heard of it, by an alert or from who accepted them."""
    findings: tuple[Finding, ...] = ()
    """What the rules found there at the last check that could read the page: told once while it stays so."""
    version: int = 0

    def with_baseline(self, domains: Iterable[str], followed: int, at: datetime, by: str = "") -> "Partner":
        """The page with these followed external links, and what they lead to, as its baseline."""
        known = replace(self, baseline=frozenset(domains), baseline_followed=followed)
        return replace(known, baseline_at=at, baseline_by=by, owner=None, owner_doubt_at=None)

    @property
    def ref(self) -> str:
        """Its name in commands and messages: `P-3`."""
        return str(partner_ref(self.id))


LEAST, MOST = 1, 100_000
"""No page has more links."""


def equity_share(followed_links: int) -> float:
    """Our heuristic for what one link passes on: 0.85 / C, after the PageRank paper by Brin and Page (1998)."""
    return 0.85 / max(followed_links, 1)


class ContactEvent(StrEnum):
    """What the history tells of a site, in events whose subject is its domain."""

    NOTE = "note"
    WROTE = "wrote"
    """Somebody wrote to its people."""
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class SiteContact:
    """What a channel keeps of a site and its people; channel and site are its identity."""

    channel: str
    site: str
    """Registrable domain."""
    contact: str = ""
    """An address, a form, a name: as somebody typed it."""
    tags: frozenset[str] = frozenset()
    unwanted_since: datetime | None = None
    """Since when nobody may write to them, in no channel; None: they may."""
    unwanted_by: str = ""
    """User id of who said so."""
    disavowed_since: datetime | None = None
    """Since when the whole site stands in a disavow file that was made for the channel; None: in none that we know."""
    version: int = 0
    """Grows with each write; a write made from an older version is refused."""
