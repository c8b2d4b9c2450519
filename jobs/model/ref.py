"""References to what is tracked, as people write them: L-12, P-3."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a reference names."""

    LINK = "L"
    PARTNER = "P"


@dataclass(frozen=True, slots=True)
class Ref:
    """`L-12` or `P-3`."""

    kind: Kind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"
