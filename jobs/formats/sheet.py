"""What a file holds once it is open, and what each row of it says: values (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from msgspec import Struct

from jobs.formats.cells import DateOrder
from jobs.model.index_fact import IndexStatus
from jobs.model.terms import Guarantee, Terms


class Field(StrEnum):
    """What a column can say of a link."""

    PAGE = "page"
    TARGET = "target"
    ANCHOR = "anchor"
    """The anchor text that was agreed; what an index saw is no agreement, and only kept."""
    REL = "rel"
    FOLLOW = "follow"
    """Yes or no: whether a followed link was agreed."""
    NOFOLLOW = "nofollow"
    UGC = "ugc"
    SPONSORED = "sponsored"
    COST = "cost"
    CURRENCY = "currency"
    GUARANTEE = "guaranteed until"
    CLAIM_DAYS = "claim within"
    """Days after a breach was first seen in which it can be claimed."""
    COVERS = "covers"
    REMEDY = "remedy"
    OWNER = "owner"
    CHANNEL = "channel"
    TAGS = "tags"
    NOTES = "notes"
    LOST = "lost"
    """Why or since when an index calls the link lost."""
    SEEN_TARGET = "target seen"
    """Where the link led when it was last seen; counts where no target was agreed."""
    CHAIN = "redirect chain"
    """The addresses that the link leads through; the first is what stands on the page."""
    TYPE = "type"
    DOMAIN = "domain"
    INDEXED = "indexed"
    """Whether somebody found the page in a search engine's index."""
    INDEXED_ON = "indexed on"
    """The day of which that is true."""
    CRAWLED = "crawled"
    """The day when a search engine last read the page with the link."""


GIVEN_BACK = ("line", "reason")
"""The last columns of a file of rows that could not be used; in one that is imported again they say nothing."""


NO_TARGET = "it has no target"
"""Why a row names no link where nobody said what it should lead to; whoever imports it can."""


class Holds(StrEnum):
    """What a layout is a list of."""

    LINKS = "links"
    DOMAINS = "domains"
    SOMETHING_ELSE = "something else"


class SheetRow(Struct, frozen=True):
    """A row, and where in the file it stands, from 1."""

    number: int
    cells: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """One table of a file."""

    name: str
    lines: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file, told by its header; names of columns are compared without case."""

    name: str
    needs: tuple[str, ...]
    """Columns by which it is known."""
    fields: Mapping[Field, str] = field(default_factory=dict)
    holds: Holds = Holds.LINKS
    advice: str = ""
    """Of one that lists no links: which file to take instead."""
    surplus: Field | None = None
    """The column that commas outside of quotation marks belong to."""
    links: frozenset[str] = frozenset()
    """What its column of types calls a link, where it lists other references, too."""
    places: Mapping[Field, int] = field(default_factory=dict)
    """Of one that is known by the position of its columns, whatever they are called: which holds what, from 0."""
    marks: frozenset[str] = frozenset()
    """The only words that stand in the column `marked`, by which such a one is known."""
    marked: int = 0
    currency: str = ""
    """That of its amounts, where they name none."""
    order: DateOrder | None = None
    """How it writes its days, whatever they are."""
    escaped: bool = False
    """Whether a `'` stands before what a spreadsheet would take for a formula."""
    engine: str = ""
    """Of a list of the links that a search engine knows: the tool of its own that wrote it."""


class RowFact(Struct, frozen=True):
    """What a row says that a search engine knows."""

    page: str
    target: str
    """Empty where the row names none: then it is said of every link on the page."""
    status: IndexStatus
    on: date | None
    """The day that it is true of; None: the day of the import."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A row as the link that it names."""

    line: int
    page: str
    target: str
    anchor: str = ""
    rel: frozenset[str] = frozenset()
    terms: Terms = Terms()
    guarantee: Guarantee | None = None
    """What the guarantee says; None where the file has no column of it."""
    covers_all: bool = False
    """Whether the row says in so many words that all is covered, which `guarantee` cannot tell from silence."""
    owner: str = ""
    channel: str = ""
    tags: frozenset[str] = frozenset()
    notes: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What else stands in the row, by the name of its column."""
    lost: str = ""
    """Why the file says that the link is lost already; empty where it does not."""
    fact: RowFact | None = None


class RejectedRow(Struct, frozen=True):
    """A row that names no link, with the reason."""

    line: int
    why: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkFile:
    """Everything that a file says."""

    layout: str
    header: tuple[str, ...] = ()
    mapping: Mapping[Field, int] = field(default_factory=dict)
    """Which column says what, by number from 0."""
    rows: tuple[LinkRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    domains: tuple[str, ...] = ()
    """Rows that name a domain and no page."""
    facts: tuple[RowFact, ...] = ()
    """What rows say that search engines know, those of unusable rows too: the link may be tracked already."""
    source: str = ""
    """Who says so: a search engine's own tool, or the file."""
    remarks: tuple[str, ...] = ()
    """Sentences about what was not understood and is only kept."""
    asks_order: bool = False
    """Whether it holds days of which nobody can tell what comes first, day or month."""
    asks_currency: bool = False
    """Whether it holds amounts of which nobody can tell the currency."""
    name: str = ""
    """That of the file; empty where rows were pasted."""


class RefusedFile(Struct, frozen=True):
    """A file of which nothing can be imported, with the reason and what to do, in a sentence."""

    why: str
    is_empty: bool = False
    """Whether it is a list without a row, not something else than a list."""
