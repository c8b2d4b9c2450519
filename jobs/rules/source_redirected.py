"""The page's address now leads to another one."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.pages.redirects import redirection

RULE = Rule(
    about=About.PAGE,
    severity=Severity.NOTE,
    alerts=False,
    title="Page moved",
    means=(
        "The page's address redirects, and we judge the page it ends at. If that is the site's home page or another "
        "site, the link stands somewhere else than agreed, and we call it weakened."
    ),
    todo="Track the new address if the page moved for good; otherwise ask the site.",
    unless="Not where the redirects lead back to the address itself.",
    letter=LetterSubject.REDIRECTED,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the page redirects: a note, and a weakening where it ends at a site root or on another site."""
    away = redirection(page.url, page.final_url, page.hops)
    if away is None:
        return None
    severity = Severity.WEAKENED if away.is_far else Severity.NOTE
    text = f"The page redirects to {away.whither.value}; the link was looked for there."
    return Finding("source_redirected", severity, text, was=page.url, now=page.final_url)
