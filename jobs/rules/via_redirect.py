"""The link leads to the target through a redirector."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import Match, PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Link goes through a redirector",
    means=(
        "The link goes to an address that passes visitors on to the target: its host or path says so, or it was "
        "followed, once a day. Whether search engines pass anything on depends on that address."
    ),
    todo="Ask the site to link directly, if a direct link was agreed.",
    unless="Not for a direct link, in whatever spelling.",
    letter=LetterSubject.VIA,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the best link is one through another address."""
    best = sighting.best
    if best is None or best.match is not Match.REDIRECTOR:
        return None
    text = "The link leads to the target through a redirector."
    return Finding("via_redirect", Severity.NOTE, text, was="direct link", now=best.href)
