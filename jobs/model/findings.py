"""What is wrong with a link, a page or a target, in words a person reads."""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from jobs.model.terms import Covered


class Severity(StrEnum):
    """How bad a finding is: a lost link counts as absent, a weakened one is worth less, a note is good to know."""

    LOST = "lost"
    WEAKENED = "weakened"
    NOTE = "note"


class About(StrEnum):
    """What a rule looks at; `page` in its check is the page it is about."""

    LINK = "link"
    PAGE = "page"
    TARGET = "target"
    PARTNER = "partner"
    EXCHANGE = "exchange"
    """A deal, which no page shows: its kinds are found by the ledger."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that differs from what was agreed; `kind` is the name of the rule's file."""

    kind: str
    severity: Severity
    text: str
    """One sentence for a person."""
    was: str = ""
    """What stood there before, where that was seen, or what stands there where nothing is wrong."""
    now: str = ""
    agreed: str = ""
    """What was agreed and was never seen there; then there is no `was`."""
    edited: bool = False
    """Whether an edit of what was agreed made it a finding: nothing on the page had changed."""
    passing: bool = False
    """Whether the page's software mostly takes it back by itself in some days: then it is told when it lasts."""


class LetterSubject(Enum):
    """What a mail is about; several kinds of finding ask for the same thing."""

    LOST = auto()
    GONE = auto()
    """The whole page is gone."""
    REPLACED = auto()
    """Another page stands at its address."""
    TEXT_ONLY = auto()
    SCRIPT = auto()
    ELSEWHERE = auto()
    """The link leads to another page of ours."""
    REL = auto()
    PAGE_NOFOLLOW = auto()
    NOINDEX = auto()
    ROBOTS = auto()
    CANONICAL = auto()
    REDIRECTED = auto()
    ANCHOR = auto()
    """Nothing was agreed, but it read otherwise before."""
    ANCHOR_AGREED = auto()
    ANCHOR_EMPTY = auto()
    HIDDEN = auto()
    PLACE = auto()
    VIA = auto()
    OVER_AGREED = auto()
    """More outbound links than were agreed on with the partner."""
    OVER = auto()
    """More than we like, where nothing was agreed."""
    JUMP = auto()
    BREACH_THEIRS = auto()
    """They took out the link that they gave for ours."""
    BREACH_OURS = auto()
    """We did: an apology, and what we are going to do."""
    BOTH_BROKEN = auto()
    CIRCLE_THEIRS = auto()
    """They took out the link that they gave in a circle of several sites."""
    CIRCLE_OURS = auto()
    """We took out ours to them in such a circle."""
    EXPIRING = auto()
    """What was agreed ends soon."""
    OTHER = auto()


class IndexEffect(Enum):
    """What a finding about a page means for its place in an index of a search engine."""

    KEEPS_OUT = auto()
    LESSENS = auto()
    """The page may be indexed, and counts for less, or another in its place."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding; the kind's name is the name of the rule's file."""

    about: About
    severity: Severity
    """What a finding of this kind is unless its own facts or the configuration say otherwise."""
    alerts: bool
    """Whether it is alerted at once; otherwise it waits for the digest."""
    title: str
    """A few words for headings and lists."""
    means: str
    """What it means for the link, in one or two sentences; claims no more than Google says."""
    todo: str
    """What to do about it."""
    unless: str
    """Where it is not found, however near it looks; in sentences that begin with "Not"."""
    heuristic: bool = False
    """Whether it rests on a rule of thumb of ours rather than on what the page says."""
    index: IndexEffect | None = None
    """What it means for the page's place in an index; None: nothing."""
    letter: LetterSubject = LetterSubject.OTHER
    """What a mail to the people of the page asks for."""
    covered_as: Covered | None = None
    """What it is called in a guarantee; None: no guarantee speaks of it by name."""
