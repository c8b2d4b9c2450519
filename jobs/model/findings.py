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
