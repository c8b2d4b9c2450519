"""A partner page may belong to somebody else now: told by what it was like before."""

from collections.abc import Sequence

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.units.english import joined

KIND = "owner_changed"
"""For those who know what partner pages were like."""

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=True,
    title="The page may have a new owner",
    means=(
        "By our rule of thumb the page looks like one of somebody else: two of its title, the frame of its markup and "
        "its ids of analytics and ads are others than before. It is a suspicion: a relaunch may look the same."
    ),
    todo="Look at the page, and ask whether what was agreed still holds.",
    unless=(
        "Not at a first check that sees it, nor where an id of analytics or ads is still the same, nor for one sign "
        "alone."
    ),
    heuristic=True,
)


def said(signs: Sequence[str], was: str, now: str) -> Finding:
    """The finding, with what is other than before; `was` and `now` are the titles."""
    text = f"By our rule of thumb the page may belong to somebody else now: {joined(signs)}."
    return Finding(KIND, Severity.NOTE, text, was, now)
