"""Our own page no longer exists."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

KIND = "target_gone"
"""For those who say how many links it wastes."""

RULE = Rule(
    about=About.TARGET,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Target is gone",
    means="The link is there, but it leads to a page of ours that no longer exists: it is wasted.",
    todo="Bring the page back, or redirect its address to the page that replaces it.",
    unless="Not where our site shuts out only us, or fails for a while: that is `target_error`.",
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the target is gone, says it was not found, or is parked."""
    if not page.outcome.meaning.is_gone:
        return None
    reason = page.reason or page.outcome.replace("_", " ")
    text = f"The target no longer exists: {reason}."
    return Finding(KIND, Severity.WEAKENED, text, was="answers", now=page.outcome)
