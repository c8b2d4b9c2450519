"""What is asked of a page, and what comes back from the process that reads it: values, for both sides (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jobs.model.document import Document, Place
from jobs.model.page import Outcome
from jobs.model.reading import NO_CONTACTS, OutwardLink, PageContacts, PageFacts, Seen, Sighting

Key = tuple[str, str]
"""A target and the agreed anchor text."""


@dataclass(frozen=True, slots=True)
class LinkQuestion:
    """A link that is looked for on a page."""

    target: str
    anchor: str = ""
    """The agreed anchor text: of links that are equally good, the one that has it is the best."""
    before: Seen | None = None
    """The link as it was last seen: where it is no more, what stands in its place is found by the words beside it."""
    html: str = ""
    """The markup around it as it was last seen."""
    render: bool = False
    """Whether it was agreed to be looked for in the page as a browser draws it."""

    unseen: bool = False
    """Whether it is looked for, too, where no browser makes a link of it."""

    @property
    def key(self) -> Key:
        """What the answer depends on, and is found by."""
        return self.target, self.anchor


@dataclass(frozen=True, slots=True)
class Classified:
    """How reading a page ended, seen as a whole."""

    outcome: Outcome
    reason: str = ""
    """In words, where the outcome is not ok."""


@dataclass(frozen=True, slots=True)
class InPlace:
    """What stands on a page where a link stood, as far as that can be found again."""

    html: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that may lead to the target."""

    seen: Seen
    is_likely: bool
    """Whether something speaks for it: the agreed words, the old place, our address in it, a former site of ours, or
    that it led there when the link was last seen.

    While a likely one cannot be followed, nobody knows whether the link is there.
    """
    led_there: bool
    """Whether the link was last seen through this address; a query may differ, for some have another one each time."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be the link that was not found, the likeliest first."""

    elsewhere: tuple[Candidate, ...] = ()
    """To be followed: redirectors that do not say where to, short addresses, our former sites."""
    ours: tuple[Seen, ...] = ()
    """Links to other pages of the target's site, which may be the target all the same."""


NO_CANDIDATES = Candidates()


@dataclass(frozen=True, slots=True)
class LinkLayout:
    """The links of a page by where they stand; each address counts once."""

    internal: int = 0
    """Links to its own site."""
    places: tuple[tuple[Place, int], ...] = ()
    """Links to other sites by the part of the page they stand in: in its text before another, of several."""
    positions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By target and agreed anchor of a link that was looked for and leads to another site: which of all that do it is,
    counted from 1."""


NO_LAYOUT = LinkLayout()


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What there is of a link on a page."""

    sighting: Sighting
    shown: Classified
    """What the page is, given that."""
    in_place: InPlace
    """Where the link is not there, what stands where it stood."""
    candidates: Candidates = NO_CANDIDATES
    """Where it is not there, what may lead to the target without saying so."""
    kept_around: float | None = None
    """Where it is not there, how much of the words around it still stands; None: nobody knows."""
    in_comment: str = ""
    """Where it is not there: its address in a comment of the markup, as it stands there."""
    in_script: str = ""
    """The same in a script."""
    mentions_not_found: bool = False
    """Where it is not there, whether the page says somewhere that something was not found."""


MOST_INWARD = 1_000
"""Addresses on its own site that are told of a page."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page was asked, answered."""

    facts: PageFacts
    alone: Classified
    """What the page is by itself; a page that has all the links that were looked for is itself."""
    answers: Mapping[Key, LinkAnswer]
    has_scripts: bool = False
    """Where a link was not found: whether the page has scripts, which may show more."""
    frames: tuple[str, ...] = ()
    """Where a link was not found: the addresses of the first frames of the same site."""
    document: Document | None = None
    """All of the page, for those who want to see it."""
    is_whole: bool = True
    """Whether all was worked out anew; else what rests on the same as before was left as it was."""
    outward: tuple[OutwardLink, ...] = ()
    """Where they were asked for: its links to other sites."""
    inward: tuple[str, ...] = ()
    """Where those were asked for: the addresses on its own site that it links to, the first thousand."""
    layout: LinkLayout = NO_LAYOUT
    """Where that was asked for."""
    contacts: PageContacts = NO_CONTACTS
    """Where they were asked for: how its people are reached."""
