"""Only a script takes a visitor from the page to the target."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.LOST,
    alerts=True,
    title="Link works through a script only",
    means=(
        "Something on the page leads to the target by a script. Google follows links that have an address in href, "
        "and no others."
    ),
    todo="Ask the site for a plain link: an a element with the address in its href.",
    unless="Not where a link stands beside the script.",
    letter=LetterSubject.SCRIPT,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where a click leads to the target, and no link does."""
    if sighting.present or not sighting.js_only:
        return None
    text = "The page leads to the target through a script only, not by a link that search engines follow."
    return Finding("js_only", Severity.LOST, text, was="linked", now="script only")
