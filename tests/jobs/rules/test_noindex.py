import pytest

from jobs.model.document import RobotsTag
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.rules.noindex import check
from tests.tools.readings import page, sighting


@pytest.mark.parametrize(
    "robots",
    [
        pytest.param((), id="nothing said"),
        pytest.param((RobotsTag("meta robots", "index, follow"),), id="index"),
    ],
)
def test_says_nothing_of(robots: tuple[RobotsTag, ...]) -> None:
    assert check(Expectation(), sighting(), page(robots=robots)) is None


@pytest.mark.parametrize("source", ["meta robots", "meta googlebot", "X-Robots-Tag", "X-Robots-Tag googlebot"])
def test_finds_it_and_names_the_source(source: str) -> None:
    found = check(Expectation(), sighting(), page(robots=(RobotsTag(source, "NOINDEX"),)))
    assert found is not None
    assert found.severity is Severity.WEAKENED
    assert found.now == f"noindex ({source})"
