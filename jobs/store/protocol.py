"""What any store must do; `tests/jobs/store/contract.py` holds each one to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from jobs.model.history import Event
from jobs.model.incident import Incident
from jobs.model.link import HostClaim, HostState, Link, NewLink, NewPartner, Partner, WatchedPage
from jobs.model.notice import Notice
from jobs.model.standing import LinkState


class StaleError(Exception):
    """Somebody else wrote in between, or the lease has passed on: read again and decide again. Nothing was written."""


class StoreLockedError(Exception):
    """Another process has this store open."""


@dataclass(frozen=True, slots=True)
class LinkQuery:
    """Which links are asked for; None and empty mean "any"."""

    channel: str | None = None
    states: frozenset[LinkState] = frozenset()
    domain: str = ""
    """Registrable domain of the page."""
    tag: str = ""
    page_url: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """Everything that changes together: all of it is written, or nothing.

    Links, partners and incidents carry the version they were read with; a newer one in the store refuses the whole.
    A stored value gets the next version. Notices whose key exists already are passed over: nothing is said twice.
    """

    links: Sequence[Link] = ()
    partners: Sequence[Partner] = ()
    pages: Sequence[WatchedPage] = ()
    incidents: Sequence[Incident] = ()
    notices: Sequence[Notice] = ()
    events: Sequence[Event] = ()
    hosts: Sequence[HostState] = ()
    remove_links: Sequence[int] = ()
    remove_partners: Sequence[int] = ()
    settings: dict[str, "ChannelSettings"] = field(default_factory=dict)
    claim: HostClaim | None = None
    """Where given, its lease must still be ours."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What a channel chose for itself; None: as configured."""

    digest_enabled: bool | None = None
    digest_day: str | None = None
    digest_time: str | None = None
    digest_zone: str | None = None
    hide_costs: bool = False


class Store(Protocol):
    """What is watched, what is due, what has to be said, what has happened."""

    async def add_link(self, new: NewLink, now: datetime) -> tuple[Link, bool]:
        """Watch a link, due now; the same channel, page and target give the old one back, with False."""
        ...

    async def add_partner(self, new: NewPartner, now: datetime) -> tuple[Partner, bool]:
        """Watch a partner page, due now; the same channel and page give the old one back, with False."""
        ...

    async def link(self, link_id: int) -> Link | None:
        """The link of that id."""
        ...

    async def links(self, query: LinkQuery = LinkQuery()) -> list[Link]:
        """Links that fit the query, in the order they were added."""
        ...

    async def partner(self, partner_id: int) -> Partner | None:
        """The partner page of that id."""
        ...

    async def partners(self, channel: str | None = None) -> list[Partner]:
        """Partner pages, of one channel or of all."""
        ...

    async def page(self, url: str) -> WatchedPage | None:
        """The watched page of that address."""
        ...

    async def incident(self, incident_id: str) -> Incident | None:
        """The incident of that id."""
        ...

    async def incidents(
        self, *, channel: str | None = None, subject: str = "", link_id: int | None = None, only_open: bool = True
    ) -> list[Incident]:
        """Incidents, oldest first; `link_id` finds those it is a member of."""
        ...

    async def write(self, write: Write) -> None:
        """Write all of it or nothing; raises StaleError where a version or lease has moved on."""
        ...

    async def claim_host(self, now: datetime, lease_for: timedelta, limit: int = 50) -> HostClaim | None:
        """Lend out the host whose page is most overdue, with at most `limit` due pages; None where nothing is due.

        A host that is lent, or backs off until later, is passed over. Whoever claims must `write` with the claim
        (which moves each page's `next_check_at`) and then `release_host`.
        """
        ...

    async def release_host(self, claim: HostClaim) -> None:
        """Give a host back, looked at or not."""
        ...

    async def next_due_at(self) -> datetime | None:
        """When the next page falls due, lent hosts left out; None where nothing is watched."""
        ...

    async def due_now(self, url: str, now: datetime) -> None:
        """Make a page due: somebody asked for it by hand."""
        ...

    async def claim_notice(self, now: datetime) -> Notice | None:
        """Take the oldest notice whose time has come and mark it `sending`, durably, before it is given out.

        Within a channel the order is kept: while one is being sent, later ones of that channel wait.
        """
        ...

    async def settle_notice(self, notice: Notice) -> None:
        """Write back how a claimed notice fared; a CARD's `ts` is written to its incident in the same step."""
        ...

    async def unsettled_notices(self) -> list[Notice]:
        """Notices still `sending`: after a crash nobody knows whether Slack has them."""
        ...

    async def notices(self, *, dead: bool = False) -> list[Notice]:
        """Notices not yet sent, or the dead ones."""
        ...

    async def once(self, kind: str, scope: str, period: str) -> bool:
        """True for the first caller with these three, False ever after (a digest: channel and ISO week)."""
        ...

    async def events(self, *, channel: str | None = None, since: datetime, subject: str = "") -> list[Event]:
        """What happened since then, oldest first."""
        ...

    async def channel_settings(self, channel: str) -> ChannelSettings:
        """What the channel chose for itself."""
        ...

    async def channels(self) -> list[str]:
        """Channels that watch anything."""
        ...

    async def counts(self) -> dict[str, int]:
        """How many links, partners, pages, open incidents and waiting notices there are: for `status`."""
        ...

    async def close(self) -> None:
        """Write what is left and let go of the store."""
        ...
