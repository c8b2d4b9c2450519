from dataclasses import replace

import pytest

from jobs.model.kept_relevance import KeptRelevance
from jobs.model.link import Expectation
from jobs.model.relevance import Closeness, Doubt
from jobs.rules.low_relevance import check
from tests.tools.readings import page, sighting
from tests.tools.times import NOON

FAR = KeptRelevance(12, Closeness.NOT_RELATED, NOON)


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(Expectation(relevance=FAR), id="nobody asked for it"),
        pytest.param(Expectation(least_relevance=35), id="nobody knows, or a person says that it fits"),
        pytest.param(Expectation(relevance=FAR, least_relevance=12), id="as much as was asked for"),
        pytest.param(
            Expectation(relevance=replace(FAR, doubts=(Doubt.LANGUAGES_DIFFER,)), least_relevance=35), id="in doubt"
        ),
        pytest.param(
            Expectation(relevance=replace(FAR, is_outdated=True), least_relevance=35), id="our page has changed since"
        ),
    ],
)
def test_says_nothing_of(expected: Expectation) -> None:
    assert check(expected, sighting(), page()) is None


def test_finds_a_page_of_another_subject() -> None:
    found = check(Expectation(relevance=FAR, least_relevance=35), sighting(), page())
    assert found is not None
    assert (found.kind, found.was, found.now) == ("low_relevance", "at least 35", "12")
    assert "rule of thumb" in found.text
