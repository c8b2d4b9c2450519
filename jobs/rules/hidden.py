"""Visitors do not see the link."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Link is hidden",
    means=(
        "The link is hidden by an attribute or by styles on the page. Google counts hidden links as spam: it probably "
        "passes nothing. We read the page without running scripts: what a script shows is "
        "`hidden_at_first` and no weakening, and what style sheets in other files hide is not found."
    ),
    todo="Look at the page in a browser, then ask the site why the link is hidden.",
    unless="Not where one of several links is in plain sight, and not where a script or the visitor shows it later.",
    letter=LetterSubject.HIDDEN,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where even the best of the links is hidden."""
    if sighting.best is None or not sighting.best.hidden:
        return None
    return Finding(
        "hidden", Severity.WEAKENED, "Visitors of the page do not see the link.", was="visible", now="hidden"
    )
