"""What no page shows by itself: how it was, day by day, finds it (`tests/jobs/partners/test_moved_down.py`)."""

from jobs.model.findings import Severity
from jobs.rules import link_moved_down
from tests.jobs.rules.tools import kinds_that_pages_show

MOVES = ("L-1 left the text of the page: it stands in its footer now.", "L-2 is number 40 of 60 links now.")


def test_no_page_shows_it() -> None:
    assert "link_moved_down" not in kinds_that_pages_show()


def test_each_link_that_moved_has_a_sentence_in_one_note() -> None:
    found = link_moved_down.said(MOVES, "L-1 number 3 of 20; L-2 number 4 of 20", "L-1 number 20 of 20")
    assert (found.kind, found.severity, found.text) == ("link_moved_down", Severity.NOTE, " ".join(MOVES))
    assert (found.was, found.now) == ("L-1 number 3 of 20; L-2 number 4 of 20", "L-1 number 20 of 20")
