"""What a person wants to know of partners, and what they guarantee, as values."""

from datetime import date

from msgspec import Struct

from jobs.model.partner import ContactEvent
from jobs.model.ref import Ref
from jobs.model.terms import Covered, Guarantee


class ShowSite(Struct, frozen=True):
    """Everything about a partner, which is a site with all its pages."""

    site: str
    """Registrable domain."""


class ShowReciprocity(Struct, frozen=True):
    """What partners and our own pages give each other."""


class ShowOurs(Struct, frozen=True):
    """Which links between our own pages are broken, and which pages has none?"""

    page: int = 1


class ShowForecast(Struct, frozen=True):
    """How many of the links that stand will be gone in a year?"""


class ShowWorth(Struct, frozen=True):
    """What are the links worth that stand?"""

    page: int = 1


class SendWorth(Struct, frozen=True):
    """The same of all of them, as a file."""


class AuditPages(Struct, frozen=True):
    """Do the pages of these deal honestly with our links?"""

    refs: tuple[Ref, ...]


class Rehearse(Struct, frozen=True):
    """What would these redirects make of the links to our pages?"""

    lines: tuple[str, ...]
    """As they were pasted, Slack's marks undone."""


class ListClaims(Struct, frozen=True):
    """What can be claimed, and until when."""


class SetClaimed(Struct, frozen=True):
    """These links were claimed, or were not after all."""

    refs: tuple[Ref, ...]
    is_claimed: bool = True


class PackClaim(Struct, frozen=True):
    """What a claim for this link rests on, as a file for the vendor."""

    ref: Ref


class GuaranteeSaid(Struct, frozen=True):
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


class SetGuarantee(Struct, frozen=True):
    """What a vendor guarantees for these links; None: as it was."""

    refs: tuple[Ref, ...] = ()
    site: str = ""
    """Registrable domain; empty where references are given. All its links are meant that are tracked now."""
    until: date | None = None
    said: GuaranteeSaid = NOTHING_SAID
    is_gone: bool = False
    """Whether nothing is guaranteed any more."""


class NoteSite(Struct, frozen=True):
    """Keep in the log of a site what somebody noted, wrote to its people, or was answered."""

    site: str
    kind: ContactEvent
    text: str = ""


class OpenContact(Struct, frozen=True):
    """Ask in a form how the people of a site are reached."""

    site: str


class SetContact(Struct, frozen=True):
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
