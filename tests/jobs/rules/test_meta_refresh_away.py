import pytest

from jobs.model.document import MetaRefresh
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.meta_refresh_away import check
from tests.tools.readings import PAGE, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="none"),
        pytest.param(Expectation(), sighting(), page(refresh=MetaRefresh(30, PAGE)), id="reloads itself"),
        pytest.param(Expectation(), sighting(), page(refresh=MetaRefresh(30, PAGE + "#top")), id="jumps within itself"),
        pytest.param(
            Expectation(),
            sighting(),
            page(refresh=MetaRefresh(0, "https://a.example/", in_noscript=True)),
            id="only without scripts",
        ),
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
            page(refresh=MetaRefresh(0, "https://a.example/")),
            (Severity.NOTE, "stays", "https://a.example/"),
            id="at once",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(refresh=MetaRefresh(5, "https://a.example/")),
            (Severity.NOTE, "stays", "https://a.example/"),
            id="after a while",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "meta_refresh_away"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
