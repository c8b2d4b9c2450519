import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.hidden_at_first import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="in plain sight"),
        pytest.param(Expectation(), ABSENT, page(), id="no link"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(),
            sighting(hidden_at_first=True),
            page(),
            (Severity.NOTE, "visible", "hidden at first"),
            id="hidden at first",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "hidden_at_first"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
