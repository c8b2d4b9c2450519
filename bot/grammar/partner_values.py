"""What a person wants to know of partners, and what they guarantee, as values."""

from dataclasses import dataclass
from datetime import date

from jobs.model.partner import ContactEvent
from jobs.model.ref import Ref
from jobs.model.terms import Covered


@dataclass(frozen=True, slots=True)
class ShowSite:
    """Everything about a partner, which is a site with all its pages."""

    site: str
    """Registrable domain."""


@dataclass(frozen=True, slots=True)
class ListClaims:
    """What can be claimed, and until when."""


@dataclass(frozen=True, slots=True)
class PackClaim:
    """What a claim for this link rests on, as a file for the vendor."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class SetGuarantee:
    """What a vendor guarantees for these links; None: as it was."""

    refs: tuple[Ref, ...] = ()
    site: str = ""
    """Registrable domain; empty where references are given. All its links are meant that are tracked now."""
    until: date | None = None
    claim_days: int | None = None
    covers: frozenset[Covered] | None = None
    """Nothing in it: all that is the partner's to mend."""
    remedy: str | None = None
    is_gone: bool = False
    """Whether nothing is guaranteed any more."""


@dataclass(frozen=True, slots=True)
class NoteSite:
    """Keep in the log of a site what somebody noted, wrote to its people, or was answered."""

    site: str
    kind: ContactEvent
    text: str = ""


@dataclass(frozen=True, slots=True)
class SetContact:
    """How the people of a site are reached, and whether they may be; None: as it was."""

    site: str
    contact: str | None = None
    tags: frozenset[str] | None = None
    is_wanted: bool | None = None
