"""What the tests of rules share that no page shows."""

from jobs.model.findings import About, Severity
from jobs.model.link import Expectation
from jobs.rules import findings, rule, said
from tests.tools.readings import ABSENT, page, sighting


def kinds_that_pages_show() -> set[str]:
    """What all rules together find on a page, with the link and without."""
    found = (findings(Expectation(), seen, page(), frozenset(About)) for seen in (sighting(), ABSENT))
    return {finding.kind for each in found for finding in each}


def said_of_a_deal(kind: str, words: str) -> str:
    """The words of a finding about a deal, which takes nothing from a link."""
    found = said(kind, words)
    assert (found.kind, found.severity, rule(kind).about) == (kind, Severity.NOTE, About.EXCHANGE)
    return found.text
