"""The page names another address as the one that counts."""

from jobs.model.findings import About, Finding, IndexEffect, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules._canonical import canonical_elsewhere

RULE = Rule(
    about=About.PAGE,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Canonical points elsewhere",
    means=(
        "The page tells search engines that another address is the original. They may index that one instead, and "
        "count the links that stand there."
    ),
    todo="See whether the link stands on the canonical page too; if not, ask the site why this page is called a copy.",
    index=IndexEffect.LESSENS,
    letter=LetterSubject.CANONICAL,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the only canonical is another address; several that differ are a note, for Google may heed none."""
    return canonical_elsewhere("canonical_elsewhere", "page", page)
