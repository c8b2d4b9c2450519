"""What a trouble comes from: links hit by the same cause on the same site share an incident."""

from msgspec import Struct

LOST = "lost"
"""The kind of a cause that took links away altogether; of any other it is that of the finding."""
REPLACED = "replaced"
"""That of a cause that put other pages where the links' pages were."""
OUR_PAGE = "our page"
"""That of whatever is wrong with one page of ours, whose address stands in the place of a site."""


class Cause(Struct, frozen=True):
    """One kind of trouble on one site; stored as its text, such as `partner.example/nofollow`."""

    site: str
    """Registrable domain, or an address where there is none; empty for what is on no site."""
    kind: str
    """Holds no slash."""

    def __str__(self) -> str:
        return f"{self.site}/{self.kind}" if self.site else self.kind


def parse_cause(stored: str) -> Cause:
    """The value of a stored cause."""
    site, _, kind = stored.rpartition("/")
    return Cause(site, kind)
