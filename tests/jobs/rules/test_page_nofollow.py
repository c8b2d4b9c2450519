import pytest

from jobs.model.document import RobotsTag
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.page_nofollow import check
from tests.tools.readings import ABSENT, page, sighting


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="nothing said"),
        pytest.param(
            Expectation(), sighting(), page(robots=(RobotsTag("meta robots", "index, follow"),)), id="leave given"
        ),
        pytest.param(
            Expectation(), sighting(), page(robots=(RobotsTag("meta robots", "noindex"),)), id="noindex alone"
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
            page(robots=(RobotsTag("meta robots", "NOFOLLOW"),)),
            (Severity.WEAKENED, "followed", "nofollow (meta robots)"),
            id="meta robots",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("meta googlebot", "NOFOLLOW"),)),
            (Severity.WEAKENED, "followed", "nofollow (meta googlebot)"),
            id="meta googlebot",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("X-Robots-Tag", "NOFOLLOW"),)),
            (Severity.WEAKENED, "followed", "nofollow (X-Robots-Tag)"),
            id="X-Robots-Tag",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("X-Robots-Tag googlebot", "NOFOLLOW"),)),
            (Severity.WEAKENED, "followed", "nofollow (X-Robots-Tag googlebot)"),
            id="X-Robots-Tag googlebot",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("meta robots", "none"),)),
            (Severity.WEAKENED, "followed", "nofollow (meta robots)"),
            id="none is both",
        ),
        pytest.param(
            Expectation(),
            ABSENT,
            page(robots=(RobotsTag("meta robots", "index,follow"), RobotsTag("X-Robots-Tag", "nofollow"))),
            (Severity.WEAKENED, "followed", "nofollow (X-Robots-Tag)"),
            id="the most restrictive wins",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "page_nofollow"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
