"""Where a link stands in its life: the state machine's memory."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from jobs.model.findings import Finding


class LinkState(StrEnum):
    """new -> live -> suspect -> lost | weakened | replaced -> recovered -> live; new and absent is pending."""

    NEW = "new"
    PENDING = "pending"
    LIVE = "live"
    SUSPECT = "suspect"
    LOST = "lost"
    WEAKENED = "weakened"
    RECOVERED = "recovered"
    REPLACED = "replaced"
    """Another page stands at the address now: whether the link was taken out of the one that was, nobody can tell."""

    @property
    def is_live(self) -> bool:
        """Whether the link is on its page, and nothing is proved against it."""
        return self in {LinkState.LIVE, LinkState.SUSPECT, LinkState.RECOVERED}

    @property
    def is_bad(self) -> bool:
        """Whether something is proved against the link: it is lost, weakened, or its page is another one."""
        return self.is_away or self is LinkState.WEAKENED

    @property
    def is_away(self) -> bool:
        """Whether it is proved that the link is not to be found where it was."""
        return self in {LinkState.LOST, LinkState.REPLACED}


WORST_FIRST = (
    LinkState.LOST,
    LinkState.REPLACED,
    LinkState.WEAKENED,
    LinkState.SUSPECT,
    LinkState.PENDING,
    LinkState.NEW,
    LinkState.RECOVERED,
    LinkState.LIVE,
)
"""The states in the order in which lists and counters show them: what needs somebody first."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """All that `judge` needs to remember of a link between two checks."""

    state: LinkState = LinkState.NEW
    since: datetime | None = None
    """When it came into this state."""
    absences: int = 0
    """Proofs of absence in a row that counted."""
    absent_since: datetime | None = None
    """When the first of them was."""
    replaced_since: datetime | None = None
    """Since when each look that could tell found another page at the address."""
    unfollowed_since: datetime | None = None
    """Since when each look that read the page found only a link that could not be followed in its place."""
    presences: int = 0
    """Presences in a row after it was lost."""
    unproven: tuple[Finding, ...] = ()
    """Weakenings seen once, awaiting a second check."""
    open: tuple[Finding, ...] = ()
    """Findings that hold: proved and not yet mended or accepted."""
    notes: tuple[Finding, ...] = ()
    next_look_at: datetime | None = None
    """When it wants to be checked before its page's usual turn."""
    target_look_at: datetime | None = None
    """The same for the page that it leads to."""
    unknown_since: datetime | None = None
    unknown_tries: int = 0
    unreachable: bool = False
    snoozed_until: datetime | None = None
    marked_by: str = ""
    """Who said `live` or `lost` of a link that we cannot read."""
    marked_at: datetime | None = None
    last_present_at: datetime | None = None
    lived: timedelta = timedelta()
    """How long it was seen to stand: the times between checks that saw it, with no loss proved in between."""
    looked_at: datetime | None = None
    """The last look at its page that was judged: a check judged twice changes nothing."""

    @property
    def is_unplaced(self) -> bool:
        """Whether the link was never seen where it belongs."""
        return self.state in {LinkState.NEW, LinkState.PENDING}

    def is_snoozed(self, now: datetime) -> bool:
        """Whether somebody wants to hear nothing of the link for now."""
        return self.snoozed_until is not None and self.snoozed_until > now

    @property
    def is_in_doubt(self) -> bool:
        """Whether something is held against the link, proved or not."""
        suspected = self.absences or self.replaced_since or self.unproven or self.open
        return bool(suspected) or self.state.is_away
