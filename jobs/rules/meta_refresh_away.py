"""The page sends its visitors elsewhere."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.PAGE,
    severity=Severity.NOTE,
    alerts=False,
    title="Page sends visitors away",
    means="A meta refresh takes visitors from the page to another address. Google treats it much like a redirect.",
    todo="Look where the page leads, and whether the link stands there too.",
    unless="Not where the page reloads itself or jumps within itself, or only browsers without scripts are sent away.",
    letter=LetterSubject.REDIRECTED,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where a meta refresh leads to another address than the page's own."""
    refresh = page.refresh
    if refresh is None or refresh.in_noscript or refresh.url.partition("#")[0] == page.final_url.partition("#")[0]:
        return None
    text = f"The page sends its visitors elsewhere after {refresh.seconds:g} seconds."
    return Finding("meta_refresh_away", Severity.NOTE, text, was="stays", now=refresh.url)
