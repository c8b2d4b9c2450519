"""What wants a person, as the digest says it on top."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TodoKind(StrEnum):
    """Why something wants a person; the most urgent first."""

    CLAIM = "claim"
    """It went under guarantee, and can be claimed until some day."""
    TARGET = "target"
    """A page of ours has a problem."""
    LOST = "lost"
    BREACH = "breach"
    """An exchange is broken."""
    REPLACED = "replaced"
    WEAKENED = "weakened"
    ENDING = "ending"
    """An exchange ends within the month."""
    OVERDUE = "overdue"
    """It was agreed long ago, and is not placed."""
    OVER_LIMIT = "over_limit"
    """A partner page has too many links, or something else is wrong with it."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that wants a person: an alert that nobody took, or what no alert tells."""

    kind: TodoKind
    refs: tuple[str, ...]
    """What it is about: its first ten links, or an exchange, or a partner page; `L-12`, `X-2`, `P-3`."""
    count: int = 1
    """How many of these there are."""
    incident: str = ""
    """Id of its alert; empty where there is none."""
    page_url: str = ""
    """The first of its pages."""
    target: str = ""
    """What the first of its links should lead to."""
    text: str = ""
    """What was found: words of ours that may hold foreign ones."""
    since: datetime | None = None
    until: date | None = None
    """The last day to claim, or of the exchange."""
    holder: str = ""
    """User id of who is on it; of claims alone, whose day passes all the same."""
