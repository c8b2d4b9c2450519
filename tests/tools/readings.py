"""Small values for tests of rules: a link as seen, a page as read."""

from typing import Any

from jobs.model.document import Place
from jobs.model.reading import Match, PageFacts, Seen, Sighting

PAGE = "https://partner.example/links"
TARGET = "https://ours.example/guide"


def seen(**changes: Any) -> Seen:
    """A followed, visible link to the target in the text."""
    given: dict[str, Any] = {
        "href": TARGET, "rel": (), "text": "a guide", "place": Place.BODY, "hidden": False, "match": Match.EXACT,
    }  # fmt: skip
    return Seen(**given | changes)


def sighting(**changes: Any) -> Sighting:
    """The only link to the target, good but for `changes`."""
    return Sighting(best=seen(**changes), count=1)


ABSENT = Sighting(best=None)


def page(**changes: Any) -> PageFacts:
    """A page that was read, good but for `changes`."""
    given: dict[str, Any] = {"url": PAGE, "final_url": PAGE, "status": 200}
    return PageFacts(**given | changes)
