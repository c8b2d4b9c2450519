"""An incident is told once, in one message that is edited as things change."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from jobs.model.cause import OUR_PAGE, parse_cause
from jobs.model.findings import Finding
from jobs.model.proving_check import ProvingCheck
from jobs.model.ref import Ref, link_ref, parse_ref


class IncidentKind(StrEnum):
    """Why we speak."""

    LOST = "lost"
    WEAKENED = "weakened"
    REPLACED = "replaced"
    """Another page stands at the address."""
    TARGET = "target"
    PARTNER_OVER_LIMIT = "partner_over_limit"
    BREACH = "breach"
    """Somebody broke an exchange."""
    EXPIRING = "expiring"
    """An exchange ends soon."""
    STORM = "storm"
    GROUP = "group"
    """Several of the others, told in one message."""

    @property
    def is_of_deal(self) -> bool:
        """Whether it is about an exchange."""
        return self in {IncidentKind.BREACH, IncidentKind.EXPIRING}


class IncidentStatus(StrEnum):
    """Where an incident is in its own life."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RECOVERED = "recovered"
    STOPPED = "stopped"
    """The link is no longer tracked."""
    WORSENED = "worsened"
    """Something worse took its place, which another incident tells: nothing has recovered."""
    ENDED = "ended"
    """What was agreed is over, so that nothing is owed any more."""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self is IncidentStatus.OPEN


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of an incident's history; it becomes one line in the message's thread."""

    at: datetime
    text: str
    """Plain words of ours; people as `<@U..>` only in `by`."""
    by: str = ""
    """User id of who did it; empty: the bot saw it."""
    whom: str = ""
    """User id of the person that the line ends with: whom it was assigned to."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page said at one check, kept as proof."""

    at: datetime
    final_url: str
    status: int | None
    html: str = ""
    """The link's own HTML with its surroundings, cut short."""
    text: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body_hash: str = ""
    signals: tuple[str, ...] | None = None
    """What it told search engines, as lines of markup, headers and robots.txt; None where that was not kept."""


@dataclass(frozen=True, slots=True)
class NotifiedState:
    """What people were told of an incident, in short."""

    status: IncidentStatus
    waiting: int = 0
    """How many of its links were not well."""
    findings: tuple[str, ...] = ()
    """Kinds."""
    quiet: bool = False
    """Whether it was snoozed, so that nobody was told."""


@dataclass(frozen=True, slots=True)
class LinkBatch:
    """Links that were added together, by an import, a sheet or a long list, whose first looks one message tells."""

    name: str
    """As `Imported.batch` of its links has it."""
    title: str
    """What people know it by, such as `Import of clients.csv`; part of it may be foreign text."""
    runs: tuple[tuple[int, int], ...] = ()
    """The first and last id of each run of its links."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What went wrong, with whom, since when, and what was done about it."""

    id: str
    """Stable and unique: first member, kind and second, such as `L-12-lost-1764576000`."""
    channel: str
    kind: IncidentKind
    subject: str
    """What it is about in one word: `L-12`, `P-3`, `X-2`, or the address of our page."""
    members: tuple[int, ...]
    """Ids of the links it is about: more than one where one cause on one site hit several."""
    opened_at: datetime
    since: datetime | None = None
    """When a check first saw it, before it was proved; None: when it was opened."""
    cause: str = ""
    """A `Cause` as text, such as `partner.example/nofollow`: a link hit by an open cause joins its incident."""
    recovered: frozenset[int] = frozenset()
    """Members that nobody waits for any more: they recovered, or settled otherwise."""
    accepted: frozenset[int] = frozenset()
    """Those of them whose trouble a person called the new normal."""
    worsened: frozenset[int] = frozenset()
    """Those of them that got lost instead, or whose page is another one, which `successors` tell."""
    lost: frozenset[int] = frozenset()
    """Those of these that are lost; of the others the page is another one."""
    successors: tuple[str, ...] = ()
    """Ids of the incidents that tell of those."""
    status: IncidentStatus = IncidentStatus.OPEN
    findings: tuple[Finding, ...] = ()
    before: Evidence | None = None
    after: Evidence | None = None
    proofs: tuple[ProvingCheck, ...] = ()
    """Of a loss: the checks that proved it, as `before` and `after` of the link that opened it."""
    holder: str = ""
    """Who said "I'm on it"."""
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    log: tuple[LogLine, ...] = ()
    message_ts: str = ""
    """Slack's id of its message once it was posted."""
    reopened_at: datetime | None = None
    """When it was last opened again, after it was over."""
    escalated_to: str = ""
    """Id of whom it was told since it was opened, because nobody took it."""
    told_at: datetime | None = None
    """When that was, or when it came into the message of a group."""
    told: NotifiedState | None = None
    """What was last told of it: by its message, by that of its group, or elsewhere."""
    group: str = ""
    """Id of the incident whose message shows this one too; empty: it has a message of its own."""
    parts: tuple[str, ...] = ()
    """For a group: ids of the incidents that its message shows."""
    batch: LinkBatch | None = None
    """For a group: the links that were added together, whose first looks its message tells."""
    raging: tuple[tuple[str, datetime], ...] = ()
    """For a storm: the processes that are in it, each with when it last said so."""
    version: int = 0

    def is_snoozed(self, now: datetime) -> bool:
        """Whether somebody wants to hear nothing more of it for now."""
        return self.snoozed_until is not None and self.snoozed_until > now

    def waiting_again(self, back: frozenset[int]) -> "Incident":
        """The incident as one that waits for these members anew."""
        return replace(
            self,
            recovered=self.recovered - back,
            accepted=self.accepted - back,
            worsened=self.worsened - back,
            lost=self.lost - back,
        )

    @property
    def waiting(self) -> frozenset[int]:
        """Members that neither recovered nor are settled otherwise."""
        return frozenset(self.members) - self.recovered

    @property
    def well(self) -> frozenset[int]:
        """Members that are as they should be again."""
        return (self.recovered & frozenset(self.members)) - self.accepted - self.worsened

    @property
    def ref(self) -> Ref | None:
        """The link, partner page or exchange that it is about; None where it is about something else."""
        return parse_ref(self.subject)

    @property
    def label(self) -> str:
        """What it is called in a word: its first link, else what it is about."""
        return str(link_ref(self.members[0])) if self.members else self.subject

    @property
    def site(self) -> str:
        """Where its cause is: a registrable domain, or the address of a page."""
        return parse_cause(self.cause).site

    @property
    def is_of_one_page(self) -> bool:
        """Whether it tells all that is wrong with one page of ours, for every link that leads to it."""
        return parse_cause(self.cause).kind == OUR_PAGE

    @property
    def began_at(self) -> datetime:
        """Since when it is so, as far as anybody saw."""
        return self.since or self.opened_at
