"""What a person wants of a channel's digest, its report of a month and its settings, as values."""

from dataclasses import dataclass
from datetime import time

from jobs.config.fields import Weekday
from jobs.units.dates import DaySaid
from jobs.units.months import MonthSaid


@dataclass(frozen=True, slots=True)
class DigestNow:
    """Show the digest to the asker."""


@dataclass(frozen=True, slots=True)
class ShowTodo:
    """Show what wants a person."""


@dataclass(frozen=True, slots=True)
class DigestAt:
    """Post the digest then; an empty zone: the one that the channel has."""

    day: Weekday
    at: time
    zone: str = ""


@dataclass(frozen=True, slots=True)
class DigestSwitch:
    """Post the digest, or do not."""

    on: bool
    until: DaySaid | None = None
    """The day from which on it is posted again."""


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month of this channel as files for its client; None: the last one."""

    month: MonthSaid | None = None


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """What a channel chooses for itself, in a form."""


@dataclass(frozen=True, slots=True)
class SetCompetitors:
    """These sites are those of whoever the client competes with, and no others."""

    sites: tuple[str, ...]
    """Registrable domains."""


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """Let alerts wait at these times."""

    written: str | None
    """As it is stored; None: as configured."""


@dataclass(frozen=True, slots=True)
class HideCosts:
    """Show no costs in this channel, or show them again."""

    on: bool
