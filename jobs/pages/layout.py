"""Where the links of a page stand, those to other sites and ours among them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jobs.model.document import TEMPLATE, Document, Place
from jobs.model.reading import Seen
from jobs.pages.find_link import LONGEST_URL
from jobs.pages.page_facts import Outward


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


def layout_of(
    document: Document, external: Iterable[Outward], internal: int, ours: Mapping[tuple[str, str], Seen]
) -> LinkLayout:
    """The links of a document: those to other sites, and how many lead to its own.

    `ours` are those that were found of the links that were looked for, by target and agreed anchor.
    """
    places: dict[str, Place] = {}
    for out in external:
        place = document.place(out.number)
        if places.setdefault(out.address, place) in TEMPLATE and place not in TEMPLATE:
            places[out.address] = place
    order = {address[:LONGEST_URL]: at for at, address in enumerate(places, 1)}
    found = {key: seen.href.partition("#")[0] for key, seen in ours.items()}
    positions = {key: order[address] for key, address in found.items() if address in order}
    return LinkLayout(internal, tuple(sorted(Counter(places.values()).items())), positions)
