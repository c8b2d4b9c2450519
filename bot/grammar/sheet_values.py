"""What a person asked for about sheets that the channel's links follow, as values."""

from datetime import timedelta

from msgspec import Struct


class WhichSheet(Struct, frozen=True):
    """Which of a channel's sheets; neither: the only one there is."""

    number: int = 0
    url: str = ""


class FollowSheet(Struct, frozen=True):
    """Have the channel's links follow this sheet; no interval: as it is, or the usual one."""

    url: str
    every: timedelta | None = None


class ListSheets(Struct, frozen=True):
    """Which sheets does this channel follow?"""


class StopSheet(Struct, frozen=True):
    """Follow it no longer."""

    sheet: WhichSheet


class ReadSheet(Struct, frozen=True):
    """Read it now."""

    sheet: WhichSheet


class ApplySheet(Struct, frozen=True):
    """Follow this doubtful answer."""

    sheet: WhichSheet
    digest: str


class KeepSheet(Struct, frozen=True):
    """Leave the links as they are, whatever this doubtful answer says."""

    sheet: WhichSheet
    digest: str


class UndoSync(Struct, frozen=True):
    """Take the newest sync back, where it is this one; no name: whichever it is."""

    sheet: WhichSheet
    run: str = ""


SheetCommand = FollowSheet | ListSheets | StopSheet | ReadSheet | ApplySheet | KeepSheet | UndoSync
CHANGING_SHEETS = (FollowSheet, StopSheet, ReadSheet, ApplySheet, KeepSheet, UndoSync)
"""They take the permission to manage, as an import does."""
