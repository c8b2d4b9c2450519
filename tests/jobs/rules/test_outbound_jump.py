import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.outbound_jump import check
from tests.tools.readings import ABSENT, page

MANY = tuple(f"new{n:02}.example" for n in range(12))


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), ABSENT, page(external_domains=MANY), id="no baseline"),
        pytest.param(Expectation(known_domains=frozenset(MANY)), ABSENT, page(external_domains=MANY), id="nothing new"),
        pytest.param(
            Expectation(known_domains=frozenset()), ABSENT, page(external_domains=MANY[:9]), id="nine new ones"
        ),
        pytest.param(
            Expectation(known_domains=frozenset(f"old{n}.example" for n in range(60))),
            ABSENT,
            page(external_domains=MANY),
            id="few beside the many known",
        ),
        pytest.param(Expectation(known_domains=frozenset(MANY)), ABSENT, page(external_domains=()), id="all gone"),
    ],
)
def test_says_nothing_of(expected: Expectation, sighting: Sighting, page: PageFacts) -> None:
    assert check(expected, sighting, page) is None


@pytest.mark.parametrize(
    ("expected", "sighting", "page", "told"),
    [
        pytest.param(
            Expectation(known_domains=frozenset({"a.example"})),
            ABSENT,
            page(external_domains=("a.example", *MANY[:10])),
            (Severity.NOTE, "1 site", ", ".join(MANY[:10])),
            id="ten new ones",
        ),
        pytest.param(
            Expectation(known_domains=frozenset()),
            ABSENT,
            page(external_domains=MANY),
            (Severity.NOTE, "0 sites", ", ".join(MANY)),
            id="more than are named",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "outbound_jump"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")


def test_the_sentence_names_ten_and_counts_the_rest() -> None:
    found = check(Expectation(known_domains=frozenset()), ABSENT, page(external_domains=MANY))
    assert found is not None
    assert found.text.endswith(f": {', '.join(MANY[:10])} and 2 more.")
