"""Whose page each link of a deal stands on, who the partners are, and what each side gives (pure)."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from jobs.model.exchange import Contribution, DealBalance, Exchange, Leg, LegState, Side
from jobs.model.link import Link
from jobs.model.partner import equity_share
from jobs.web.urls import registrable_domain

Pair = tuple[str, str]
"""The addresses of a page and of what it links to."""


def sides_of(pairs: Sequence[Pair], our_sites: Sequence[str]) -> tuple[Side, ...]:
    """Whose page each link of a deal stands on.

    A page on a site of ours is ours. Where that tells nothing, or everything, the first link leads to us: so the page
    of the site that it leads to is ours, and where no page is on that site, the last one.
    """
    ours = {registrable_domain(site) for site in our_sites}
    told = [registrable_domain(page) in ours for page, _ in pairs]
    if not any(told) or all(told):
        receiver = registrable_domain(pairs[0][1])
        told = [at > 0 and registrable_domain(page) == receiver for at, (page, _) in enumerate(pairs)]
    if not any(told):
        told = [at == len(pairs) - 1 for at in range(len(pairs))]
    return tuple(Side.OURS if is_ours else Side.THEIRS for is_ours in told)


def owed_by_us(deals: Iterable[Exchange]) -> frozenset[int]:
    """The links that we owe in these deals."""
    return frozenset(leg.link for deal in deals for leg in deal.of(Side.OURS))


def is_given(link_id: int, page_url: str, our_sites: Iterable[str], owed: Collection[int]) -> bool:
    """Whether a link is one that we give: it stands on a site of ours, or we owe it in a deal.

    `our_sites` are domains of ours, or addresses there; `owed` are the ids that `owed_by_us` has.
    """
    return link_id in owed or registrable_domain(page_url) in map(registrable_domain, our_sites)


def partners_of(exchange: Exchange) -> tuple[str, ...]:
    """The sites on whose pages the partners' links stand, each once."""
    return tuple(dict.fromkeys(registrable_domain(leg.page_url) for leg in exchange.of(Side.THEIRS)))


def is_for(leg: Leg, site: str, partners: Sequence[str]) -> bool:
    """Whether a link of ours is given to that partner: it leads to no other partner's site."""
    return registrable_domain(leg.target) not in set(partners) - {site}


def is_to_us(leg: Leg, partners: Sequence[str]) -> bool:
    """Whether a link of theirs leads to us; in a circle of three it may lead to another partner."""
    return registrable_domain(leg.target) not in partners


def balance(deals: Iterable[Exchange], links: Mapping[int, Link], followed: Mapping[str, int]) -> DealBalance:
    """The balance of these deals; `followed` has the followed external links of each page that was read."""
    got, given = Contribution(), Contribution()
    for leg in (leg for deal in deals for leg in deal.legs):
        one = _contribution(leg.state is LegState.STANDS, links.get(leg.link), followed.get(leg.page_url))
        if leg.side is Side.OURS:
            given = given.plus(one)
        else:
            got = got.plus(one)
    return DealBalance(got, given)


def deals_with(site: str, deals: Iterable[Exchange]) -> list[Exchange]:
    """Those in which that site, a registrable domain, owes a link."""
    return [deal for deal in deals if site in partners_of(deal)]


def _contribution(stands: bool, link: Link | None, followed: int | None) -> Contribution:  # noqa: FBT001  # one fact of a leg
    if not stands or link is None:
        return Contribution(agreed=1)
    best = link.sighting.best if link.sighting else None
    if best is None or followed is None:
        return Contribution(agreed=1, standing=1, unknown=1)
    return Contribution(agreed=1, standing=1, share=equity_share(followed) if best.followed else 0.0)
