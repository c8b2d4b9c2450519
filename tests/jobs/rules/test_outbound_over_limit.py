import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.outbound_over_limit import check
from tests.tools.readings import ABSENT, page


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), ABSENT, page(followed_external=500), id="no limit was agreed"),
        pytest.param(Expectation(max_outbound=100), ABSENT, page(followed_external=100), id="at the limit"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(max_outbound=100),
            ABSENT,
            page(followed_external=101),
            (Severity.NOTE, "at most 100", "101"),
            id="one too many",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "outbound_over_limit"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
