"""The people of a partner's site: how they are reached, and whether they may be."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ContactEvent(StrEnum):
    """What the history tells of a site, in events whose subject is its domain."""

    NOTE = "note"
    WROTE = "wrote"
    """Somebody wrote to its people."""
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class SiteContact:
    """What a channel keeps of the people of a site; channel and site are its identity."""

    channel: str
    site: str
    """Registrable domain."""
    contact: str = ""
    """An address, a form, a name: as somebody typed it."""
    tags: frozenset[str] = frozenset()
    unwanted_since: datetime | None = None
    """Since when nobody may write to them, in no channel; None: they may."""
    unwanted_by: str = ""
    """User id of who said so."""
    version: int = 0
    """Grows with each write; a write made from an older version is refused."""
