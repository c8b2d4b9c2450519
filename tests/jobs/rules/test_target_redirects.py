import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.page import Hop
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.target_redirects import check
from tests.tools.readings import PAGE, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="no redirect"),
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
            page(
                final_url="https://www.partner.example/links",
                hops=(Hop(PAGE, 301, "https://www.partner.example/links"),) * 1,
            ),
            (Severity.NOTE, PAGE, "https://www.partner.example/links"),
            id="another spelling",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(final_url="https://partner.example/new", hops=(Hop(PAGE, 301, "https://partner.example/new"),) * 1),
            (Severity.WEAKENED, PAGE, "https://partner.example/new"),
            id="another address",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(final_url="https://partner.example/", hops=(Hop(PAGE, 301, "https://partner.example/"),) * 1),
            (Severity.WEAKENED, PAGE, "https://partner.example/"),
            id="the home page",
        ),
        pytest.param(
            Expectation(),
            sighting(href="https://partner.example/new"),
            page(final_url="https://partner.example/new", hops=(Hop(PAGE, 301, "https://partner.example/new"),) * 1),
            (Severity.NOTE, PAGE, "https://partner.example/new"),
            id="another address, to which the link leads straight",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "target_redirects"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")


@pytest.mark.parametrize(
    ("statuses", "manner"),
    [
        ((301,), "(permanent)"),
        ((308,), "(permanent)"),
        ((302,), "(temporary)"),
        ((301, 301), "(a chain of 2, permanent)"),
        ((301, 302, 308), "(a chain of 3, temporary)"),
    ],
)
def test_says_how_it_redirects(statuses: tuple[int, ...], manner: str) -> None:
    hops = tuple(Hop(PAGE, status, "/new") for status in statuses)
    found = check(Expectation(), sighting(), page(final_url="https://partner.example/new", hops=hops))
    assert found is not None
    assert manner in found.text
