"""What robots metas and headers of a page say, as its rules ask for it."""

from jobs.model.reading import PageFacts


def said_by(page: PageFacts, directive: str) -> str:
    """Who says `directive` on the page, such as `meta robots`; empty where nobody does."""
    return next((tag.source for tag in page.robots if directive in tag.value.lower()), "")
