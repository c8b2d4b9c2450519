import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.robots_blocked import check
from tests.tools.readings import page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(google_allowed=True), id="allowed"),
        pytest.param(Expectation(), sighting(), page(google_allowed=None), id="robots.txt could not be read"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(),
            sighting(),
            page(google_allowed=False, google_rule="Disallow: /links"),
            (Severity.WEAKENED, "allowed", "Disallow: /links"),
            id="with its rule",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(google_allowed=False),
            (Severity.WEAKENED, "allowed", "disallowed"),
            id="without a rule",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "robots_blocked"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
