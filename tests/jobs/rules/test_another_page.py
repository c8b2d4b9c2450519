import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.rules.another_page import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.REPLACED])
def test_says_nothing_of_a_page_that_is_itself_or_was_not_read(outcome: Outcome) -> None:
    assert check(Expectation(), ABSENT, page(outcome=outcome)) is None


def test_says_nothing_where_the_link_is_there() -> None:
    assert check(Expectation(), sighting(), page(outcome=Outcome.REPLACED)) is None


def test_another_page_is_called_so_and_not_a_link_that_is_gone() -> None:
    found = check(Expectation(seen_anchor="a guide"), ABSENT, page(outcome=Outcome.REPLACED))
    assert found is not None
    assert (found.severity, found.was, found.now) == (Severity.LOST, "linked as “a guide”", "another page")
    assert found.text.startswith("The page is another one now")
    assert "gone" not in found.text
