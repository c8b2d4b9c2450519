import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.sitewide import check
from tests.tools.readings import page, seen, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="one link in the text"),
        pytest.param(Expectation(), Sighting(seen(), count=9, in_template=2), page(), id="two in the template"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(),
            Sighting(seen(), count=3, in_template=3),
            page(),
            (Severity.NOTE, "", "3 links in the template"),
            id="three in the template",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "sitewide"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
