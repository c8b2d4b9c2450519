"""What others say a search engine knows of a link: never a guess of ours, always with who says it and of which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MOST_KEPT = 20


class IndexStatus(StrEnum):
    """What is said."""

    LISTED = "listed"
    """A search engine names the link among those that it knows; that says nothing of its index."""
    INDEXED = "indexed"
    """The page that the link stands on is in the index."""
    NOT_INDEXED = "not_indexed"

    @property
    def words(self) -> str:
        """As it is read after "its page is"."""
        return self.replace("_", " ")

    @property
    def is_of_the_index(self) -> bool:
        """Whether it says that a page is in the index, or is not."""
        return self is not IndexStatus.LISTED


@dataclass(frozen=True, slots=True)
class IndexFact:
    """One such saying."""

    claim: IndexStatus
    """What is said, under the name that the store has for it."""
    on: date
    """The day that it is true of, as the source has it; in UTC where we took the day ourselves."""
    source: str = ""
    """A search engine's own tool, or the list that said so; empty where a person did."""
    by: str = ""
    """The id of the person who said so."""
    batch: str = ""
    """The import that it came with, so that it goes with it."""

    @property
    def teller(self) -> tuple[str, str, bool]:
        """Who says it, and whether of the index: the newer of two with the same teller counts."""
        return self.source, self.by, self.claim.is_of_the_index


def with_facts(known: Iterable[IndexFact], told: Iterable[IndexFact]) -> tuple[IndexFact, ...]:
    """What is known with what is told now, each once, the newest first; of very many the newest are kept."""
    every = {(fact.claim, fact.on, fact.source, fact.by): fact for fact in (*told, *known)}
    return tuple(sorted(every.values(), key=lambda fact: fact.on, reverse=True)[:_MOST_KEPT])


def newest(facts: Iterable[IndexFact]) -> tuple[IndexFact, ...]:
    """The last word of each who says anything, the newest first."""
    last: dict[tuple[str, str, bool], IndexFact] = {}
    for fact in sorted(facts, key=lambda fact: fact.on, reverse=True):
        last.setdefault(fact.teller, fact)
    return tuple(last.values())


def index_status(facts: Iterable[IndexFact]) -> IndexFact | None:
    """The newest that says whether the page is in the index; None where nobody said."""
    return next((fact for fact in newest(facts) if fact.claim.is_of_the_index), None)
