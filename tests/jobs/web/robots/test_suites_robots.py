import json
import os
from pathlib import Path

import pytest

from jobs.web.robots.rules import parse_robots

SUITES = Path(os.environ.get("LINKWATCH_SUITES") or Path(__file__).parents[5] / "shared" / "suites")
SUITE = SUITES / "google_robots_cases.json"

LONGEST = 2083 * 8
# Google's test builds its lines of that length while it runs; the suite holds only how the files and addresses begin.
LONG_DISALLOW, LONG_A, LONG_B = (
    "/x/" + sign * (LONGEST - 2 * len("/x/") - len(f"{field}: ") + 1)
    for field, sign in (("disallow", "a"), ("allow", "a"), ("allow", "b"))
)
TOO_LONG = [
    (f"user-agent: FooBot\ndisallow: {LONG_DISALLOW}/qux\n", "/fux", True),
    (f"user-agent: FooBot\ndisallow: {LONG_DISALLOW}/qux\n", f"{LONG_DISALLOW}/fux", False),
    *(
        (f"user-agent: FooBot\ndisallow: /\nallow: {LONG_A}/qux\nallow: {LONG_B}/qux\n", path, allowed)
        for path, allowed in (("/", False), (f"{LONG_A}/qux", True), (f"{LONG_B}/fux", True))
    ),
]


def test_google_decides_as_we_do() -> None:
    if not SUITE.exists():
        pytest.skip(f"the suite of Google's robots.txt cases is not at {SUITE}; set LINKWATCH_SUITES")
    known = [case for case in json.loads(SUITE.read_text()) if case[0] != "GoogleOnly_LineTooLong"]
    cases = known + [("long", body, "FooBot", f"http://foo.bar{path}", allowed) for body, path, allowed in TOO_LONG]
    wrong = [case for case in cases if parse_robots(case[1], [case[2]]).allows(case[2], case[3]) is not case[4]]
    assert (len(cases), wrong) == (145, [])


@pytest.mark.parametrize(("body", "path", "allowed"), TOO_LONG)
def test_a_line_longer_than_google_reads_is_cut(body: str, path: str, allowed: bool) -> None:  # noqa: FBT001 - a column
    assert parse_robots(body, ["FooBot"]).allows("FooBot", f"http://foo.bar{path}") is allowed
