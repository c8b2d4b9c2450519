"""The page asks search engines not to index it."""

from jobs.model.findings import About, Finding, IndexEffect, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.model.terms import Covered
from jobs.pages.indexing import lifts_by_itself, told_by

RULE = Rule(
    about=About.PAGE,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Page is noindex",
    means=(
        "The page asks search engines to leave it out of their index. A page that stays noindex for long is treated "
        "as nofollow too: its links probably pass nothing."
    ),
    todo="Ask the site whether the page was meant to be hidden from search engines.",
    unless=(
        "Not where leave is given, where only nofollow is said, where it is said to another crawler than Google's, or "
        "for a day that is still to come."
    ),
    index=IndexEffect.KEEPS_OUT,
    letter=LetterSubject.NOINDEX,
    covered_as=Covered.NOINDEX,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where a robots meta or X-Robots-Tag forbids indexing; the most restrictive wins."""
    tag = told_by(page).noindex
    if tag is None:
        return None
    text = f"The page asks search engines not to index it ({tag.source})."
    passing = lifts_by_itself(page, tag)
    return Finding("noindex", Severity.WEAKENED, text, was="indexable", now=f"noindex ({tag.source})", passing=passing)
