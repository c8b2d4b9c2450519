"""What reading a page gives, and what it takes to read one (pure)."""

from collections.abc import Awaitable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from jobs.model.page import FetchFailure, Headers, Outcome, Page, Validators, header_values
from jobs.model.reading import PageFacts
from jobs.pages.asked import Classified, Extracted, LinkQuestion

if TYPE_CHECKING:  # whoever reads a page need not load all that is stored
    from jobs.model.tracked_page import TrackedPage
    from jobs.pages.lasting import WhatLasts
    from jobs.pages.page_facts import Kept


@dataclass(frozen=True, slots=True)
class Reading:
    """What asking for a page gave, ready to be judged."""

    outcome: Outcome
    reason: str
    facts: PageFacts
    """Of a page that could not be read: its address, status and outcome only, and what a cut-off one said so far."""
    headers: Headers = ()
    body_hash: str = ""
    failure: FetchFailure | None = None
    page: Page | None = None
    """None where the page could not be read, or is unchanged since it was last parsed."""
    examined: Extracted | None = None
    """What was asked of `page`, answered, or of as much as came of a 2xx page that was cut off.

    A link that is found in a cut-off page is there; one that is not found may stand in the rest.
    """
    packed_hash: str = ""
    """Of what came over the wire, as `Validators` has it."""

    @property
    def validators(self) -> Validators:
        """What makes the next request conditional."""
        etag = header_values(self.headers, "etag")[:1]
        modified = header_values(self.headers, "last-modified")[:1]
        return Validators("".join(etag), "".join(modified), self.facts.final_url, self.packed_hash)


class Followed(Struct, frozen=True):
    """Where a link led."""

    passed: tuple[str, ...]
    """Every address on the way, the first and the last one too."""
    outcome: Outcome
    reason: str = ""

    @property
    def answers(self) -> bool:
        """Whether it tells where the link leads, be it to nothing."""
        return not self.outcome.is_unknown or self.outcome.meaning.leads_nowhere


class Read(Protocol):
    """Reads a page."""

    def __call__(
        self,
        url: str,
        known: "TrackedPage | None" = None,
        asked: Collection[LinkQuestion] = (),
        *,
        owner: bool = False,
    ) -> Awaitable[Reading]:
        """Read `url` and answer what is `asked` of it; given what is `known` of it, "unchanged" will do.

        What pages of one owner share is read anew where it is not known, or `owner` asks for it.
        """


EXTRACTOR = "jobs.pages.extract"
"""What reads pages: the process beside ours, which does that, loads it before it is asked."""


def examine(
    page: Page,
    asked: Collection[LinkQuestion] = (),
    shown: Classified | None = None,
    *,
    whole: bool = False,
    former_sites: Collection[str] = (),
    kept: "Kept | None" = None,
    outward: bool = False,
    contacts: bool = False,
    layout: bool = True,
    lasting: "WhatLasts | None" = None,
) -> Extracted:
    """What `extract` says of a page; who names the question alone, for another process, does not load all of that."""
    from jobs.pages.extract import extract

    return extract(
        page,
        asked,
        shown,
        whole=whole,
        former_sites=former_sites,
        kept=kept,
        outward=outward,
        contacts=contacts,
        layout=layout,
        lasting=lasting,
    )
