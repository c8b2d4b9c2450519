import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.language_mismatch import check
from tests.tools.readings import ABSENT, page


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), ABSENT, page(lang="de"), id="ours is not known"),
        pytest.param(Expectation(lang="de"), ABSENT, page(), id="theirs is not declared"),
        pytest.param(Expectation(lang="en"), ABSENT, page(lang="en-GB"), id="a regional form"),
        pytest.param(Expectation(lang="pt-BR"), ABSENT, page(lang="PT_pt"), id="two regional forms"),
        pytest.param(Expectation(lang="nb"), ABSENT, page(lang="no"), id="two names of one language"),
        pytest.param(Expectation(lang="en"), ABSENT, page(lang="und"), id="theirs is declared as unknown"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(lang="en"), ABSENT, page(lang="de-DE"), (Severity.NOTE, "en", "de"), id="another language"
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "language_mismatch"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
