"""Our own page names another address as the one that counts."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules._canonical import canonical_elsewhere

RULE = Rule(
    about=About.TARGET,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Target's canonical points elsewhere",
    means=(
        "The link leads to a page of ours that calls another address the original, so what it passes may count there."
    ),
    todo="Correct the canonical of the target, or ask the site to link to the canonical address.",
    unless=(
        "Not for another spelling of the target's own address, for one that nobody can parse, or for the address that "
        "a redirect ended at."
    ),
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the target's only canonical is another address; several that differ are a note."""
    return canonical_elsewhere("target_canonical_elsewhere", "target", page)
