"""The link stands in a noscript element."""

from jobs.model.document import Place
from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Link is in a noscript",
    means="Only browsers without scripts show the link. Search engines run scripts and may not count it.",
    todo="Ask the site to put the link into the page itself.",
    unless="Not where another link stands in the page itself.",
    letter=LetterSubject.PLACE,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where even the best of the links stands in a noscript."""
    if sighting.best is None or sighting.best.place is not Place.NOSCRIPT:
        return None
    text = "The link stands in a noscript element, which most visitors never see."
    return Finding("in_noscript", Severity.NOTE, text, was="in the page", now="noscript")
