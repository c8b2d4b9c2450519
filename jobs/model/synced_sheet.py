"""A sheet on the web that a channel's links follow, and what its rows said when they were last read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from jobs.model.link import RowFields
from jobs.model.page import Validators


class SheetDoubt(StrEnum):
    """Why an answer is not followed before a person has said so."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    """A web page, say, or a list without a link."""
    SMALLER = "smaller"
    """By so many rows that it may have been cut short."""


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """An answer of the sheet's about which people are asked: once, until an answer can be followed again."""

    doubt: SheetDoubt
    digest: str
    """Of the answer's bytes."""
    rows: int
    """How many rows it has."""
    why: str
    """In a sentence."""
    asked_at: datetime
    kept_by: str = ""
    """Who said that the links shall stay as they are."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet as a person names it."""

    channel: str
    url: str
    """Where its rows are had as a table."""
    every: timedelta
    added_by: str = ""


@dataclass(frozen=True, slots=True)
class SyncedSheet:
    """A sheet whose rows a channel's links follow; channel and address are its identity."""

    id: int
    channel: str
    url: str
    every: timedelta
    added_at: datetime
    next_at: datetime
    """When it is read next."""
    added_by: str = ""
    leased_until: datetime | None = None
    """While somebody is at it; after a crash it is taken up again then."""
    run: str = ""
    """The name of the newest sync that changed something, or that is under way."""
    unfinished: bool = False
    """Whether that one has not been told of yet: it goes on under its name."""
    validators: Validators = Validators()
    digest: str = ""
    """Of the bytes that the links follow."""
    rows: int = 0
    """How many usable rows those have."""
    synced_at: datetime | None = None
    """When the links were last known to be as the sheet says."""
    failures: int = 0
    """Tries in a row that brought no answer."""
    trouble: str = ""
    """Why the last one brought none, in a few words."""
    told: bool = False
    """Whether the channel was told so."""
    question: SheetQuestion | None = None
    version: int = 0
    """Grows with each write; a write made from an older version is refused."""


class RowChange(StrEnum):
    """What the newest sync that touched a row did about its link."""

    ADDED = "added"
    ADOPTED = "adopted"
    """The channel tracked it already, and it has all that the row says."""
    CHANGED = "changed"
    KEPT = "kept"
    """The link stays as people here have made it."""
    NOT_HERE = "not_here"
    """People here track the link no longer, or moved it; it is not added again while its row stands."""
    REMOVED = "removed"
    """Its row is gone, and so the link is tracked no longer."""
    STAYS = "stays"
    """Its row is gone; the link was tracked before the sheet had it, and stays."""
    STAYS_CHANGED = "stays_changed"
    """Its row is gone; people here changed the link, and it stays."""

    @property
    def row_is_gone(self) -> bool:
        """Whether the sheet has no such row any more: it is kept only so that the sync can be told and taken back."""
        return self in {RowChange.REMOVED, RowChange.STAYS, RowChange.STAYS_CHANGED}


@dataclass(frozen=True, slots=True)
class SyncedRow:
    """A row as the last sync read it; sheet, page and target are its identity."""

    sheet: int
    page_url: str
    target: str
    says: RowFields
    at: datetime
    """When it was first read as it is."""
    change: RowChange
    run: str
    """The sync that made this change."""
    link: int = 0
    """The id of its link; 0 where there is none."""
    kept: tuple[str, ...] = ()
    """What people here have made otherwise, by the names of `RowFields` and `Terms`, though the sheet said it anew."""
    before: RowFields | None = None
    """What the link said before this change; None where it changed nothing of a link."""

    @property
    def ends(self) -> tuple[str, str]:
        """Page and target."""
        return self.page_url, self.target
