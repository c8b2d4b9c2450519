"""An incident beside what it is about: what an alert is worded from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from jobs.model.exchange import Exchange
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.reading import PageFacts
from jobs.model.replacement import Replacement
from jobs.model.site_ways import PageWay


class Successor(Struct, frozen=True):
    """An incident that tells what became of links of another one."""

    incident: Incident
    address: str = ""
    """Of its message in Slack; empty where nobody knows it, as where it is not posted yet."""


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with what is known of those it is about."""

    incident: Incident
    links: tuple[Link, ...] = ()
    """Its members, or the links of its exchange, as far as they are still tracked."""
    partner: Partner | None = None
    page: PageFacts | None = None
    """For a partner page: what was last read of it."""
    successors: tuple[Successor, ...] = ()
    """What tells of those of its members that got worse instead."""
    exchange: Exchange | None = None
    parts: tuple[Incident, ...] = ()
    """Of an exchange: the alerts of its links that its message shows."""
    instead: Mapping[str, Replacement] = field(default_factory=dict)
    """Of pages of ours that are gone, by their addresses: another one that may take the place of each."""
    way: PageWay | None = None
    """For a partner page: how it is reached from the home page of its site, where anybody looked."""
