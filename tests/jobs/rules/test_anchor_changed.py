import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.anchor_changed import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(text="new words"), page(), id="nobody knows what it was"),
        pytest.param(Expectation(anchor="a guide"), sighting(), page(), id="as agreed"),
        pytest.param(Expectation(anchor="A  Guide "), sighting(), page(), id="case and spaces"),
        pytest.param(
            Expectation(anchor="Ada\u2019s \u201cA\u2013Z\u201d"),
            sighting(text='Ada\'s "A-Z"'),
            page(),
            id="what a keyboard makes of quotes and dashes",
        ),
        pytest.param(
            Expectation(anchor="a guide", seen_anchor="old"),
            sighting(),
            page(),
            id="the agreed one counts, not the first seen",
        ),
        pytest.param(Expectation(anchor="a guide"), ABSENT, page(), id="no link"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told", "agreed"),
    [
        pytest.param(
            Expectation(anchor="best guide"),
            sighting(),
            page(),
            (Severity.WEAKENED, "", "a guide"),
            "best guide",
            id="not as agreed, and nobody saw it so",
        ),
        pytest.param(
            Expectation(anchor="Best guide", seen_anchor="best  guide"),
            sighting(),
            page(),
            (Severity.WEAKENED, "Best guide", "a guide"),
            "",
            id="as agreed when it was first seen",
        ),
        pytest.param(
            Expectation(anchor="best guide", seen_anchor="a guide"),
            sighting(),
            page(),
            (Severity.WEAKENED, "", "a guide"),
            "best guide",
            id="as it was first seen, and never as agreed",
        ),
        pytest.param(
            Expectation(seen_anchor="old guide"),
            sighting(),
            page(),
            (Severity.NOTE, "old guide", "a guide"),
            "",
            id="not as first seen",
        ),
        pytest.param(
            Expectation(anchor="a guide"),
            sighting(text=""),
            page(),
            (Severity.WEAKENED, "", ""),
            "a guide",
            id="no words left",
        ),
    ],
)
def test_finds(
    expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str], agreed: str
) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "anchor_changed"
    assert (found.severity, found.was, found.now) == told
    assert found.agreed == agreed
    assert found.text.endswith(".")
