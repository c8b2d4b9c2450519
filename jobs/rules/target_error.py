"""Our own page does not answer properly."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

KIND = "target_error"
"""For those who say how many links it wastes."""

RULE = Rule(
    about=About.TARGET,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Target does not answer",
    means="The link is there, but the page of ours that it leads to cannot be reached: while that lasts it is wasted.",
    todo="See what is wrong with our site.",
    unless=(
        "Not where our site shuts out only us, asks us to stay away, shows its page by scripts, or answers with a file."
    ),
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the target fails for visitors too."""
    meaning = page.outcome.meaning
    if not meaning.visitors_see_it or meaning.is_gone:
        return None
    reason = page.reason or page.outcome.replace("_", " ")
    text = f"The target cannot be reached: {reason}."
    return Finding(KIND, Severity.WEAKENED, text, was="answers", now=page.outcome)
