"""The link has no words at all."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Anchor text is empty",
    means=(
        "The link has no text, no image with an alternative text and no title: it tells search engines nothing about "
        "the target."
    ),
    todo="Ask the site to give the link words, or its image an alternative text.",
    unless="Not where an image has an alternative text, or the link a title.",
    letter=LetterSubject.ANCHOR_EMPTY,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the best link has neither text nor what stands in for it."""
    if sighting.best is None or sighting.best.text.strip():
        return None
    was, text = expected.seen_anchor, "The link has no anchor text."
    return Finding("anchor_empty", Severity.NOTE, text, was=was, now="", agreed="" if was else expected.anchor)
