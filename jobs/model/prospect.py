"""Prospects: pages to ask for a link, from the first thought until the link is placed or declined."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from jobs.model.ref import prospect_ref
from jobs.model.relevance import Closeness
from jobs.model.terms import Money


class ProspectState(StrEnum):
    """How far it got, as people say; in this order in lists and on the board."""

    TO_CONTACT = "to_contact"
    CONTACTED = "contacted"
    AGREED = "agreed"
    PLACED = "placed"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        """The state as people read and type it."""
        return self.value.replace("_", " ")

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do: nobody is reminded of it any more."""
        return self in {ProspectState.PLACED, ProspectState.DECLINED}


@dataclass(frozen=True, slots=True)
class Plan:
    """What people decide about a prospect."""

    state: ProspectState = ProspectState.TO_CONTACT
    target: str = ""
    """Our page that it should link to, or a domain of ours; empty: not chosen yet."""
    owner: str = ""
    """User id of who looks after it."""
    contact: str = ""
    """How its people are reached, as somebody typed it; empty: as found on the page."""
    next_on: date | None = None
    """The day on which the channel is reminded of it."""
    notes: str = ""
    cost: Money | None = None
    """What they ask for it."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How close its page was to ours in subject when that was last looked at: a heuristic."""

    at: datetime
    target: str
    """The page of ours that it was compared with."""
    score: int
    """0 to 100."""
    closeness: Closeness
    is_doubtful: bool = False
    """Whether there is any reason to trust it less than usual."""
    shared: tuple[str, ...] = ()
    """Telling terms that both pages use, the weightiest first, as our page writes them."""
    only_ours: tuple[str, ...] = ()
    """Telling terms of ours that their page does not use: what its readers would find with us."""
    our_title: str = ""


@dataclass(frozen=True, slots=True)
class ProspectPage:
    """What its page said when it was last read."""

    at: datetime
    title: str = ""
    language: str = ""
    """ISO 639 code read from the text, or else the one that the page declares; empty where nobody can tell."""
    mails: tuple[str, ...] = ()
    """Mail addresses that the site itself links to (`mailto:`)."""
    contact_pages: tuple[str, ...] = ()
    """Pages of the same site that its own links call the way to reach its people."""


class NewProspect(Struct, frozen=True):
    """A prospect as a person adds it."""

    channel: str
    page_url: str
    plan: Plan = Plan()
    added_by: str = ""


@dataclass(frozen=True, slots=True)
class Prospect:
    """A page to ask for a link: channel and page are its identity."""

    id: int
    channel: str
    page_url: str
    added_at: datetime
    plan: Plan = Plan()
    before: Plan | None = None
    """What was planned before the last change, so that it can be undone."""
    since: datetime | None = None
    """When it came into its state."""
    link: int | None = None
    """Id of the tracked link that it became when it was last placed."""
    fit: Fit | None = None
    look: ProspectPage | None = None
    reminded: date | None = None
    """The day of its plan of which people were reminded."""
    added_by: str = ""
    removed_at: datetime | None = None
    """Since when it is a prospect no longer; kept for some days, so that this can be undone."""
    version: int = 0
    """Grows with each write; a write made from an older version is refused."""
    planned: int = 0
    """The version that the last change of its plan left: looks and reminders change none. 0: before this was kept."""

    @property
    def fit_to_target(self) -> Fit | None:
        """How close its page is to the page that it is to link to; None where it was compared with another."""
        named = self.plan.target
        meant = {named, f"https://{named}/"}
        return self.fit if self.fit and (not named or self.fit.target in meant) else None

    @property
    def undone_by(self) -> int:
        """The number that an Undo of the last change names, whatever the bot wrote since by itself."""
        return self.version if self.removed_at else self.planned or self.version

    @property
    def is_placed(self) -> bool:
        """Whether it became a link, as people say."""
        return self.plan.state is ProspectState.PLACED

    @property
    def ref(self) -> str:
        """Its name in commands and messages: `C-4`."""
        return str(prospect_ref(self.id))
