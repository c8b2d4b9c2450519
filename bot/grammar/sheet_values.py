"""What a person asked for about sheets that the channel's links follow, as values."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class WhichSheet:
    """Which of a channel's sheets; neither: the only one there is."""

    number: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class FollowSheet:
    """Have the channel's links follow this sheet; no interval: as it is, or the usual one."""

    url: str
    every: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ListSheets:
    """Which sheets does this channel follow?"""


@dataclass(frozen=True, slots=True)
class StopSheet:
    """Follow it no longer."""

    sheet: WhichSheet


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """Read it now."""

    sheet: WhichSheet


@dataclass(frozen=True, slots=True)
class ApplySheet:
    """Follow this doubtful answer."""

    sheet: WhichSheet
    digest: str


@dataclass(frozen=True, slots=True)
class KeepSheet:
    """Leave the links as they are, whatever this doubtful answer says."""

    sheet: WhichSheet
    digest: str


@dataclass(frozen=True, slots=True)
class UndoSync:
    """Take the newest sync back, where it is this one; no name: whichever it is."""

    sheet: WhichSheet
    run: str = ""


SheetCommand = FollowSheet | ListSheets | StopSheet | ReadSheet | ApplySheet | KeepSheet | UndoSync
CHANGING_SHEETS = (FollowSheet, StopSheet, ReadSheet, ApplySheet, KeepSheet, UndoSync)
"""They take the permission to manage, as an import does."""
