"""What robots metas and headers of a page say, as its rules ask for it."""

from datetime import UTC, datetime

from jobs.model.reading import PageFacts
from jobs.web.indexing import Indexing, indexing

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""Facts that do not say when they were read: no date in them has passed."""


def told_by(page: PageFacts) -> Indexing:
    """The tags that keep the page out of the index or bar its links, as of when it was read."""
    return indexing(page.robots, page.read_at or _LONG_AGO)
