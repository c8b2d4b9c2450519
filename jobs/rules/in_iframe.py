"""The link stands in an iframe."""

from jobs.model.document import Place
from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Link is in an iframe",
    means="The link belongs to a frame, which is a document of its own. Search engines may not count it for this page.",
    todo="Ask the site to put the link into the page itself.",
    unless="Not where another link stands in the page itself.",
    letter=LetterSubject.PLACE,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where even the best of the links stands in an iframe."""
    if sighting.best is None or sighting.best.place is not Place.IFRAME:
        return None
    return Finding("in_iframe", Severity.NOTE, "The link stands in an iframe.", was="in the page", now="iframe")
