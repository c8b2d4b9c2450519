"""The page offers links for money."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=False,
    title="Page seems to sell links",
    means=(
        "Words on the page offer links or guest posts for money, by our rule of thumb. Google asks that paid links be "
        "marked as sponsored."
    ),
    todo="Read the page, and decide whether our link should stand on it.",
    unless="Not where no such phrase stands in the page's text.",
    heuristic=True,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where phrases of the page's text offer links for money."""
    if not page.offers:
        return None
    named = ", ".join(f"“{offer}”" for offer in page.offers)
    return Finding(
        "sells_links", Severity.NOTE, f"By our rule of thumb the page sells links: it says {named}.", now=named
    )
