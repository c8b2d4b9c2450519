"""What a person wants of a channel's digest, report and settings, and of their own reminders, as values."""

from datetime import date, datetime, time, timedelta

from msgspec import Struct

from jobs.config.fields import Weekday
from jobs.model.channel import AuditScope, DigestEvery
from jobs.model.ref import Ref
from jobs.units.dates import DaySaid
from jobs.units.months import MonthSaid


class DigestNow(Struct, frozen=True):
    """Show the digest to the asker."""

    mine: bool = False
    """That of the links which they own."""


class ShowTodo(Struct, frozen=True):
    """Show what wants a person."""

    mine: bool = False
    """Of the links which the asker owns."""
    page: int = 1


class DigestAt(Struct, frozen=True):
    """Post the digest then; what is not said stays as the channel has it."""

    day: Weekday | None = None
    at: time | None = None
    zone: str = ""
    every: DigestEvery | None = None


class Pause(Struct, frozen=True):
    """No digest for some time."""

    until: date
    """The day from which on it comes again."""
    since: date | None = None
    """Its first day, where that is to come."""


class DigestSwitch(Struct, frozen=True):
    """Post the digest, or do not, or not for some time."""

    on: bool
    until: DaySaid | None = None
    """The day from which on it is posted again."""
    month: MonthSaid | None = None
    """The month in which it is not posted."""
    wait: timedelta | None = None
    """For how long, from today on, it is not posted."""

    def pause(self, today: date) -> Pause | None:
        """The days that are meant by whoever says so today; raises ValueError where they are over."""
        if self.until:
            return Pause(self.until.from_day(today))
        if self.wait:
            return Pause(today + max(self.wait, timedelta(days=1)))
        if self.month:
            first, after = [month.first_day for month in (self.month.coming(today), self.month.coming(today).plus(1))]
            return Pause(after, first if first > today else None)
        return None


class MonthReport(Struct, frozen=True):
    """A month of this channel as files for its client; None: the last one."""

    month: MonthSaid | None = None


class OpenSettings(Struct, frozen=True):
    """What a channel chooses for itself, in a form."""


class SetCompetitors(Struct, frozen=True):
    """These sites are those of whoever the client competes with, and no others."""

    sites: tuple[str, ...]
    """Registrable domains."""


class SetQuiet(Struct, frozen=True):
    """Let alerts wait at these times."""

    written: str | None
    """As it is stored; None: as configured."""


class SetEscalation(Struct, frozen=True):
    """Tell an alert again that nobody took."""

    after: timedelta | None
    """None: as configured, or never."""
    to: str = ""
    """Id of a person or channel; empty: the channel itself."""
    me: bool = False
    """Whether it is whoever asks."""
    never: bool = False


class TellUntaken(Struct, frozen=True):
    """Tell in one message what nobody took until now, however old it is."""


class ShowEscalation(Struct, frozen=True):
    """What becomes of an alert that nobody took?"""


class SetAudit(Struct, frozen=True):
    """Audit these pages each month."""

    scope: AuditScope | None
    """None: as configured."""


class ShowAudit(Struct, frozen=True):
    """Which pages are audited each month?"""


class HideCosts(Struct, frozen=True):
    """Show no costs in this channel, or show them again."""

    on: bool


class Remind(Struct, frozen=True):
    """Remind me of a link or partner page."""

    ref: Ref
    wait: timedelta | None
    """None: on a day."""
    day: DaySaid | None = None
    note: str = ""
    at: datetime | None = None
    """The very moment, as the button says it that brings one back."""


class ListReminders(Struct, frozen=True):
    """Of what am I to be reminded?"""


class DropReminder(Struct, frozen=True):
    """Do not remind me of this after all."""

    number: int
    asked_at: str = ""
    """When it was asked for, as its key has it: numbers are used again; empty: whichever has the number now."""
