import pytest

from jobs.model.document import Canonical
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.canonical_elsewhere import check
from tests.tools.readings import PAGE, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="none"),
        pytest.param(
            Expectation(),
            sighting(),
            page(canonicals=(Canonical("link", "https://other.example/", ignored="not in the head"),)),
            id="one that Google passes over",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(canonicals=(Canonical("link", "https://[no-address", valid=False),)),
            id="does not parse",
        ),
        pytest.param(
            Expectation(), sighting(), page(canonicals=(Canonical("link", "mailto:a@b.example"),)), id="no web address"
        ),
        pytest.param(Expectation(), sighting(), page(canonicals=(Canonical("link", PAGE),)), id="itself"),
        pytest.param(
            Expectation(),
            sighting(),
            page(canonicals=(Canonical("link", "http://www.partner.example/links/"),)),
            id="another spelling of itself",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(canonicals=(Canonical("link", PAGE), Canonical("header", PAGE))),
            id="itself twice",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(
                final_url="https://partner.example/new", canonicals=(Canonical("link", "https://partner.example/new"),)
            ),
            id="where the redirect ended",
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
            page(canonicals=(Canonical("link", "https://partner.example/other"),)),
            (Severity.WEAKENED, PAGE, "https://partner.example/other"),
            id="another address",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(canonicals=(Canonical("header", "https://original.example/links"),)),
            (Severity.WEAKENED, PAGE, "https://original.example/links"),
            id="another host",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(canonicals=(Canonical("link", "https://partner.example/other"),) * 2),
            (Severity.WEAKENED, PAGE, "https://partner.example/other"),
            id="said twice",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(canonicals=(Canonical("link", PAGE), Canonical("link", "https://a.example/"))),
            (Severity.NOTE, PAGE, PAGE + " https://a.example/"),
            id="several are a note",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "canonical_elsewhere"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
