import pytest

from jobs.model.document import RobotsTag
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.rules.target_noindex import check
from tests.tools.readings import ABSENT, page, sighting
from tests.tools.times import NOON


@pytest.mark.parametrize(
    ("expected", "sighting", "page"),
    [
        pytest.param(Expectation(), sighting(), page(), id="nothing said"),
        pytest.param(
            Expectation(), sighting(), page(robots=(RobotsTag("meta robots", "index, follow"),)), id="leave given"
        ),
        pytest.param(
            Expectation(), sighting(), page(robots=(RobotsTag("meta robots", "nofollow"),)), id="nofollow alone"
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(read_at=NOON, robots=(RobotsTag("meta robots", "unavailable_after: 2026-12-24"),)),
            id="not yet unavailable",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("meta robots", "unavailable_after: 2020-12-24"),)),
            id="read nobody knows when",
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
            page(robots=(RobotsTag("meta robots", "NOINDEX"),)),
            (Severity.WEAKENED, "indexable", "noindex (meta robots)"),
            id="meta robots",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("meta googlebot", "NOINDEX"),)),
            (Severity.WEAKENED, "indexable", "noindex (meta googlebot)"),
            id="meta googlebot",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("X-Robots-Tag", "NOINDEX"),)),
            (Severity.WEAKENED, "indexable", "noindex (X-Robots-Tag)"),
            id="X-Robots-Tag",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("X-Robots-Tag googlebot", "NOINDEX"),)),
            (Severity.WEAKENED, "indexable", "noindex (X-Robots-Tag googlebot)"),
            id="X-Robots-Tag googlebot",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(robots=(RobotsTag("meta robots", "none"),)),
            (Severity.WEAKENED, "indexable", "noindex (meta robots)"),
            id="none is both",
        ),
        pytest.param(
            Expectation(),
            ABSENT,
            page(robots=(RobotsTag("meta robots", "index,follow"), RobotsTag("X-Robots-Tag", "noindex"))),
            (Severity.WEAKENED, "indexable", "noindex (X-Robots-Tag)"),
            id="the most restrictive wins",
        ),
        pytest.param(
            Expectation(),
            sighting(),
            page(read_at=NOON, robots=(RobotsTag("meta robots", "unavailable_after: 2026-11-01"),)),
            (Severity.WEAKENED, "indexable", "noindex (meta robots)"),
            id="unavailable by now",
        ),
    ],
)
def test_finds(expected: Expectation, sighting: Sighting, page: PageFacts, told: tuple[Severity, str, str]) -> None:
    found = check(expected, sighting, page)
    assert found is not None
    assert found.kind == "target_noindex"
    assert (found.severity, found.was, found.now) == told
    assert found.text.endswith(".")
