"""What is kept of how close a link's page is to ours, and what a person thinks of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from jobs.model.relevance import Closeness, Doubt


@dataclass(frozen=True, slots=True)
class KeptRelevance:
    """How close a link's page was to ours when that was last worked out: a heuristic, as all of `relevance`."""

    score: int
    """0 to 100."""
    closeness: Closeness
    at: datetime
    doubts: tuple[Doubt, ...] = ()
    shared: tuple[str, ...] = ()
    """Up to 8 telling terms that both pages use, the weightiest first."""
    their_language: str = ""
    """ISO 639 code read from the text; `und` where nobody can tell."""
    our_language: str = ""
    their_sketch: str = ""
    """The first hashes of their text's packed sketch: when little of it still stands, the score is worked out again."""
    our_sketch: str = ""
    is_outdated: bool = False
    """Whether our page has changed much since then."""

    @property
    def is_low_confidence(self) -> bool:
        """Whether there is any reason for doubt."""
        return bool(self.doubts)

    @property
    def verdict(self) -> str:
        """Score and verdict as people read them, with the confidence; whoever shows it calls it a heuristic."""
        confidence = ", low confidence" if self.is_low_confidence else ""
        return f"{self.score} of 100, {self.closeness.words}{confidence}"


Compared = tuple[int, str]
"""A link that was compared: its id, and its target then, for somebody may give it another one meanwhile."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person thinks: whether a link's page fits ours."""

    fits: bool
    by: str
    at: datetime
    said: Closeness | None = None
    """The verdict that they had before them; None where there was none yet."""

    @property
    def agrees(self) -> bool | None:
        """Whether they think as the verdict has it; None where it said nothing."""
        related = self.said.is_related if self.said else None
        return None if related is None else self.fits is related


@dataclass(frozen=True, slots=True)
class Agreement:
    """With how many of the verdicts that people looked at they agreed."""

    agreed: int = 0
    of: int = 0

    @classmethod
    def among(cls, opinions: Iterable[Opinion]) -> Self:
        """Those that were about a verdict, counted."""
        told = [each.agrees for each in opinions if each.agrees is not None]
        return cls(sum(told), len(told))

    @property
    def words(self) -> str:
        """What a digest or report says of it; empty where nobody looked at any."""
        return f"you agreed with {self.agreed:,} of {self.of:,} verdicts on relevance" if self.of else ""
