"""The partner page has more followed external links than agreed."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

KIND = "outbound_over_limit"
"""For those who count the links of partner pages."""

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=True,
    title="Too many links on the page",
    means=(
        "The more links leave a page, the smaller each one's share. The limit is our rule of thumb: Google names none."
    ),
    todo="Ask the partner to remove links, or accept a higher limit.",
    unless="Not at the limit itself, and not for links that are nofollow.",
    heuristic=True,
    letter=LetterSubject.OVER,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where followed external links, counted by address, are more than the limit."""
    if expected.max_outbound is None or page.followed_external <= expected.max_outbound:
        return None
    return said(page.followed_external, expected.max_outbound)


def said(count: int, limit: int) -> Finding:
    """The finding about a page with so many followed external links."""
    links = "followed external link" if count == 1 else "followed external links"
    text = f"The page has {count} {links}; the limit is {limit}."
    return Finding(KIND, Severity.NOTE, text, f"at most {limit}", str(count))
