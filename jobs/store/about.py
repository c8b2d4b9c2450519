"""What is said of a store as a whole: how it stands, what was copied of it, what was found when it was read whole."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class StoreKind(StrEnum):
    """Where a store may be kept; the values are what people type."""

    TINYDB = "tinydb"
    """In the folder that store.path names."""
    POSTGRES = "postgres"
    """In the database that DATABASE_URL names."""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """How a store stands beside what is in it."""

    place: str
    """Where it is, as a person finds it: a folder, or a database without its password."""
    size: int
    """Bytes on the disk."""
    held_by: str
    """Who writes to it, in words; empty where no bot runs."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    links: int
    partners: int
    incidents: int
    events: int
    damage: tuple[str, ...] = ()
    """What could not be read of the store, one sentence each."""
    set_aside: Path | None = None
    """After a restore: where the files that stood in the folder before are now."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read of a whole store, and what is wrong with it."""

    links: int
    events: int
    size: int
    """Bytes of all of the store."""
    faults: tuple[str, ...]
    """A sentence each."""
    numbers_missing: int = 0
    """Events that were counted once and are in no file: lost before, which was said then, or cut out of a file that is
    older than the checksums of whole files."""
