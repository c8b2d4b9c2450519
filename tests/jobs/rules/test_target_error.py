import pytest

from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.target_error import check
from tests.tools.readings import page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="it answers"),
        pytest.param(Expectation(), sighting(), page(outcome=Outcome.GONE), id="told as target_gone"),
        pytest.param(Expectation(), sighting(), page(outcome=Outcome.BLOCKED), id="shut to us only"),
        pytest.param(Expectation(), sighting(), page(outcome=Outcome.ROBOTS_REFUSED), id="we are asked to stay away"),
        pytest.param(Expectation(), sighting(), page(outcome=Outcome.NEEDS_JS), id="a page made by scripts"),
        pytest.param(Expectation(), sighting(), page(outcome=Outcome.NOT_HTML), id="a file"),
        pytest.param(Expectation(), sighting(), page(outcome=Outcome.TOO_LARGE), id="a large file"),
        pytest.param(
            Expectation(), sighting(), page(outcome=Outcome.REFUSED_ADDRESS), id="an address we may not ask for"
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
            page(outcome=Outcome.DNS_ERROR),
            (Severity.WEAKENED, "answers", "dns_error"),
            id="dns_error",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.SERVER_ERROR),
            (Severity.WEAKENED, "answers", "server_error"),
            id="server_error",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.TIMEOUT),
            (Severity.WEAKENED, "answers", "timeout"),
            id="timeout",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.TLS_ERROR),
            (Severity.WEAKENED, "answers", "tls_error"),
            id="tls_error",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.CONNECTION_ERROR),
            (Severity.WEAKENED, "answers", "connection_error"),
            id="connection_error",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.BAD_HTTP),
            (Severity.WEAKENED, "answers", "bad_http"),
            id="bad_http",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.TRUNCATED),
            (Severity.WEAKENED, "answers", "truncated"),
            id="truncated",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(outcome=Outcome.REDIRECT_LOOP),
            (Severity.WEAKENED, "answers", "redirect_loop"),
            id="redirect_loop",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "target_error"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
