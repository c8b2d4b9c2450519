"""The page names another address as the one that counts."""

from dataclasses import replace

from jobs.model.findings import About, Finding, IndexEffect, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules._canonical import canonical_elsewhere

RULE = Rule(
    about=About.PAGE,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Canonical points elsewhere",
    means=(
        "The page tells search engines that another address is the original. They may index that one instead, and "
        "count the links that stand there."
    ),
    todo="See whether the link stands on the canonical page too; if not, ask the site why this page is called a copy.",
    unless=(
        "Not for another spelling of the page's own address, for one that Google passes over or nobody can parse, or "
        "for the address that a redirect ended at."
    ),
    index=IndexEffect.LESSENS,
    letter=LetterSubject.CANONICAL,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the only canonical is another address; several that differ are a note, for Google may heed none.

    So is one on the same host whose page has the link, too: as with the pages of WordPress' comments, or a wiki's
    page that moved.
    """
    found = canonical_elsewhere("canonical_elsewhere", "page", page)
    if found is None or found.severity is Severity.NOTE or sighting.best is None or not sighting.best.on_canonical:
        return found
    text = "The page names another address of its host as its canonical, and the link stands there too."
    return replace(found, severity=Severity.NOTE, text=text)
