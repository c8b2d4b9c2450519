import pytest

from jobs.model.document import Place
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.moved import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(place=Place.FOOTER), page(), id="nobody knows where it was"),
        pytest.param(Expectation(seen_place=Place.BODY), sighting(), page(), id="still in the body"),
        pytest.param(Expectation(seen_place=Place.FOOTER), sighting(), page(), id="into the body"),
        pytest.param(Expectation(seen_place=Place.FOOTER), sighting(place=Place.NAV), page(), id="from edge to edge"),
        pytest.param(
            Expectation(seen_place=Place.BODY), sighting(place=Place.NOSCRIPT), page(), id="told as in_noscript"
        ),
        pytest.param(Expectation(seen_place=Place.BODY), ABSENT, page(), id="no link"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(seen_place=Place.BODY),
            sighting(place=Place.NAV),
            page(),
            (Severity.NOTE, "body", "nav"),
            id="nav",
        ),
        pytest.param(
            Expectation(seen_place=Place.BODY),
            sighting(place=Place.HEADER),
            page(),
            (Severity.NOTE, "body", "header"),
            id="header",
        ),
        pytest.param(
            Expectation(seen_place=Place.BODY),
            sighting(place=Place.FOOTER),
            page(),
            (Severity.NOTE, "body", "footer"),
            id="footer",
        ),
        pytest.param(
            Expectation(seen_place=Place.BODY),
            sighting(place=Place.SIDEBAR),
            page(),
            (Severity.NOTE, "body", "sidebar"),
            id="sidebar",
        ),
        pytest.param(
            Expectation(seen_place=Place.BODY),
            sighting(place=Place.COMMENTS),
            page(),
            (Severity.NOTE, "body", "comments"),
            id="comments",
        ),
        pytest.param(
            Expectation(seen_place=Place.BODY),
            sighting(place=Place.AUTHOR),
            page(),
            (Severity.NOTE, "body", "author"),
            id="author",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "moved"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
