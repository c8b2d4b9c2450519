"""The target's address stands on the page as plain text."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.LOST,
    alerts=True,
    title="Address without a link",
    means="The page names our address in its text, but it is no link: search engines follow links only.",
    todo="Ask the site to make the address a link again.",
    unless="Not where a link stands as well.",
    letter=LetterSubject.TEXT_ONLY,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where no link leads to the target and its address stands in the text."""
    if sighting.present or not sighting.text_only:
        return None
    text = "The page names our address as plain text, without a link."
    return Finding("text_only", Severity.LOST, text, was="linked", now="plain text")
