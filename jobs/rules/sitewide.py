"""The target is linked from the page's template."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Link looks sitewide",
    means=(
        "At least three links to the target stand in the page's navigation, header, footer or sidebar, which sites "
        "repeat on every page. That is our rule of thumb; Google names no number."
    ),
    todo="Nothing, unless a link within the text was agreed.",
    unless="Not for two such links, and not for any number in the text.",
    heuristic=True,
)

_TEMPLATE_LINKS = 3


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where three or more of the links stand in the template. A heuristic of ours."""
    if sighting.in_template < _TEMPLATE_LINKS:
        return None
    now = f"{sighting.in_template} links in the template"
    text = f"By our rule of thumb the link is sitewide: {now} of the page lead to the target."
    return Finding("sitewide", Severity.NOTE, text, now=now)
