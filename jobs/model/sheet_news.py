"""What a channel is told of a sheet that its links follow, and what became of reading it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from jobs.model.synced_sheet import RowChange


class NewsKind(StrEnum):
    """Why we speak."""

    SYNCED = "synced"
    ASKED = "asked"
    """An answer is doubtful: shall the links follow it?"""
    FAILED = "failed"
    """The sheet cannot be had."""
    OVER = "over"
    """It can be had again, or says again what can be followed."""


@dataclass(frozen=True, slots=True)
class KeptLink:
    """A link that is not as its row has it, for what people here have made of it."""

    ref: str
    """Its name; the page where it is tracked no longer."""
    change: RowChange
    fields: tuple[str, ...] = ()
    """What of it is kept, by name, as in `SyncedRow`."""
    by: str = ""
    """Who changed it last here, as far as is known."""


@dataclass(frozen=True, slots=True)
class SheetNews:
    """What is said of a sheet, once."""

    kind: NewsKind
    sheet: int
    url: str
    run: str = ""
    """The sync that is told of, by which it is taken back."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    adopted: int = 0
    kept: tuple[KeptLink, ...] = ()
    """The first of them."""
    kept_in_all: int = 0
    unusable: tuple[str, ...] = ()
    """Sentences about rows that name no link."""
    why: str = ""
    """What is doubtful about an answer, or why there is none."""
    digest: str = ""
    """Of the doubtful answer."""
    since: datetime | None = None
    """The last time that the links were as the sheet said."""


class SyncOutcome(StrEnum):
    """How reading a sheet ended."""

    UNCHANGED = "unchanged"
    SYNCED = "synced"
    ASKED = "asked"
    FAILED = "failed"
    BUSY = "busy"
    """Somebody else is at it, or it is followed no longer."""


class SyncResult(Struct, frozen=True):
    """How reading a sheet ended, and what there is to say of it."""

    outcome: SyncOutcome
    news: SheetNews | None = None
    told: bool = False
    """Whether the channel will hear of it."""
    why: str = ""
    """Why it failed, or what is doubtful."""


@dataclass(frozen=True, slots=True)
class SyncTakenBack:
    """What became of taking a sync back."""

    removed: int = 0
    restored: int = 0
    reverted: int = 0
    kept: tuple[str, ...] = ()
    """References of links that people changed since; they stay so."""
    too_old: bool = False
