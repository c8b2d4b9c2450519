"""robots.txt keeps Googlebot from the page."""

from jobs.model.findings import About, Finding, IndexEffect, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.PAGE,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Googlebot is blocked",
    means=(
        "The site's robots.txt forbids Googlebot to read the page, so Google cannot see the link: it probably passes "
        "nothing."
    ),
    todo="Ask the site whether robots.txt was meant to block this page.",
    unless="Not where robots.txt could not be read.",
    index=IndexEffect.KEEPS_OUT,
    letter=LetterSubject.ROBOTS,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where robots.txt forbids the page to Googlebot."""
    if page.google_allowed is not False:
        return None
    rule = f" ({page.google_rule})" if page.google_rule else ""
    text = f"The site's robots.txt forbids Googlebot to read the page{rule}."
    return Finding("robots_blocked", Severity.WEAKENED, text, was="allowed", now=page.google_rule or "disallowed")
