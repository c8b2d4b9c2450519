import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import Match, PageFacts, Sighting
from jobs.rules.variant import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="the exact address"),
        pytest.param(Expectation(), sighting(match=Match.REDIRECTOR), page(), id="told as via_redirect"),
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
            sighting(href="http://ours.example/guide", match=Match.VARIANT, varies=("scheme",)),
            page(),
            (Severity.NOTE, "the exact address", "http://ours.example/guide"),
            id="http for https",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "variant"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")


def test_says_what_varies() -> None:
    found = check(Expectation(), sighting(match=Match.VARIANT, varies=("scheme", "www")), page())
    assert found is not None
    assert "(scheme, www)" in found.text
