import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import Sighting
from jobs.rules.ugc import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        pytest.param(Expectation(), sighting(), id="no rel at all"),
        pytest.param(Expectation(), sighting(rel=("noopener", "external")), id="other tokens"),
        pytest.param(Expectation(), sighting(rel=("not-ugc",)), id="a token that only contains the word"),
        pytest.param(Expectation(rel=frozenset({"ugc"})), sighting(rel=("ugc",)), id="agreed"),
        pytest.param(Expectation(), ABSENT, id="no link to carry it"),
    ],
)
def test_says_nothing_of(expected: Expectation, seen: Sighting) -> None:
    assert check(expected, seen, page()) is None


@pytest.mark.parametrize(
    ("expected", "rel"),
    [
        pytest.param(Expectation(), ("ugc",), id="alone"),
        pytest.param(Expectation(), ("noopener", "ugc"), id="among others"),
        pytest.param(Expectation(rel=frozenset({"noopener"})), ("ugc",), id="something else was agreed"),
    ],
)
def test_finds(expected: Expectation, rel: tuple[str, ...]) -> None:
    found = check(expected, sighting(rel=rel), page())
    assert found is not None
    assert (found.severity, found.was, found.now) == (Severity.WEAKENED, "followed", "ugc")
