"""What is found by what: all but links, partner pages and lists, which are in `link_keys.py`."""

from collections.abc import Hashable, Iterable
from datetime import date, datetime

import msgspec

from jobs.model.exchange import ExchangeState
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.notice import NoticeKind, NoticeStatus
from jobs.model.page import Outcome
from jobs.model.prospect import ProspectState
from jobs.store.changes.key import Key, Term, domains_of

_SPAN_SECONDS = 600
WAITING = frozenset({NoticeStatus.READY, NoticeStatus.RETRY, NoticeStatus.SENDING})


class LegKey(msgspec.Struct, gc=False, frozen=True):
    """The part of an exchange's link that is asked for."""

    link: int


class ExchangeKey(Key, frozen=True):
    """What an exchange is found by."""

    channel: str
    legs: tuple[LegKey, ...]
    state: ExchangeState = ExchangeState.PENDING_THEIRS
    next_at: datetime | None = None
    version: int = 0

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel, by its links, by its state in a channel, and by whether it waits for a time."""
        found: list[Term] = [("channel", self.channel), ("state", (self.channel, self.state))]
        found += [("timed", True)] if self.next_at else []
        return found + [("link", leg.link) for leg in self.legs]


class PlanKey(msgspec.Struct, gc=False, frozen=True):
    """The part of a prospect's plan that is asked for."""

    state: ProspectState = ProspectState.TO_CONTACT
    owner: str = ""
    next_on: date | None = None


class ProspectKey(Key, frozen=True):
    """What a prospect is found by."""

    channel: str
    page_url: str
    plan: PlanKey = PlanKey()
    link: int | None = None
    added_by: str = ""
    removed_at: datetime | None = None
    version: int = 0

    @property
    def terms(self) -> Iterable[Term]:
        """Found by its state and person in a channel, by page, domains, link and day; a removed one as that alone."""
        if self.removed_at:
            return [("removed", True)]
        state, person = self.plan.state, self.plan.owner or self.added_by
        found: list[Term] = [("channel", self.channel), ("state", (self.channel, state)), ("page", self.page_url)]
        found += [*domains_of(self.page_url), ("person", (self.channel, person, state))]
        found += [("link", self.link)] if self.link else []
        return [*found, ("dated", True)] if self.plan.next_on else found


class IncidentKey(Key, frozen=True):
    """What an incident is found by."""

    id: str
    channel: str
    subject: str
    opened_at: datetime
    members: tuple[int, ...] = ()
    kind: IncidentKind = IncidentKind.LOST
    status: IncidentStatus = IncidentStatus.OPEN
    cause: str = ""
    told_at: datetime | None = None
    message_ts: str = ""
    version: int = 0

    @property
    def moment_told(self) -> datetime:
        """When it was told, or else opened."""
        return self.told_at or self.opened_at

    @property
    def terms(self) -> Iterable[Term]:
        """Found by id, channel, subject and member; while it is open also by its cause and when it was told."""
        found: list[Term] = [("id", self.id), ("channel", self.channel), ("subject", self.subject)]
        found += [("member", member) for member in self.members]
        return found + self._open_terms if self.status.is_open else found

    @property
    def _open_terms(self) -> list[Term]:
        found: list[Term] = [("open", True), ("cause", (self.channel, self.cause))]
        found.append(("told", (self.channel, span_of(self.moment_told))))
        if self.kind is not IncidentKind.GROUP:
            return [*found, ("waiting", self.channel)]
        return found if self.message_ts else [*found, ("unposted", self.channel)]

    @property
    def terms_from(self) -> Hashable:
        """All but its version."""
        return msgspec.structs.replace(self, version=0)


class OurReadingKey(msgspec.Struct, gc=False, frozen=True):
    """When a page of ours was read, and is read next."""

    next_check_at: datetime
    last_checked_at: datetime | None = None


class OurPageKey(Key, frozen=True):
    """What a page of ours is found by."""

    url: str
    page: OurReadingKey
    listed_by: str = ""
    is_list: bool = False
    sites: tuple[str, ...] = ()
    over_limit_since: datetime | None = None

    @property
    def terms_from(self) -> tuple[Hashable, ...]:
        """All of it but when it is read."""
        return self.url, self.listed_by, self.is_list, self.sites, self.over_limit_since

    @property
    def terms(self) -> Iterable[Term]:
        """Found by its address, the list that names it, the sites that it links to, and whether it is too full."""
        found: list[Term] = [("url", self.url), ("listed", self.listed_by), *(("to", site) for site in self.sites)]
        return [*found, ("is_list", self.is_list), ("over", self.over_limit_since is not None)]


class SheetKey(Key, frozen=True):
    """What a synced sheet is found by."""

    channel: str
    url: str
    version: int = 0

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel, and by channel and address."""
        return ("channel", self.channel), ("key", (self.channel, self.url))


class RowKey(Key, frozen=True):
    """What a row of a synced sheet is found by."""

    sheet: int
    page_url: str
    target: str

    @property
    def terms(self) -> Iterable[Term]:
        """Found by its sheet, and by itself."""
        return ("sheet", self.sheet), ("key", (self.sheet, self.page_url, self.target))


def span_of(at: datetime) -> int:
    """The number of a moment's ten minutes: what was told about then is found by a few of them."""
    return int(at.timestamp() // _SPAN_SECONDS)


class ChangedKey(Key, frozen=True):
    """What a part of a change of many links is found by."""

    change: str
    part: int
    at: datetime

    @property
    def terms(self) -> Iterable[Term]:
        """Found by its change, and by itself."""
        return (("change", self.change), ("key", (self.change, self.part)))


class PageWayKey(msgspec.Struct, gc=False, frozen=True):
    """The page that a way leads to."""

    page_url: str


class SiteWaysKey(Key, frozen=True):
    """What the ways of a site are found by."""

    site: str
    next_at: datetime
    month: str = ""
    ways: tuple[PageWayKey, ...] = ()

    @property
    def terms(self) -> Iterable[Term]:
        """Found by its site."""
        return (("site", self.site),)


class SiteAuditKey(Key, frozen=True):
    """What the audits of a site are found by."""

    channel: str
    site: str
    next_at: datetime

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel and site."""
        return (("key", (self.channel, self.site)),)


class ContactKey(Key, frozen=True):
    """What the people of a site are found by."""

    channel: str
    site: str

    @property
    def terms(self) -> Iterable[Term]:
        """Found by site, and by channel and site."""
        return ("site", self.site), ("key", (self.channel, self.site))


class PageKey(Key, frozen=True):
    """What of a stored page decides when it is due, and how its last check ended."""

    url: str
    host: str
    next_check_at: datetime
    last_checked_at: datetime | None = None
    last_outcome: Outcome | None = None

    def __post_init__(self) -> None:
        self.share("url", "host")

    @property
    def terms(self) -> Iterable[Term]:
        """Found by address."""
        return (("url", self.url),)

    @property
    def terms_from(self) -> str:
        """Its address."""
        return self.url


class HostKey(Key, frozen=True):
    """What of a stored host state decides when its pages may be asked for."""

    host: str
    not_before: datetime | None = None

    @property
    def terms(self) -> Iterable[Term]:
        """Found by host."""
        return (("host", self.host),)


class NoticeKey(Key, frozen=True):
    """What of a stored notice decides whether it is its turn."""

    key: str
    channel: str
    kind: NoticeKind = NoticeKind.TEXT
    status: NoticeStatus = NoticeStatus.READY
    not_before: datetime | None = None
    held: bool = False
    incident_id: str = ""
    error: str = ""

    @property
    def terms(self) -> Iterable[Term]:
        """Found by key; by channel and incident while it waits, afterwards by how it ended, and by channel if dead."""
        if self.status is NoticeStatus.DEAD:
            word = self.error.partition(" ")[0]
            return (("key", self.key), ("ended", self.status), ("dead", (self.channel, word)))
        if self.status not in WAITING:
            return (("key", self.key), ("ended", self.status))
        return (("key", self.key), ("waiting", True), ("channel", self.channel), ("incident", self.incident_id))

    @property
    def is_failing_edit(self) -> bool:
        """Whether it is a change of a message that Slack does not take: the message's thread goes on meanwhile."""
        return self.kind is NoticeKind.EDIT and bool(self.error)

    def is_early(self, now: datetime) -> bool:
        """Whether its time has not come."""
        return self.not_before is not None and self.not_before > now


class SeriesKey(Key, frozen=True):
    """What a series is found by."""

    page_url: str
    last: date

    @property
    def terms(self) -> Iterable[Term]:
        """Found by its page."""
        return (("page", self.page_url),)
