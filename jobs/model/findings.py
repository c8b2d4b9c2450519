"""What is wrong with a link, a page or a target, in words a person reads."""

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that differs from what was agreed; `kind` is the name of the rule's file."""

    kind: str
    severity: Severity
    text: str
    """One sentence for a person."""
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding; the kind's name is the name of the rule's file."""

    about: About
    severity: Severity
    """What a finding of this kind is unless its own facts or the configuration say otherwise."""
    alerts: bool
    """Whether it is told at once; otherwise it waits for the digest."""
    title: str
    """A few words for headings and lists."""
    means: str
    """What it means for the link, in one or two sentences; claims no more than Google says."""
    todo: str
    """What to do about it."""
    heuristic: bool = False
    """Whether it rests on a rule of thumb of ours rather than on what the page says."""
