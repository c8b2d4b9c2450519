"""The part of a document that it is found by."""

from collections.abc import Hashable, Iterable
from sys import intern
from typing import Any

import msgspec
from msgspec.structs import force_setattr

Term = tuple[str, Hashable]
"""A field and the value to be found by, such as `("page", url)`."""


class Key(msgspec.Struct, gc=False, frozen=True):
    """The part of a document that is kept decoded."""

    @property
    def terms(self) -> Iterable[Term]:
        """What the document is to be found by."""
        return ()

    def share(self, *names: str) -> None:
        """Hold no text twice that other keys hold too."""
        for name in names:
            force_setattr(self, name, intern(getattr(self, name)))

    @property
    def terms_from(self) -> Hashable:
        """All that the terms follow from: while it stays the same they are not made anew."""
        return self


def domains_of(page_url: str) -> list[Term]:
    """The host of an address, which is in the form of the URL Standard, and every domain above it."""
    name = host_in(page_url)
    found: list[Term] = []
    while name:
        found.append(("domain", intern(name)))
        name = name.partition(".")[2]
    return found


def host_in(page_url: str) -> str:
    """The host of an address, which is in the form of the URL Standard, without its port."""
    authority = page_url.partition("//")[2].partition("/")[0].rpartition("@")[2]
    return authority if authority.endswith("]") else authority.rsplit(":", 1)[0]


def found_by(*names: str) -> type[Any]:
    """A key whose one term is the tuple of these fields."""

    def terms(self: Any) -> Iterable[Term]:
        return (("key", tuple(getattr(self, name) for name in names)),)

    fields = [(name, str) for name in names]
    return msgspec.defstruct("Key", fields, bases=(Key,), namespace={"terms": property(terms)}, frozen=True)
