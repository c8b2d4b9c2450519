"""What no page shows: the ledger finds it, and no reading of a page ever does."""

from jobs.model.findings import About, Severity
from jobs.model.link import Expectation
from jobs.rules import expiring, findings, rules
from tests.tools.readings import ABSENT, page, sighting


def test_no_page_shows_it() -> None:
    for seen in (sighting(), ABSENT):
        found = findings(Expectation(), seen, page(), frozenset(About))
        assert expiring.KIND not in {finding.kind for finding in found}


def test_it_is_said_in_the_words_of_the_deal() -> None:
    [named] = [each for each in rules() if each.kind == expiring.KIND]
    found = expiring.said("Words of the deal.")
    assert (found.text, found.severity, named.rule.about) == ("Words of the deal.", Severity.NOTE, About.EXCHANGE)
