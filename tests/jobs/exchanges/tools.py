"""Deals for the tests of the ledger; a test names only what it is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jobs.exchanges.legs import leg_after
from jobs.exchanges.state_machine import judge
from jobs.model.exchange import Exchange, Leg, LegState, Side
from jobs.model.findings import Finding, Severity
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
THEIRS, OURS, THIRD = 12, 13, 14
"""Ids of the links of a deal."""
NOFOLLOW = Finding("nofollow", Severity.WEAKENED, "The link is nofollow now.")
MISSING = Finding("missing", Severity.LOST, "The page no longer links to the target.")
OUR_PAGE_GONE = Finding("target_gone", Severity.WEAKENED, "Our page is gone.")
_PAGES = {
    THEIRS: ("https://friends.example/links", "https://ours.example/guide", Side.THEIRS),
    OURS: ("https://ours.example/partners", "https://friends.example/", Side.OURS),
    THIRD: ("https://third.example/links", "https://friends.example/", Side.THEIRS),
}


def leg(number: int, state: LegState = LegState.STANDS, **more: Any) -> Leg:
    page, target, side = _PAGES[number]
    base = Leg(number, side, page, target, state, seen_at=NOW)
    if state is LegState.BROKEN:
        base = replace(base, doubt_since=NOW)
    return replace(base, **more)


def deal(*legs: Leg, until: date | None = None, **more: Any) -> Exchange:
    chosen = legs or (leg(THEIRS), leg(OURS))
    return Exchange(2, "C1", chosen, NOW - 90 * DAY, until, **more)


def status(state: LinkState = LinkState.LIVE, **more: Any) -> LinkStatus:
    base = LinkStatus(state, since=NOW, last_present_at=NOW)
    return replace(base, **more)


def after(exchange: Exchange, standings: Mapping[int, LinkStatus], now: datetime) -> Exchange:
    """The deal when its links are seen like that."""
    legs = tuple(
        leg_after(each, Link(each.link, "C1", each.page_url, each.target, NOW, standings[each.link]))
        if each.link in standings
        else each
        for each in exchange.legs
    )
    return judge(replace(exchange, legs=legs), now)
