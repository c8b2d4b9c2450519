"""The page links to the target more than once."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Several links to the target",
    means=(
        "The page links to the target more than once; we judge the best of the links, a followed and visible one "
        "before another."
    ),
    todo="Nothing, unless a single link was agreed.",
    unless="Not for links to other pages of ours.",
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where at least two links lead to the target."""
    if sighting.count <= 1:
        return None
    text = f"The page links to the target {sighting.count} times; the best of the links is judged."
    return Finding("duplicate", Severity.NOTE, text, was="1", now=str(sighting.count))
