"""The link is in the page only once a browser has run its scripts."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Link is drawn by a script",
    means=(
        "The page is served without the link; a script puts it there. A browser of ours ran the scripts and found it. "
        "Google renders most pages too, later than it reads them, and may see the link then, or not."
    ),
    todo="If the link matters, ask the site to serve it in the page itself.",
    unless="Not where the link is served in the page too. Nothing is drawn unless it was asked for.",
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where even the best of the links came only with the rendering."""
    if sighting.best is None or not sighting.best.rendered:
        return None
    text = "The link is not in the page as it is served; it was found in the page as a browser draws it."
    return Finding("rendered_only", Severity.NOTE, text, was="served", now="drawn by a script")
