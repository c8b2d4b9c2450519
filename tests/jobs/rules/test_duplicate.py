import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.duplicate import check
from tests.tools.readings import ABSENT, page, seen, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="one link"),
        pytest.param(Expectation(), ABSENT, page(), id="no link"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(Expectation(), Sighting(seen(), count=2), page(), (Severity.NOTE, "1", "2"), id="two links"),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "duplicate"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
