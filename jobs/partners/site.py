"""All that is known of a partner, which is a site with all its pages: links, costs, scorecard (pure)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jobs.digests.forecast import WatchedLinks
from jobs.digests.lives import WatchedLink, watched_link
from jobs.digests.reports.course import Courses
from jobs.exchanges.reciprocity import SiteBalance
from jobs.exchanges.sides import deals_with
from jobs.model.event import Event
from jobs.model.exchange import Exchange
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.partner import ContactEvent, Partner, SiteContact, equity_share
from jobs.model.series import PageSeries
from jobs.model.terms import Money
from jobs.model.worth import Forecast
from jobs.partners.scorecard import Scorecard, scorecard
from jobs.units.money import per_month, sums
from jobs.web.urls import registrable_domain

MOST_NAMED = 10
"""Links with trouble that are named; of the others the number is said."""


@dataclass(frozen=True, slots=True)
class PartnerSite:
    """A partner as one or more channels know it."""

    site: str
    """Registrable domain."""
    states: Mapping[LinkState, int]
    """How many of its links that are tracked now are in each state that any is in."""
    unread: int
    """How many of them are on pages that could not be read at the last check."""
    troubled: Sequence[Link]
    """Those that are lost, weakened, or whose page is another one, at most `MOST_NAMED`."""
    pages: Sequence[Partner]
    """Its pages that are tracked for how many links go out; those first whose links pass on most."""
    series: Mapping[str, PageSeries]
    """How these pages were day by day, by address, as far as that is known."""
    deals: Sequence[Exchange]
    """Exchanges with it that nobody ended, without what they cost."""
    card: Scorecard
    paid: Sequence[Money]
    """What the links that are tracked cost, a sum for each currency."""
    at_risk: Sequence[Money]
    """What those of them cost with which something is proved to be wrong."""
    per_month: Sequence[Money]
    """What they cost for each month that they were seen to stand; currencies with less than a month are left out."""
    log: Sequence[Event] = ()
    """Notes, and what was written to its people and answered, the newest first."""
    contact: SiteContact | None = None
    """What is kept of its people; None where several channels are meant, or nothing is."""
    is_unwanted: bool = False
    """Whether some channel said that nobody may write to them."""
    costs_hidden: bool = False
    """Whether costs are left out, since a channel hides them."""
    ahead: Forecast | None = None
    """What is likely of its links that stand, within a year."""
    given: SiteBalance | None = None
    """What it gives us and our pages give it, agreed or not; None where nothing stands on either side."""

    @property
    def links(self) -> int:
        """How many of its links are tracked."""
        return sum(self.states.values())

    @property
    def bad(self) -> int:
        """How many of them have something proved against them."""
        return sum(count for state, count in self.states.items() if state.is_bad)

    @property
    def is_known(self) -> bool:
        """Whether anything of it is tracked, or was."""
        return bool(self.links or self.pages or self.deals or self.card.placed or self.log or self.contact)


class SiteFacts:
    """What is gathered about a site, channel by channel."""

    def __init__(self, site: str, now: datetime) -> None:
        self.site, self.now = site, now
        self._links: list[Link] = []
        self._pages: list[Partner] = []
        self._series: dict[str, PageSeries] = {}
        self._deals: list[Exchange] = []
        self._watched: list[WatchedLink] = []
        self._ahead = WatchedLinks()
        self._costs_hidden = False
        self._log: list[Event] = []

    def take_tracked(self, pages: Iterable[Partner], deals: Iterable[Exchange]) -> None:
        """Take in what a channel has beside links."""
        self._pages += (page for page in pages if registrable_domain(page.page_url) == self.site)
        self._deals += (replace(deal, cost=None) for deal in deals_with(self.site, deals))

    def take_series(self, series: Iterable[PageSeries]) -> None:
        """Take in how its pages were day by day; two channels may track the same page."""
        self._series |= {each.page_url: each for each in series}

    def take_history(self, events: Iterable[Event]) -> None:
        """Take in what happened: here of its people alone."""
        self._log += (event for event in events if event.subject == self.site)

    def take_links(self, courses: Courses, links: Iterable[Link], *, hide_costs: bool) -> None:
        """Take in a channel's links of this site, and what happened to all links of the channel."""
        tracked = {link.id: link.without_cost() if hide_costs else link for link in links}
        self._costs_hidden |= hide_costs
        self._links += tracked.values()
        for link in tracked.values():
            courses.settle(link)
        for link_id, course in courses.by_link.items():
            if link_id in tracked or registrable_domain(course.page_url) == self.site:
                watched = watched_link(course, tracked.get(link_id), self.now)
                if watched:
                    self._watched.append(watched)
                    self._ahead.take(watched, tracked.get(link_id))

    def partner_site(self, contacts: Collection[SiteContact], channels: Collection[str]) -> PartnerSite:
        """All of it together, with what channels keep of its people: of these, whatever it is; of others one word."""
        own = [each for each in contacts if each.channel in channels]
        bad = [link for link in self._links if link.standing.state.is_bad]
        return PartnerSite(
            site=self.site,
            states=Counter(link.standing.state for link in self._links),
            unread=sum(link.standing.unknown_since is not None for link in self._links),
            troubled=bad[:MOST_NAMED],
            pages=sorted(self._pages, key=lambda page: -passed_on(page, self._series)),
            series=self._series,
            deals=self._deals,
            card=scorecard(self._watched, [event.at for event in self._log if event.kind == ContactEvent.WROTE]),
            paid=_costs(self._links),
            at_risk=_costs(bad),
            per_month=per_month((each.terms.cost, each.standing.lived) for each in self._links if each.terms.cost),
            log=sorted(self._log, key=lambda event: event.at, reverse=True),
            contact=own[0] if len(own) == 1 else None,
            is_unwanted=any(each.unwanted_since for each in contacts),
            costs_hidden=self._costs_hidden,
            ahead=self._ahead.forecast(),
        )


def passed_on(page: Partner, series: Mapping[str, PageSeries]) -> float:
    """What a followed link of a page passes on, as it was last read; 0 where nobody counted yet."""
    if known := series.get(page.page_url):
        return known.points[-1].share
    return equity_share(page.outbound) if page.outbound else 0.0


def _costs(links: Collection[Link]) -> tuple[Money, ...]:
    return sums(link.terms.cost for link in links if link.terms.cost)
