"""What a guarantee says beside its last day."""

from dataclasses import dataclass
from enum import StrEnum


class Covered(StrEnum):
    """What a vendor promises that will not happen."""

    REMOVED = "removed"
    NOFOLLOW = "nofollow"
    NOINDEX = "noindex"
    MOVED = "moved"
    SPONSORED = "sponsored"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What counts as a breach, until when it can be claimed, and what was promised."""

    covers: tuple[Covered, ...] = ()
    """What counts, each once and sorted; empty: all that is the partner's to mend."""
    claim_days: int | None = None
    """So many days after a breach was first seen it can be claimed; None where nothing was said."""
    remedy: str = ""
    """What was promised for a breach, and all that fits nowhere else, in the words of whoever typed it."""


FEWEST_DAYS, MOST_DAYS = 1, 365
"""Days to claim that anybody agrees on."""
