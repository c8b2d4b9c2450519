import json
import os
from pathlib import Path

import pytest

from jobs.web.robots.rules import parse_robots

SUITES = Path(os.environ.get("LINKWATCH_SUITES") or Path(__file__).parents[5] / "shared" / "suites")
SUITE = SUITES / "google_robots_cases.json"

# Google's test builds its lines of more than 2,083 characters while it runs; the suite holds only how they begin.
NOT_IN_THE_SUITE = {
    ("GoogleOnly_LineTooLong", "http://foo.bar/x//fux", False),
    ("GoogleOnly_LineTooLong", "http://foo.bar/x//qux", True),
    ("GoogleOnly_LineTooLong", "http://foo.bar/x//fux", True),
}


def test_google_decides_as_we_do() -> None:
    if not SUITE.exists():
        pytest.skip(f"the suite of Google's robots.txt cases is not at {SUITE}; set LINKWATCH_SUITES")
    cases = json.loads(SUITE.read_text())
    wrong = {
        (name, url, allowed)
        for name, body, agent, url, allowed in cases
        if parse_robots(body).allows(agent, url) is not allowed
    }
    assert wrong == NOT_IN_THE_SUITE


def test_a_line_longer_than_google_reads_is_cut() -> None:
    allow = "/x/" + "a" * (2083 * 8)
    robots = parse_robots(f"user-agent: FooBot\ndisallow: /\nallow: {allow}\n")
    assert robots.allows("FooBot", f"http://foo.bar{allow[: 2083 * 8 - len('allow: ')]}")
