"""A channel's week or month in one value; `bot` renders it, the outbox carries it as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from jobs.model.channel import DigestEvery
from jobs.model.exchange import ExchangeState
from jobs.model.kept_relevance import Agreement
from jobs.model.link_status import LinkState
from jobs.model.our_page import CrowdedLine, InsideLine
from jobs.model.series import ShareLine
from jobs.model.terms import Money
from jobs.model.todo import Todo
from jobs.model.worth import Forecast


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link in a list of the digest."""

    ref: str
    """`L-12`."""
    page_url: str
    target: str
    state: LinkState
    since: datetime | None = None
    """When it came into the state that puts it into its list."""
    text: str = ""
    """What was found, or why the page cannot be read: words of ours that may hold foreign ones."""
    owner: str = ""
    """User id, or empty."""
    overdue: bool = False
    """For pending ones: not placed although the time agreed on is over."""
    accepted: bool = False
    """For lost ones: somebody called the loss the new normal."""
    guaranteed_until: date | None = None
    """Of those that went while their guarantee ran."""
    claim_until: date | None = None
    """The last day on which these can be claimed, where that was agreed."""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner page that is over its limit, or near it."""

    ref: str
    """`P-3`."""
    page_url: str
    outbound: int
    max_outbound: int
    agreed: bool = False
    """Whether somebody said the limit; else it is a rule of thumb."""


@dataclass(frozen=True, slots=True)
class DealLine:
    """One exchange that is not kept, or ends soon."""

    ref: str
    """`X-2`."""
    partners: str
    """Their sites."""
    state: ExchangeState
    since: datetime | None = None
    """Since when it is so; of a breach, when that was first seen."""
    text: str = ""
    """How it stands, and who broke it first: words of ours that hold foreign names."""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class UnreturnedLine:
    """A partner whom our own pages still link to though all its links to us are lost."""

    site: str
    lost: tuple[str, ...]
    """Its lost links, as references: the first ten."""
    our_pages: tuple[str, ...]
    """The first ten."""
    more_pages: int = 0
    """How many others there are."""


@dataclass(frozen=True, slots=True)
class NotedPage:
    """One page with a note, and whose it is."""

    refs: tuple[str, ...]
    """`L-12`, `P-3`: the links and partner pages of which it was found alike."""
    page_url: str
    text: str
    """What was found: words of ours that may hold foreign ones."""


@dataclass(frozen=True, slots=True)
class NotedKind:
    """One kind of finding that is not alerted at once, with the first of the pages that it was found on."""

    kind: str
    total: int
    """On how many pages."""
    pages: tuple[NotedPage, ...]


@dataclass(frozen=True, slots=True)
class DownCosts:
    """What the links of one state cost, of those whose cost is known."""

    state: LinkState
    links: int
    """How many there are in that state, with a known cost or without."""
    known: int
    costs: tuple[Money, ...]
    """A sum for each currency."""


@dataclass(frozen=True, slots=True)
class ListingNews:
    """What a search engine's list of our site brought since the first day of the digest."""

    source: str
    site: str
    new: int
    """Links that it lists since then; tracked or not."""
    gone: int
    """Links that it lists no longer, which proves nothing."""
    pages: tuple[str, ...] = ()
    """The first of those that are new."""


@dataclass(frozen=True, slots=True)
class WeekPoint:
    """How many links were live and lost at the end of one week."""

    monday: date
    live: int
    """Live, recovered and weakened ones: the link is there."""
    lost: int
    weakened: int = 0
    """Those of `live` that are weakened."""
    replaced: int = 0
    """Their page is another one; neither live nor lost."""
    watched: int = 0
    """All, placed or not."""


@dataclass(frozen=True, slots=True)
class DigestCounts:
    """Where the channel's links stand now; each link is in exactly one of the first five, or in `replaced`."""

    live: int = 0
    """Live, recovered, and suspect ones: nothing is proved against them."""
    weakened: int = 0
    lost: int = 0
    pending: int = 0
    new: int = 0
    """Not looked at yet."""
    unreachable: int = 0
    """Of all of these: pages that could not be read for long."""
    snoozed: int = 0
    """Of all of these: nothing is said about them at present."""
    partners: int = 0
    """Partner pages."""
    replaced: int = 0
    """Their page is another one now."""
    given: int = 0
    """Of all of these: links that we give, on pages of ours."""

    @property
    def links(self) -> int:
        """All links."""
        return self.live + self.weakened + self.lost + self.replaced + self.pending + self.new

    @property
    def standing(self) -> int:
        """Those on their pages, as agreed or not."""
        return self.live + self.weakened


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved since the digest's first day; a link that came and went again is in both counts."""

    added: int = 0
    """Tracked since then."""
    untracked: int = 0
    """Tracked no longer."""
    placed: int = 0
    """On their pages for the first time, or again after somebody changed what is looked for."""
    back: int = 0
    """On their pages again."""
    lost: int = 0
    replaced: int = 0
    """Their page became another one."""
    dropped: int = 0
    """Those of `untracked` that were on their pages."""
    anew: int = 0
    """Looked for anew, and not found yet."""

    @property
    def of_tracked(self) -> int:
        """By how many links there are more now than then."""
        return self.added - self.untracked

    @property
    def of_standing(self) -> int:
        """By how many there are more on their pages."""
        return self.placed + self.back - self.lost - self.replaced - self.dropped - self.anew


@dataclass(frozen=True, slots=True)
class FlaggedSite:
    """A site that the channel named as a competitor's or disavowed, and the links that were added there."""

    site: str
    """Registrable domain."""
    refs: tuple[str, ...]
    competitor: bool = False
    disavowed: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """What a channel is told once a week or month; each list is sorted, those that wait longest first."""

    channel: str
    week: str
    """ISO week in the channel's zone, such as `2026-W18`."""
    since: datetime
    """Start of what it tells about: a week or a month before `at`; the day of it is its first day."""
    at: datetime
    """When it was made."""
    counts: DigestCounts
    lost: tuple[LinkLine, ...] = ()
    """Lost since its first day, and still so."""
    weakened: tuple[LinkLine, ...] = ()
    """Weakened since its first day, and still so."""
    recovered: tuple[LinkLine, ...] = ()
    """Became well since its first day, and are so."""
    still_open: tuple[LinkLine, ...] = ()
    """Lost or weakened before its first day, still so, and accepted by nobody."""
    accepted: int = 0
    """How many more are lost longer, and were accepted as they are."""
    pending: tuple[LinkLine, ...] = ()
    """Agreed and not placed yet; the overdue ones first."""
    unreachable: tuple[LinkLine, ...] = ()
    """Could not be read for long: nobody knows."""
    over_limit: tuple[PartnerLine, ...] = ()
    near_limit: tuple[PartnerLine, ...] = ()
    """Not over it, but no more than a tenth below it; the fullest first."""
    noted: tuple[NotedKind, ...] = ()
    """Found since its first day and still so, good to know and no alert."""
    guaranteed: tuple[LinkLine, ...] = ()
    """Lost or weakened while their guarantee ran, and still so; they are in the other lists too."""
    costs: tuple[DownCosts, ...] = ()
    """What is down and its cost; empty where the channel hides costs."""
    shares: tuple[ShareLine, ...] = ()
    """Partner pages whose links pass on something else than a week ago; those first that fell most."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many more belong into each list than it carries, by the list's name."""
    series: tuple[WeekPoint, ...] = ()
    """The last 12 weeks since anything is tracked, oldest first; the last point is now."""
    next_at: datetime | None = None
    """When the next digest is due; None where it is off."""
    replaced: tuple[LinkLine, ...] = ()
    """Those whose page became another one since its first day, and still is."""
    listings: tuple[ListingNews, ...] = ()
    """What search engines' lists brought since its first day; a first list is no news."""
    deals: tuple[DealLine, ...] = ()
    """Exchanges that somebody broke, or that wait for a link."""
    ending: tuple[DealLine, ...] = ()
    """Exchanges that end within the month, where no digest told that before."""
    unreturned: tuple[UnreturnedLine, ...] = ()
    """Partners whom we still link to though all their links are lost."""
    crowded: tuple[CrowdedLine, ...] = ()
    """Pages of ours that have too many followed links out since its first day."""
    inside: tuple[InsideLine, ...] = ()
    """What the links between our pages have wrong that was found since its first day."""
    flagged: tuple[FlaggedSite, ...] = ()
    """Sites that links were added on since its first day, though they are competitors' or disavowed."""
    first_day: date | None = None
    """The day of `since` in the channel's zone; None in digests of older versions."""
    last_day: date | None = None
    """The day of `at` there."""
    moves: Moves | None = None
    """None in digests of older versions."""
    every: DigestEvery = DigestEvery.WEEK
    """Whether it is about a week or a month."""
    owner: str = ""
    """User id of the person whose links alone it is about; empty: all of the channel."""
    todo: tuple[Todo, ...] = ()
    """What wants a person, the most urgent first."""
    agreement: Agreement = Agreement()
    """With how many verdicts on relevance people agreed, of those that they looked at within four weeks."""
    ahead: Forecast | None = None
    """What is likely of the links that stand; in the first digest of a month alone, and where enough is known."""

    @property
    def is_all_well(self) -> bool:
        """Whether something is tracked, and nothing to be said but what was accepted, or waits in time to be placed."""
        counts = self.counts
        settled = counts.lost + counts.replaced == self.accepted and not counts.weakened
        told = (self.lost, self.replaced, self.recovered, self.unreachable, self.guaranteed)
        of_deals = (self.deals, self.ending, self.unreturned)
        of_partners = (self.shares, self.over_limit, self.near_limit, self.flagged, *of_deals)
        of_ours = (self.crowded, self.inside)
        others = (self.todo, *of_ours, self.noted, self.listings, *(line for line in self.pending if line.overdue))
        return bool(counts.links or counts.partners) and settled and not any((*told, *of_partners, *others))

    def beyond(self, name: str) -> int:
        """How many more belong into the list of that name than it carries."""
        return self.left_out.get(name, 0)

    def without_costs(self) -> "Digest":
        """The digest as a channel that hides costs is told it."""
        return replace(self, costs=(), ahead=self.ahead.without_costs() if self.ahead else None)
