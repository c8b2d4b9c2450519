"""The link is hidden until a script shows it, or the visitor opens what it stands in."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Link is hidden at first",
    means=(
        "The page comes with the link hidden, and shows it by a script or once the visitor opens the part it stands "
        "in, as tabs and folded sections are. Google counts such links. We run no scripts: that it is shown later is "
        "told by a rule of thumb of ours."
    ),
    todo="Look at the page in a browser if it matters.",
    unless="Not where one of several links is in plain sight.",
    heuristic=True,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where even the best of the links is hidden at first."""
    if sighting.best is None or not sighting.best.hidden_at_first:
        return None
    text = "The link is hidden until a script shows it, or the visitor opens what it stands in."
    return Finding("hidden_at_first", Severity.NOTE, text, was="visible", now="hidden at first")
