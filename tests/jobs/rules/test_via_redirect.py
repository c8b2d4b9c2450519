import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import Match, PageFacts, Sighting
from jobs.rules.via_redirect import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="a direct link"),
        pytest.param(Expectation(), sighting(match=Match.VARIANT), page(), id="another spelling"),
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
            sighting(href="https://partner.example/out?u=x", match=Match.REDIRECTOR),
            page(),
            (Severity.NOTE, "direct link", "https://partner.example/out?u=x"),
            id="through their redirector",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "via_redirect"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
