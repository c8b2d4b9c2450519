"""Our own page asks not to be indexed."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.pages.indexing import told_by

KIND = "target_noindex"
"""For those who say how many links it wastes."""

RULE = Rule(
    about=About.TARGET,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Target is noindex",
    means="The link leads to a page of ours that asks search engines to leave it out: the link is wasted.",
    todo="Take noindex out of the target, if it was not meant.",
    unless=(
        "Not where leave is given, where only nofollow is said, where it is said to another crawler than Google's, or "
        "for a day that is still to come."
    ),
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where a robots meta or X-Robots-Tag of the target forbids indexing."""
    tag = told_by(page).noindex
    if tag is None:
        return None
    text = f"The target asks search engines not to index it ({tag.source})."
    return Finding(KIND, Severity.WEAKENED, text, was="indexable", now=f"noindex ({tag.source})")
