"""Regions: places that pages are read from, each by workers of its own, and what is seen from them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jobs.model.page import Outcome

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


def is_region_name(typed: str) -> bool:
    """Whether a region may have this name."""
    return _NAME.fullmatch(typed) is not None


@dataclass(frozen=True, slots=True)
class LookFrom:
    """What another region saw of a page."""

    region: str
    outcome: Outcome | None
    """None: it did not answer in time."""
    present: frozenset[int] = frozenset()
    """The links that are there, by id."""
    at: datetime | None = None
    """When it answered."""

    def sees(self, link: int) -> bool | None:
        """Whether a link is there as seen from it; None where nobody can tell."""
        if link in self.present:
            return True
        return None if self.outcome is None or self.outcome.is_unknown else False


def disagree_on(link: int, looks: Iterable[LookFrom]) -> bool:
    """Whether one region sees a link, and another sees that it is not there."""
    return {True, False} <= {look.sees(link) for look in looks}
