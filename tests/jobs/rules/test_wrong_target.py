import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import Match, PageFacts, Sighting
from jobs.rules.wrong_target import check
from tests.tools.readings import ABSENT, page, seen, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="the link is there"),
        pytest.param(Expectation(), ABSENT, page(), id="nothing of ours is there"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(),
            Sighting(None, nearest=seen(href="https://ours.example/", match=Match.SAME_SITE)),
            page(),
            (Severity.LOST, "linked to the target", "https://ours.example/"),
            id="another page of ours",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "wrong_target"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
