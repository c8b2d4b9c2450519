"""What Google is told, by the most restrictive of all tags."""

from datetime import UTC, datetime

import pytest

from jobs.model.document import RobotsTag
from jobs.pages.indexing import Indexing, indexing

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "noindex", "nofollow"),
    [
        ("", False, False),
        ("all", False, False),
        ("index, follow", False, False),
        ("NOINDEX", True, False),
        ("nofollow", False, True),
        ("none", True, True),
        ("noindex,nofollow", True, True),
        ("noindex nofollow", True, True),
        ("index, noindex", True, False),  # the most restrictive wins
        ("noimageindex, noarchive, nosnippet, max-snippet:-1", False, False),
        ("unavailable_after: 2026-05-01", True, False),
        ("unavailable_after: 2026-07-01", False, False),
        ("unavailable_after: 25 Jun 2010 15:00:00 PST", True, False),
        ("unavailable_after: Saturday, 27-Jun-09 15:00:00 GMT, nofollow", True, True),  # a date with a comma in it
        ("unavailable_after: Wed, 01 Jul 2026 00:00:00 GMT", False, False),
        ("unavailable_after: 2026-06-01T14:00:00+02:00", True, False),  # this very moment
        ("unavailable_after: soon", False, False),
        ("unavailable_after: 99999999999999999999", False, False),
    ],
)
def test_reads_directives(value: str, noindex: bool, nofollow: bool) -> None:  # noqa: FBT001 - a table
    tag = RobotsTag("meta robots", value)
    assert indexing((tag,), NOW) == Indexing(tag if noindex else None, tag if nofollow else None)


def test_one_no_is_enough_and_its_source_is_kept() -> None:
    tags = (RobotsTag("meta robots", "index, follow"), RobotsTag("X-Robots-Tag googlebot", "noindex"))
    assert indexing(tags, NOW) == Indexing(noindex=tags[1])


def test_blanks_without_end_hold_nobody_up() -> None:
    tag = RobotsTag("X-Robots-Tag", "unavailable_after: x" + " " * 60_000 + "y")
    assert indexing((tag,) * 50, NOW) == Indexing()


@pytest.mark.parametrize("day", ["25 Jun 2010", "25-Jun-2010", "06/25/2010", "2010-06-25"])
def test_a_day_without_a_time_is_one_too(day: str) -> None:
    tag = RobotsTag("meta robots", f"unavailable_after: {day}")
    assert indexing((tag,), NOW).noindex == tag
