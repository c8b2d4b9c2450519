"""References to what is tracked, as people write them: L-12, P-3, X-2, C-4."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a reference names."""

    LINK = "L"
    PARTNER = "P"
    EXCHANGE = "X"
    PROSPECT = "C"


_KINDS = {kind.value: kind for kind in Kind}
_LINK = Kind.LINK.value


class Ref(Struct, frozen=True):
    """`L-12`, `P-3`, `X-2` or `C-4`."""

    kind: Kind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


def link_ref(number: int) -> Ref:
    """The reference of the link with that id."""
    return Ref(Kind.LINK, number)


def partner_ref(number: int) -> Ref:
    """The reference of the partner page with that id."""
    return Ref(Kind.PARTNER, number)


def exchange_ref(number: int) -> Ref:
    """The reference of the exchange with that id."""
    return Ref(Kind.EXCHANGE, number)


def prospect_ref(number: int) -> Ref:
    """The reference of the prospect with that id."""
    return Ref(Kind.PROSPECT, number)


def link_in(stored: str) -> int | None:
    """The id of the link whose reference is written exactly as we write it; None for anything else."""
    letter, _, number = stored.partition("-")
    return int(number) if letter == _LINK and number.isascii() and number.isdecimal() else None


def parse_ref(stored: str) -> Ref | None:
    """The reference that is written exactly as we write it; None for anything else, such as the address of a page.

    What people type is read by the grammar.
    """
    letter, _, number = stored.partition("-")
    kind = _KINDS.get(letter)
    if kind is None or not (number.isascii() and number.isdecimal()):
        return None
    return Ref(kind, int(number))
