"""What is asked of stored links, partner pages, exchanges and prospects, and the slices and counts that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from jobs.model.exchange import Exchange, ExchangeState
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.partner import Partner
from jobs.model.prospect import Prospect, ProspectState


@dataclass(frozen=True, slots=True)
class Settled:
    """Links that somebody has seen to: snoozed, or away with that accepted; or all but these."""

    wanted: bool
    at: datetime
    losses: frozenset[str]
    """Kinds of finding that say that a link is away."""
    of_page: frozenset[str]
    """Kinds of finding on a link's page: while one of them is open, that it is away is not accepted."""


@dataclass(frozen=True, slots=True)
class LinkQuery:
    """Which links are asked for; None and empty mean "any"."""

    channel: str | None = None
    states: frozenset[LinkState] = frozenset()
    domain: str = ""
    """A host name: the page stands on it, or on one under it."""
    tags: frozenset[str] = frozenset()
    """Those that have all of these tags."""
    page_url: str = ""
    target: str = ""
    unknown: bool = False
    """Those whose page could not be read at the last check."""
    unreachable: bool = False
    """Those whose page could not be read for long."""
    snoozed_at: datetime | None = None
    """Those that are snoozed at that time."""
    person: str = ""
    """A user id: who added the link, or owns it."""
    channels: frozenset[str] | None = None
    """Those of any of these channels."""
    claimable: bool = False
    """Those with which something is proved to be wrong, and whose guarantee says within how many days to claim."""
    settled: Settled | None = None
    """Those that somebody has seen to, or those that nobody has."""


class LinkSlice(Struct, frozen=True):
    """A part of the links that fit a query."""

    links: list[Link]
    total: int
    """How many fit in all."""


@dataclass(frozen=True, slots=True)
class PartnerQuery:
    """Which partner pages are asked for, in the terms of `LinkQuery`."""

    channel: str | None = None
    domain: str = ""
    over_limit: bool = False
    """Those that have too many links."""
    person: str = ""
    """A user id: who added the page."""
    channels: frozenset[str] | None = None
    unread: bool = False
    """Those that could not be read at the last check, or are gone."""
    within_limit: bool = False
    """Those that do not have too many links."""
    page_url: str = ""


class PartnerSlice(Struct, frozen=True):
    """A part of the partner pages that fit a query."""

    partners: list[Partner]
    total: int
    """How many fit in all."""


class ToldLately(Struct, frozen=True):
    """Open incidents of a channel that were told, or else opened, in a span of time; and groups not posted yet."""

    channel: str
    since: datetime
    until: datetime


class ExchangeQuery(Struct, frozen=True):
    """Which exchanges are asked for; None and empty mean "any"."""

    channel: str | None = None
    states: frozenset[ExchangeState] = frozenset()
    link: int | None = None
    """Those that this link belongs to."""
    due_at: datetime | None = None
    """Those about which time alone has something to say by then."""


class ExchangeSlice(Struct, frozen=True):
    """A part of the exchanges that fit a query."""

    exchanges: list[Exchange]
    total: int
    """How many fit in all."""


@dataclass(frozen=True, slots=True)
class ProspectQuery:
    """Which prospects are asked for, in the terms of `LinkQuery`; removed ones are none."""

    channel: str | None = None
    states: frozenset[ProspectState] = frozenset()
    channels: frozenset[str] | None = None
    person: str = ""
    """A user id: who looks after it, or else added it."""
    domain: str = ""
    page_url: str = ""
    link: int | None = None
    """The one that became this link."""
    dated: bool = False
    """Those with a day on which people are reminded of them."""


class ProspectSlice(Struct, frozen=True):
    """A part of the prospects that fit a query, those with the nearest day first."""

    prospects: list[Prospect]
    total: int
    """How many fit in all."""


class ChannelCounts(Struct, frozen=True):
    """A channel in numbers."""

    states: Mapping[LinkState, int]
    """How many links are in each state that any is in."""
    partners: int
    over_limit: int
    """How many of the partner pages have too many links."""
    open_incidents: int
    unknown: int = 0
    """How many of the links are on pages that could not be read at the last check."""

    @property
    def links(self) -> int:
        """All links of the channel."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class BatchTally:
    """Links that were added together, in numbers."""

    states: Mapping[LinkState, int] = field(default_factory=dict)
    """How many of its links are in each state that any is in."""
    unread: int = 0
    """How many of the new ones are on pages that could not be read."""
    removed: int = 0
    """How many are tracked no longer."""

    @property
    def links(self) -> int:
        """All that were added."""
        return sum(self.states.values()) + self.removed
