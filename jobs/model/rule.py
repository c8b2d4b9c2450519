"""What a rule says of itself: how bad its finding is, whether it is told at once, and the words a person reads."""

from dataclasses import dataclass

from jobs.model.findings import About, Severity


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
