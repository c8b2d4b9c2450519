"""What any store must do; `tests/jobs/store/contract/` holds each one to it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from jobs.model.channel import ChannelBlock, ChannelSettings, Logo
from jobs.model.event import Event
from jobs.model.exchange import Exchange, NewExchange
from jobs.model.incident import Incident, NotifiedState
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.listing import KeptListing
from jobs.model.notice import Notice
from jobs.model.operation import ChangedLinks
from jobs.model.partner import NewPartner, Partner, SiteContact
from jobs.model.queries import (
    ChannelCounts,
    ExchangeQuery,
    ExchangeSlice,
    LinkQuery,
    LinkSlice,
    PartnerQuery,
    PartnerSlice,
    ToldLately,
)
from jobs.model.tracked_page import HostClaim, HostState, TrackedPage
from jobs.model.write import Write
from jobs.store.about import StoreFacts
from jobs.store.kept import OurPages, PagesOverTime, Prospects, Sheets
from jobs.store.streams import Stream


class TrackedItems(Protocol):
    """What is tracked: links, partner pages, exchanges, the pages with their hosts, and what channels chose."""

    async def add_link(self, new: NewLink, now: datetime) -> tuple[Link, bool]:
        """Track a link, due now; the same channel, page and target give the old one back, with False.

        Its page and, where the target is an address, its target become tracked pages; the history gets `added`.
        """
        ...

    async def add_partner(self, new: NewPartner, now: datetime) -> tuple[Partner, bool]:
        """Track a partner page as `add_link` does a link; channel and page are its identity."""
        ...

    async def link(self, link_id: int) -> Link | None:
        """The link of that id."""
        ...

    async def links_by_id(self, link_ids: Collection[int]) -> Mapping[int, Link]:
        """Those of these links that are tracked, by id, in the order asked for: one question, however many."""
        ...

    async def links(self, query: LinkQuery = LinkQuery()) -> list[Link]:
        """Links that fit the query, in the order they were added."""
        ...

    async def list_links(self, query: LinkQuery, offset: int, limit: int) -> LinkSlice:
        """At most `limit` of the links that fit, after the first `offset`; no other is read, however many there are."""
        ...

    async def states(self, query: LinkQuery) -> Mapping[LinkState, int]:
        """How many of the links that fit are in each state that any is in; no link is read for it."""
        ...

    async def link_stream(self, asked: Collection[LinkQuery], also: Collection[int] = ()) -> Stream[Link]:
        """The links that fit a query or have one of the ids, each once, in the order added, as they are now."""
        ...

    async def link_states(self, link_ids: Collection[int], channel: str = "") -> Mapping[int, LinkState]:
        """How those of these links stand that are tracked, as they are now; worked out when looked at, in a thread.

        `channel` is where most of them are tracked: many are found sooner by it.
        """
        ...

    async def partner(self, partner_id: int) -> Partner | None:
        """The partner page of that id."""
        ...

    async def partners(self, channel: str | None = None) -> list[Partner]:
        """Partner pages, of one channel or of all."""
        ...

    async def list_partners(self, query: PartnerQuery, offset: int, limit: int) -> PartnerSlice:
        """At most `limit` of the partner pages that fit, after the first `offset`, in the order they were added."""
        ...

    async def add_exchange(self, new: NewExchange, now: datetime) -> tuple[Exchange, bool]:
        """Keep a deal; one of the channel that holds and has the same links is given back, with False.

        The history gets `added`. Raises ValueError where one of its links is not tracked in its channel.
        """
        ...

    async def exchange(self, exchange_id: int) -> Exchange | None:
        """The exchange of that id."""
        ...

    async def exchanges(self, query: ExchangeQuery) -> list[Exchange]:
        """Exchanges that fit the query, in the order they were added; no other is read for it."""
        ...

    async def list_exchanges(self, query: ExchangeQuery, offset: int, limit: int) -> ExchangeSlice:
        """At most `limit` of the exchanges that fit, after the first `offset`, in the order they were added."""
        ...

    async def page(self, url: str) -> TrackedPage | None:
        """The tracked page of that address."""
        ...

    async def pages(self, urls: Collection[str]) -> Mapping[str, TrackedPage]:
        """Those of these pages that are tracked, by address, in the order asked for: one question, however many."""
        ...

    async def host(self, host: str) -> HostState:
        """How a host has been answering."""
        ...

    async def channels(self) -> list[str]:
        """Channels that track anything."""
        ...

    async def sites_tracked(self, channel: str, among: Collection[str]) -> frozenset[str]:
        """Those of these registrable domains on which the channel has a link or a partner page; none is read for it."""
        ...

    async def pages_in(self, channel: str) -> list[str]:
        """Addresses of the pages that the channel's links and partner pages stand on, each once."""
        ...

    async def channel_counts(self, channel: str) -> ChannelCounts:
        """A channel in numbers; its cost does not follow how many links there are."""
        ...

    async def channel_settings(self, channel: str) -> ChannelSettings:
        """What the channel chose for itself; its logo has a method of its own, for it is large."""
        ...

    async def logo(self, channel: str) -> Logo | None:
        """The logo of whom the channel's reports are for."""
        ...

    async def contacts(self, site: str) -> list[SiteContact]:
        """What each channel keeps of the people of a site, a registrable domain."""
        ...

    async def contacts_of(self, sites: Collection[str]) -> Mapping[str, list[SiteContact]]:
        """The same of those of these sites of which any channel keeps anything."""
        ...

    async def last_changed(self, change: str) -> ChangedLinks | None:
        """The last part of a change of many links that is not undone."""
        ...

    async def listings(self, channel: str) -> list[KeptListing]:
        """What search engines listed last, as far as it was taken in for the channel: one of each engine and site."""
        ...


class Schedule(Protocol):
    """What is due, and who is at it."""

    async def claim_host(
        self, now: datetime, lease_for: timedelta, limit: int = 50, host: str = ""
    ) -> HostClaim | None:
        """Lend out the host that has waited longest, with at most `limit` due pages; None where nothing is due.

        Where a `host` is named, that one or none.

        A host waits since its earliest page fell due, or since its back-off ended if that was later. One that is lent,
        until the lease expires, or backs off until later, is passed over. Whoever claims must `write` with the claim
        (which moves each page's `next_check_at`) and then `release_host`. A page that somebody asked for in the
        meantime (`due_now`, `add_link`, `add_partner`) stays due all the same.
        """
        ...

    async def due_hosts(self, now: datetime, limit: int) -> list[str]:
        """The hosts that `claim_host` would lend out now, those first that have waited longest; none is lent."""
        ...

    async def release_host(self, claim: HostClaim) -> None:
        """Give a host back, looked at or not."""
        ...

    async def next_due_at(self) -> datetime | None:
        """When `claim_host` has something to lend next, lent hosts left out; None where nothing is tracked."""
        ...

    async def due_now(self, url: str, now: datetime) -> None:
        """Make a page due: somebody asked for it by hand. Its host's back-off still holds.

        Where that is before its turn, the turn is kept in `turn_at`.
        """
        ...


class NoticeQueue(Protocol):
    """What has to be said in Slack, and how far it got."""

    async def claim_notice(self, now: datetime) -> Notice | None:
        """Take the oldest notice whose time has come and mark it `sending`, durably, before it is given out.

        Within a channel the order is kept: while one is being sent, or is to be tried again, later ones of that
        channel wait. One that is planned for later (`ready`, with a `not_before` ahead) holds only later ones of its
        own incident, and none where it is `held`. Claiming counts the attempt and sets `claimed_at`.
        """
        ...

    async def finish_notice(self, notice: Notice, notified: Mapping[str, NotifiedState] = MappingProxyType({})) -> None:
        """Write back how a claimed notice fared; a CARD's `ts` is written to its incident in the same step.

        So is what it has `notified` of, by incident. Raises StaleError where the notice is not `sending`; one that was
        put back in doubt, and not claimed again, is finished all the same by whoever had claimed it.
        """
        ...

    async def unfinished_notices(self) -> list[Notice]:
        """Notices still `sending`: after a crash nobody knows whether Slack has them."""
        ...

    async def notices(self, *, dead: bool = False, incident_id: str = "", channel: str = "") -> list[Notice]:
        """Notices not yet sent, or the dead ones, in the order written; of one incident or channel, if given."""
        ...

    async def dead_notices(self) -> Mapping[tuple[str, str], int]:
        """How many are dead by channel and by the word of their error; none is read for it."""
        ...

    async def knows_notice(self, key: str) -> bool:
        """Whether a notice with that key was ever written, as far as keys are remembered."""
        ...

    async def channel_block(self, channel: str) -> ChannelBlock | None:
        """Since when a channel takes no messages, and why, if that was found."""
        ...


class History(Protocol):
    """What has happened: incidents, events, and what may happen only once."""

    async def incident(self, incident_id: str) -> Incident | None:
        """The incident of that id."""
        ...

    async def incidents(
        self, *, channel: str = "", subject: str = "", link_id: int = 0, cause: str = "", only_open: bool = True
    ) -> list[Incident]:
        """Incidents, oldest first; `link_id` finds those it is a member of, `cause` open ones of a channel."""
        ...

    async def told_lately(self, asked: ToldLately) -> list[Incident]:
        """Those incidents, oldest first; no other is read, however many are open."""
        ...

    async def events(self, *, channel: str | None = None, since: datetime, subject: str = "") -> list[Event]:
        """What happened since then, oldest first."""
        ...

    async def event_stream(self, channel: str, since: datetime) -> Stream[Event]:
        """What happened in a channel since then, in the order it was written: what may be much is asked for here."""
        ...

    async def claim_once(self, kind: str, scope: str, period: str) -> bool:
        """True for the first caller with these three, False ever after (a digest: channel and ISO week)."""
        ...


class Store(TrackedItems, Prospects, OurPages, Sheets, Schedule, NoticeQueue, History, PagesOverTime, Protocol):
    """All eight, with what changes several of them together; whoever needs less asks for one of them."""

    async def write(self, write: Write) -> None:
        """Write all of it or nothing.

        Raises StaleError where what `Write` says refuses the whole; ValueError where a link would become another one.
        """
        ...

    async def totals(self) -> dict[str, int]:
        """How many links, partners, pages, open incidents and waiting notices there are: for `status`."""
        ...

    async def facts(self) -> StoreFacts:
        """Where it is, how large it is, and who writes to it."""
        ...

    async def warnings(self) -> list[str]:
        """Sentences for the log and `status`: what was found damaged, when to move to a bigger store."""
        ...

    async def write_trouble(self) -> str:
        """Why nothing can be stored, in a sentence; empty where it can. Where the last write failed, one is tried.

        What changes something raises StoreUnwritableError where it was not stored.
        """
        ...

    async def prune(self, now: datetime) -> None:
        """Forget what nobody needs any more, once a day: notices sent long ago, incidents closed long ago.

        The keys of notices are remembered longer than the notices themselves.
        """
        ...

    async def set_back(self, now: datetime) -> int:
        """After the clock was set back to `now`: how many pages had been checked later than that.

        They are due now, and what was planned for their links comes by as much earlier; no host and no notice goes on
        waiting for a time that only the wrong clock was near to.
        """
        ...

    async def close(self) -> None:
        """Write what is left and let go of the store."""
        ...
