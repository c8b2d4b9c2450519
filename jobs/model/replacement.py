"""What may stand in the place of a page of ours that is gone."""

from enum import StrEnum

from msgspec import Struct


class HowKnown(StrEnum):
    """Why an address may take the place of another."""

    REDIRECT = "redirect"
    """It was redirected there, when it was last read well."""
    CANONICAL = "canonical"
    """It named that one as the address that counts, when it was last read well."""
    WORDS = "words"
    """The words of both addresses are much the same: a guess."""


class Replacement(Struct, frozen=True):
    """A page of ours to which one that is gone may be redirected."""

    url: str
    how: HowKnown
