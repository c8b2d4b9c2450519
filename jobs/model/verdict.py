"""What goes into a judgement and what comes out of it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

from jobs.model.findings import Finding
from jobs.model.incident import Evidence
from jobs.model.link import Link
from jobs.model.link_status import LinkStatus
from jobs.model.page import Outcome


class Probe(StrEnum):
    """What the control probe of a confirming check said: is the site itself up and telling pages apart?"""

    NOT_MADE = "not_made"
    UP = "up"
    DOWN = "down"
    """The host's root, which used to answer, fails too."""
    ALL_SAME = "all_same"
    """Root, random path and page are one and the same page."""


class Scope(StrEnum):
    """Which page was checked: the one that carries the link, or the one it leads to."""

    SOURCE = "source"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at one link."""

    outcome: Outcome
    present: bool | None
    """None where the outcome says nothing about the link."""
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    """What was found too, and a person called the new normal: it counts for nothing."""
    probe: Probe = Probe.NOT_MADE
    trusted: bool = True
    """False while a storm makes us suspect ourselves: nothing moves."""
    by_hand: bool = False
    """Asked for by a person: shows what it saw and counts only if a check was due."""
    reason: str = ""
    scope: Scope = Scope.SOURCE
    unfollowed: bool = False
    """Whether the page was read whole, and the link may be there only behind one that could not be followed."""


class Policy(Struct, frozen=True):
    """The waits and thresholds of the state machine."""

    confirm: tuple[timedelta, ...] = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
    confirm_weakened: timedelta = timedelta(hours=1)
    confirm_passing: timedelta = timedelta(days=6)
    """Of weakenings that mostly pass by themselves."""
    confirm_recovery: timedelta = timedelta(minutes=10)
    confirm_replaced: timedelta = timedelta(days=7)
    unreachable_after: timedelta = timedelta(hours=72)
    """So long nothing is told of a page that cannot be read, nor of a link in the old one's place that cannot be
    followed; from then on the second counts as an absence."""
    unreachable_tries: int = 6


class Change(StrEnum):
    """What a verdict changed, if anything: these are the words of the history too."""

    LIVE = "live"
    PENDING = "pending"
    SUSPECT = "suspect"
    CLEARED = "cleared"
    LOST = "lost"
    WEAKENED = "weakened"
    STRENGTHENED = "strengthened"
    """A weakening is gone, others may remain."""
    RECOVERED = "recovered"
    REPLACED = "replaced"
    """Another page stands at the address of the link's page."""
    UNREACHABLE = "unreachable"
    REACHABLE = "reachable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The link's standing after a check, and what changed."""

    standing: LinkStatus
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    """The findings behind the changes."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One link after one check: what it was, what it is, and what the page said."""

    before: Link
    after: Link
    verdict: Verdict
    site: str
    """Registrable domain of the page that was checked."""
    scope: Scope = Scope.SOURCE
    observation: Observation | None = None
    """What the verdict rests on; None for a look at the target."""
    seen_before: Evidence | None = None
    seen_now: Evidence | None = None

    @property
    def woke(self) -> bool:
        """Whether the link's snooze ended with this check."""
        return self.before.standing.snoozed_until is not None and self.after.standing.snoozed_until is None
