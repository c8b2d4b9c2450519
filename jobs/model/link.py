"""What is tracked: links, partner pages, and the pages they stand on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobs.model.document import Place
from jobs.model.incident import Evidence
from jobs.model.index_fact import IndexFact
from jobs.model.kept_relevance import KeptRelevance, Opinion
from jobs.model.link_status import LinkStatus
from jobs.model.proving_check import ProvingCheck
from jobs.model.reading import Sighting
from jobs.model.ref import link_ref
from jobs.model.terms import Claimed, Guarantee, PastPrice, Term, Terms


@dataclass(frozen=True, slots=True)
class Accepted:
    """A change that a person called the new normal: while it stays so, a finding that reads like `now` is not told."""

    kind: str
    now: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit of what was agreed made a finding of: while it reads like `now`, nothing on the page has changed."""

    kind: str
    now: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was agreed about a link."""

    anchor: str = ""
    """The agreed anchor text; empty where none was agreed."""
    rel: frozenset[str] = frozenset()
    """Rel tokens that were agreed, such as `nofollow`: they are no finding."""
    render: bool = False
    """Whether the page is always drawn in a browser before it is judged; it shows the link only so."""
    accepted: tuple[Accepted, ...] = ()
    edited: tuple[Edited, ...] = ()
    seen_anchor: str = ""
    """The anchor text when the link was first seen; empty where nobody knows."""
    seen_place: Place | None = None
    """Where on the page it stood when first seen."""
    lang: str = ""
    """The language of our page, as an ISO 639-1 code: a partner's page should be in it."""
    max_outbound: int | None = None
    """For partner pages: how many followed external links were agreed."""
    known_domains: frozenset[str] | None = None
    """For partner pages: the external domains of the baseline."""
    relevance: KeptRelevance | None = None
    """How close the page is to ours, while it is judged; None where nobody knows, or a person says that it fits."""
    least_relevance: int = 0
    """The score, 0 to 100, under which a page is noted as little related; 0: none is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """By which import a link came, so that the whole of it can be taken back."""

    batch: str
    """The import's name, such as `20260510-1432-7f3a`."""
    at: datetime
    said: str
    """A checksum of all that people can change of the link, as the import left it."""
    sheet: int = 0
    """The id of the synced sheet that it came from; 0 where it came from a file."""


@dataclass(frozen=True, slots=True)
class RowFields:
    """All that a row of an imported file can say of a link beside its addresses."""

    anchor: str = ""
    rel: frozenset[str] = frozenset()
    owner: str = ""
    tags: frozenset[str] = frozenset()
    notes: str = ""
    terms: Terms = Terms()
    columns: Mapping[str, str] = field(default_factory=dict)
    guarantee: Guarantee | None = None
    """What the guarantee says; None where nobody said anything of it."""


@dataclass(frozen=True, slots=True)
class Updated:
    """By which import a link that was tracked already was changed, and what it said before."""

    batch: str
    at: datetime
    said: str
    """A checksum of all that people can change of the link, as the import left it."""
    before: RowFields = RowFields()


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link as a person adds it."""

    channel: str
    page_url: str
    target: str
    """A URL, or a bare domain: any link to that domain counts."""
    expected: Expectation = Expectation()
    owner: str = ""
    tags: frozenset[str] = frozenset()
    every: timedelta | None = None
    """How often it wants to be checked; None: as configured."""
    added_by: str = ""
    notes: str = ""
    terms: Terms = Terms()
    columns: Mapping[str, str] = field(default_factory=dict)
    """What else stood in its row of an imported file, by the name of its column."""
    imported: Imported | None = None
    index_facts: tuple[IndexFact, ...] = ()
    guarantee: Guarantee = Guarantee()


@dataclass(frozen=True, slots=True)
class Link:
    """A tracked link: channel, page and target are its identity."""

    id: int
    channel: str
    page_url: str
    target: str
    added_at: datetime
    standing: LinkStatus
    expected: Expectation = Expectation()
    owner: str = ""
    tags: frozenset[str] = frozenset()
    every: timedelta | None = None
    added_by: str = ""
    notes: str = ""
    terms: Terms = Terms()
    """What was agreed in money and time."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What else stood in its row of an imported file, by the name of its column; an export gives it back."""
    imported: Imported | None = None
    """By which import it came; None where a person added it."""
    updated: Updated | None = None
    """The import that changed it last, where one did."""
    index_facts: tuple[IndexFact, ...] = ()
    """What others said that search engines know of it, the newest first."""
    sighting: Sighting | None = None
    """What was last seen of it while it was there; of a link that never was, that it is absent."""
    proof: Evidence | None = None
    """What its page said when it was last as agreed, kept while there is any doubt."""
    proofs: tuple[ProvingCheck, ...] = ()
    """The checks in a row that count towards its loss, or proved it; kept until it is back."""
    guarantee: Guarantee = Guarantee()
    """What the guarantee says whose last day `terms` has."""
    prices: tuple[PastPrice, ...] = ()
    """What it cost before, the oldest first; they are shown, and not added to what it costs."""
    claimed: Claimed | None = None
    """Who claimed it last; it is about what was wrong then, and nothing later."""
    relevance: KeptRelevance | None = None
    """How close its page is to ours, as last worked out; None where that was not done yet, or cannot be."""
    opinion: Opinion | None = None
    """What a person thinks of that."""
    version: int = 0
    """Grows with each write; a write made from an older version is refused."""

    @property
    def ref(self) -> str:
        """Its name in commands and messages: `L-12`."""
        return str(link_ref(self.id))

    @property
    def fits(self) -> bool | None:
        """Whether its page fits ours, as a person says; None where nobody does."""
        return self.opinion.fits if self.opinion else None

    def without_cost(self) -> "Link":
        """The link as it is shown where costs are hidden; how long it is guaranteed is no secret."""
        return replace(self.without_terms({Term.COST}), prices=())

    def without_terms(self, gone: Collection[Term]) -> "Link":
        """The link less terms that hold no longer: with a guarantee goes all that it says."""
        guarantee = Guarantee() if Term.GUARANTEE in gone else self.guarantee
        return replace(self, terms=self.terms.without(gone), guarantee=guarantee)
