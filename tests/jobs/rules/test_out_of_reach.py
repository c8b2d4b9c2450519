"""What no page shows by itself: looks at its site find it (`tests/jobs/partners/test_ways.py`)."""

from jobs.model.findings import Severity
from jobs.rules import out_of_reach
from tests.jobs.rules.tools import kinds_that_pages_show


def test_no_page_shows_it() -> None:
    assert "out_of_reach" not in kinds_that_pages_show()


def test_it_says_how_it_was_and_what_was_read() -> None:
    found = out_of_reach.said(2, 23, "https://blog.example/ → https://blog.example/all → https://blog.example/links")
    assert (found.kind, found.severity) == ("out_of_reach", Severity.NOTE)
    assert found.text.startswith("From the home page of its site 2 clicks led to it,")
    assert found.text.endswith("Read there, on two days: 23 pages.")
    assert found.was.endswith("https://blog.example/links")
