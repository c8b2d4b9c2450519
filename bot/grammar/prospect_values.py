"""What a person asked for of prospects, as values."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from msgspec import Struct

from jobs.model.prospect import Plan, ProspectState
from jobs.model.ref import Ref
from jobs.model.terms import Money
from jobs.units.dates import DaySaid

OPEN = tuple(state for state in ProspectState if not state.is_over)
MINE = "me"
"""Whoever asks, in the place of a user's id."""


@dataclass(frozen=True, slots=True)
class ProspectSaid:
    """What was said of a prospect; None: as it was. An empty text takes away what was there."""

    state: ProspectState | None = None
    target: str | None = None
    owner: str | None = None
    contact: str | None = None
    next_on: DaySaid | timedelta | None = None
    no_next: bool = False
    notes: str | None = None
    cost: Money | None = None
    no_cost: bool = False

    def over(self, known: Plan, now: datetime) -> Plan:
        """The plan from now on; raises ValueError, in words that go on from it, where the day is over."""
        said = {name: value for name in _TEXTS if (value := getattr(self, name)) is not None}
        plan = replace(known, state=self.state or known.state, **said)
        if self.no_next or self.next_on is not None:
            plan = replace(plan, next_on=None if self.no_next else self._day(now.date()))
        return replace(plan, cost=None if self.no_cost else self.cost or plan.cost)

    def _day(self, today: date) -> date | None:
        if isinstance(self.next_on, timedelta):
            return today + max(self.next_on, timedelta(days=1))
        return self.next_on.from_day(today) if self.next_on else None


_TEXTS = ("target", "owner", "contact", "notes")
NOTHING_OF_PROSPECT = ProspectSaid()


class OpenProspect(Struct, frozen=True):
    """Ask in a form: of a new prospect, or of one that there is."""

    ref: Ref | None = None


class AddProspects(Struct, frozen=True):
    """Keep these pages as prospects."""

    pages: tuple[str, ...]
    said: ProspectSaid = NOTHING_OF_PROSPECT


@dataclass(frozen=True, slots=True)
class ListProspects:
    """Which prospects are there? Those in any of the states."""

    states: tuple[ProspectState, ...] = ()
    person: str = ""
    """A user's id, or `MINE`."""
    domain: str = ""
    page: int = 1

    def __str__(self) -> str:
        """The command that asks for it, without the page."""
        named = ["open"] if self.states == OPEN else [state.words for state in self.states]
        person = "mine" if self.person == MINE else f"<@{self.person}>" if self.person else ""
        return " ".join(filter(None, ["prospect list", *named, person, self.domain]))


class FindCandidates(Struct, frozen=True):
    """Who else may be asked, by what the channel has, or of a list that was pasted."""

    rows: tuple[tuple[str, str], ...] = ()
    """A page or site each, and what it links to; empty where that was not said."""


class Vet(Struct, frozen=True):
    """Are these pages worth asking for a link?"""

    pages: tuple[str, ...]
    target: str = ""
    """Our page; empty: the home page of our site."""


class ShowProspect(Struct, frozen=True):
    """Everything about one."""

    ref: Ref


class EditProspect(Struct, frozen=True):
    """What was said holds from now on."""

    ref: Ref
    said: ProspectSaid


class MailProspect(Struct, frozen=True):
    """Draft a first mail to its people."""

    ref: Ref
    language: str = ""
    """Empty: the page's own."""


class RemoveProspects(Struct, frozen=True):
    """These are no prospects any more."""

    refs: tuple[Ref, ...]


class UndoProspect(Struct, frozen=True):
    """Take the last change of one back."""

    ref: Ref
    version: int | None = None
    """As it was left by the change that is meant; None: whatever its last one is."""


class SentMail(Struct, frozen=True):
    """Somebody wrote to the people of a prospect."""

    ref: Ref


ChangeProspect = OpenProspect | AddProspects | EditProspect | RemoveProspects | UndoProspect | SentMail
"""What changes a prospect, or is about to."""
ProspectCommand = ChangeProspect | ListProspects | FindCandidates | Vet | ShowProspect | MailProspect
