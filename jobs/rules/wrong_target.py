"""The page links to another page of our site instead of the target."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.LOST,
    alerts=True,
    title="Link goes to another page of ours",
    means=(
        "The page still links to our site, but no longer to the page that was agreed. Our own site was asked, and "
        "answers the two as two pages; while it cannot be read, nothing is told."
    ),
    todo="Ask the site to point the link at the agreed page, or track the page it points at now.",
    unless="Not where the agreed link stands as well, and not for another spelling of it, which is `variant`.",
    letter=LetterSubject.ELSEWHERE,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the nearest thing to the link is one to another address of the target's site."""
    nearest = sighting.nearest
    if sighting.present or nearest is None:
        return None
    text = "The page links to another page of our site, not to the target."
    return Finding("wrong_target", Severity.LOST, text, was="linked to the target", now=nearest.href)
