"""The page links to doubtful trades."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=False,
    title="Doubtful company",
    means=(
        "The page links to gambling, adult, loan, pharma or essay sites, as far as their names and anchor texts tell. "
        "That is our rule of thumb."
    ),
    todo="Look at these links, and decide whether our link should stand beside them.",
    unless="Not for links to any other trade.",
    heuristic=True,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where hosts or anchors of external links hold words of such trades."""
    if not page.neighbours:
        return None
    named = ", ".join(page.neighbours)
    return Finding(
        "bad_neighbours", Severity.NOTE, f"By our rule of thumb the page keeps doubtful company: {named}.", now=named
    )
