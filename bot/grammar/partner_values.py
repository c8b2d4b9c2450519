"""What a person wants to know of partners, and what they guarantee, as values."""

from dataclasses import dataclass
from datetime import date

from jobs.model.partner import ContactEvent
from jobs.model.ref import Ref
from jobs.model.terms import Covered, Guarantee


@dataclass(frozen=True, slots=True)
class ShowSite:
    """Everything about a partner, which is a site with all its pages."""

    site: str
    """Registrable domain."""


@dataclass(frozen=True, slots=True)
class ShowReciprocity:
    """What partners and our own pages give each other."""


@dataclass(frozen=True, slots=True)
class ShowOurs:
    """Which links between our own pages are broken, and which pages has none?"""

    page: int = 1


@dataclass(frozen=True, slots=True)
class ShowForecast:
    """How many of the links that stand will be gone in a year?"""


@dataclass(frozen=True, slots=True)
class ShowWorth:
    """What are the links worth that stand?"""

    page: int = 1


@dataclass(frozen=True, slots=True)
class SendWorth:
    """The same of all of them, as a file."""


@dataclass(frozen=True, slots=True)
class AuditPages:
    """Do the pages of these deal honestly with our links?"""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Rehearse:
    """What would these redirects make of the links to our pages?"""

    lines: tuple[str, ...]
    """As they were pasted, Slack's marks undone."""


@dataclass(frozen=True, slots=True)
class ListClaims:
    """What can be claimed, and until when."""


@dataclass(frozen=True, slots=True)
class SetClaimed:
    """These links were claimed, or were not after all."""

    refs: tuple[Ref, ...]
    is_claimed: bool = True


@dataclass(frozen=True, slots=True)
class PackClaim:
    """What a claim for this link rests on, as a file for the vendor."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class GuaranteeSaid:
    """What is said of a guarantee beside its last day; None: as it was."""

    claim_days: int | None = None
    """0: nobody says any more within how many days to claim."""
    covers: frozenset[Covered] | None = None
    """Nothing in it: all that is the partner's to mend."""
    remedy: str | None = None

    def over(self, others: "GuaranteeSaid") -> "GuaranteeSaid":
        """This, and the others where this says nothing."""
        return GuaranteeSaid(
            others.claim_days if self.claim_days is None else self.claim_days,
            others.covers if self.covers is None else self.covers,
            others.remedy if self.remedy is None else self.remedy,
        )

    def of(self, known: Guarantee) -> Guarantee:
        """What a guarantee says from now on."""
        return Guarantee(
            known.covers if self.covers is None else tuple(sorted(self.covers)),
            known.claim_days if self.claim_days is None else self.claim_days or None,
            known.remedy if self.remedy is None else self.remedy,
        )


NOTHING_SAID = GuaranteeSaid()


@dataclass(frozen=True, slots=True)
class SetGuarantee:
    """What a vendor guarantees for these links; None: as it was."""

    refs: tuple[Ref, ...] = ()
    site: str = ""
    """Registrable domain; empty where references are given. All its links are meant that are tracked now."""
    until: date | None = None
    said: GuaranteeSaid = NOTHING_SAID
    is_gone: bool = False
    """Whether nothing is guaranteed any more."""


@dataclass(frozen=True, slots=True)
class NoteSite:
    """Keep in the log of a site what somebody noted, wrote to its people, or was answered."""

    site: str
    kind: ContactEvent
    text: str = ""


@dataclass(frozen=True, slots=True)
class OpenContact:
    """Ask in a form how the people of a site are reached."""

    site: str


@dataclass(frozen=True, slots=True)
class SetContact:
    """How the people of a site are reached, and whether they may be; None: as it was."""

    site: str
    contact: str | None = None
    tags: frozenset[str] | None = None
    is_wanted: bool | None = None


PartnerCommand = (
    ShowSite
    | ShowReciprocity
    | ShowForecast
    | ShowOurs
    | ShowWorth
    | SendWorth
    | AuditPages
    | Rehearse
    | ListClaims
    | PackClaim
    | SetClaimed
    | SetGuarantee
    | NoteSite
    | SetContact
    | OpenContact
)
CHANGING_PARTNERS = (AuditPages, OpenContact, SetClaimed, SetGuarantee, NoteSite, SetContact)
"""They take the permission to manage."""
