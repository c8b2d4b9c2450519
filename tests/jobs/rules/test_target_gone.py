import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.target_gone import check
from tests.tools.readings import page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="it answers"),
        pytest.param(Expectation(), sighting(), page(outcome=Outcome.TIMEOUT), id="told as target_error"),
        pytest.param(Expectation(), sighting(), page(outcome=Outcome.BLOCKED), id="shut to us only"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(), sighting(), page(outcome=Outcome.GONE), (Severity.WEAKENED, "answers", "gone"), id="gone"
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.SOFT_404),
            (Severity.WEAKENED, "answers", "soft_404"),
            id="soft_404",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.PARKED),
            (Severity.WEAKENED, "answers", "parked"),
            id="parked",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "target_gone"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
