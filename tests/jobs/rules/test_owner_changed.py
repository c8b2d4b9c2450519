"""What no page shows by itself: what it was like before finds it (`tests/jobs/partners/test_owner.py`)."""

from jobs.model.findings import Severity
from jobs.rules import owner_changed
from tests.jobs.rules.tools import kinds_that_pages_show


def test_no_page_shows_it() -> None:
    assert "owner_changed" not in kinds_that_pages_show()


def test_it_is_said_as_a_suspicion_with_all_its_signs() -> None:
    found = owner_changed.said(["its title is another one", "its ids are others"], "Trail notes", "Best casinos")
    assert (found.kind, found.severity) == ("owner_changed", Severity.NOTE)
    assert "may belong" in found.text
    assert found.text.endswith("its title is another one and its ids are others.")
    assert (found.was, found.now) == ("Trail notes", "Best casinos")
