import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import Sighting
from jobs.rules.rendered_only import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize("seen", [pytest.param(sighting(), id="served"), pytest.param(ABSENT, id="no link")])
def test_says_nothing_of(seen: Sighting) -> None:
    assert check(Expectation(), seen, page()) is None


def test_finds_what_came_only_with_the_rendering() -> None:
    found = check(Expectation(), sighting(rendered=True), page())
    assert found is not None
    assert (found.kind, found.severity, found.was, found.now) == (
        "rendered_only",
        Severity.NOTE,
        "served",
        "drawn by a script",
    )
