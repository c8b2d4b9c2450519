"""The page asks search engines to follow none of its links."""

from jobs.model.findings import About, Finding, IndexEffect, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.model.terms import Covered
from jobs.pages.indexing import lifts_by_itself, told_by

KIND = "page_nofollow"
"""For those who look at pages on which no link of ours is tracked."""
_FEWEST = 5
"""Links to other sites from which on it says something that all are nofollow."""

RULE = Rule(
    about=About.PAGE,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Page is nofollow",
    means=(
        "The page asks search engines not to follow any of its links. Google takes it as a hint and will generally "
        "not follow them: the link probably passes nothing."
    ),
    todo="Ask the site whether all of the page was meant to be nofollow.",
    unless=(
        "Not where leave is given, where only noindex is said, or where it is said to another crawler than Google's."
    ),
    index=IndexEffect.LESSENS,
    letter=LetterSubject.PAGE_NOFOLLOW,
    covered_as=Covered.NOFOLLOW,
)


def of_every_link(page: PageFacts, followed_before: int) -> Finding | None:
    """Found where links of a page to other sites were followed, and each of them is nofollow by its own rel now."""
    if page.followed_external or min(page.external, followed_before) < _FEWEST:
        return None
    text = f"None of the page's {page.external:,} links to other sites is followed any more."
    return Finding(KIND, Severity.WEAKENED, text, was=f"{followed_before} followed", now="all nofollow")


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where a robots meta or X-Robots-Tag forbids following; the most restrictive wins."""
    tag = told_by(page).nofollow
    if tag is None:
        return None
    text = f"The page asks search engines to follow none of its links ({tag.source})."
    passing = lifts_by_itself(page, tag)
    return Finding(KIND, Severity.WEAKENED, text, was="followed", now=f"nofollow ({tag.source})", passing=passing)
