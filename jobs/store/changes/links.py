"""Links, partner pages, exchanges, and the pages they stand on: what each change does to their tables."""

from dataclasses import replace
from datetime import datetime

import ada_url

from jobs.model.event import Event
from jobs.model.exchange import Exchange, NewExchange
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkStatus
from jobs.model.partner import NewPartner, Partner
from jobs.model.ref import link_ref
from jobs.model.tracked_page import HostClaim, HostState, TrackedPage
from jobs.store.changes.tables import Tables, put_newer
from jobs.store.errors import StaleError


def add_link(tables: Tables, new: NewLink, now: datetime) -> tuple[Link, bool]:
    """Track a link, or find the one that is tracked already."""
    known = tables.links.one(("channel", new.channel), ("page", new.page_url), ("target", new.target))
    if known:
        return known, False
    link = Link(
        id=tables.next_id("links"),
        channel=new.channel,
        page_url=new.page_url,
        target=new.target,
        added_at=now,
        standing=LinkStatus(since=now),
        expected=new.expected,
        owner=new.owner,
        tags=new.tags,
        every=new.every,
        added_by=new.added_by,
        notes=new.notes,
        terms=new.terms,
        guarantee=new.guarantee,
        columns=new.columns,
        imported=new.imported,
        index_facts=new.index_facts,
    )
    tables.links.put(link.id, link)
    _track_both_ends(tables, link, now)
    tables.history.append(Event(now, link.channel, link.ref, "added", by=link.added_by))
    return link, True


def add_partner(tables: Tables, new: NewPartner, now: datetime) -> tuple[Partner, bool]:
    """Track a partner page, or find the one that is tracked already."""
    known = tables.partners.one(("channel", new.channel), ("page", new.page_url))
    if known:
        return known, False
    partner = Partner(
        id=tables.next_id("partners"),
        channel=new.channel,
        page_url=new.page_url,
        max_outbound=new.max_outbound,
        limit_agreed=new.limit_agreed,
        added_at=now,
        every=new.every,
        added_by=new.added_by,
    )
    tables.partners.put(partner.id, partner)
    track(tables, partner.page_url, now)
    tables.history.append(Event(now, partner.channel, partner.ref, "added", by=partner.added_by))
    return partner, True


def track(tables: Tables, url: str, now: datetime) -> None:
    """Have a page checked now, and from then on; where that is before its turn, its turn is kept in mind."""
    page = tables.pages.one(("url", url))
    if page is None:
        tables.pages.put_by(("url", url), TrackedPage(url, host_of(url), now))
        return
    tables.due.ask(page.host, url)
    if page.next_check_at > now:
        tables.pages.put_by(("url", url), asked_for(page, now))


def asked_for(page: TrackedPage, now: datetime) -> TrackedPage:
    """The page with a check asked for before its turn."""
    return replace(page, next_check_at=now, turn_at=page.turn_at or page.next_check_at)


def _track_if_new(tables: Tables, link: Link) -> None:
    """Track the pages of a link that nobody tracks yet; those that are there are held, so that nobody forgets them."""
    for url in ends(link.page_url, link.target):
        if tables.pages.number(("url", url)) is None:
            track(tables, url, link.added_at)


def is_address(target: str) -> bool:
    """Whether a link's target is one page of ours, not a whole domain."""
    return "://" in target


def host_of(url: str) -> str:
    """Host and, where it is not the usual one, port of an address; the text itself where it is none."""
    try:
        return ada_url.URL(url).host or url
    except ValueError:
        return url


def due_now(tables: Tables, url: str, now: datetime) -> None:
    """Somebody asked for a page by hand."""
    if tables.pages.number(("url", url)) is not None:
        track(tables, url, now)


def put_link(tables: Tables, link: Link) -> None:
    """Store a link's next version; where it moved, its pages are tracked in place of the old ones.

    Raises StaleError where it was made from an older version, ValueError where it moved onto another link.
    """
    before = tables.links.key(link.id)
    put_newer(tables.links, link.id, link)
    if before is None or before.identity == (link.channel, link.page_url, link.target):
        return
    same = tables.links.find(("channel", link.channel), ("page", link.page_url), ("target", link.target))
    if len(same) > 1:
        raise ValueError(f"{link_ref(same[0])} tracks this page and target in this channel already.")
    _forget_untracked(tables, before.page_url, before.target)
    _track_if_new(tables, link)


def restore_link(tables: Tables, link: Link) -> None:
    """Track a removed link again, under its id; pages that nobody else tracks are due at once.

    Raises StaleError where it is tracked, or its channel, page and target are.
    """
    same = tables.links.find(("channel", link.channel), ("page", link.page_url), ("target", link.target))
    if same or tables.links.key(link.id):
        raise StaleError(f"{link.ref}, or a link of its page and target, is tracked in {link.channel}.")
    tables.links.put(link.id, replace(link, version=link.version + 1))
    _track_if_new(tables, link)


def ends(page_url: str, target: str) -> list[str]:
    """The pages that a link makes us read: its own, and its target where that is one."""
    return [page_url, target] if is_address(target) else [page_url]


def _track_both_ends(tables: Tables, link: Link, now: datetime) -> None:
    for url in ends(link.page_url, link.target):
        track(tables, url, now)


def remove_link(tables: Tables, link_id: int) -> None:
    """Forget a link, and its pages with it unless somebody else tracks them."""
    link = tables.links.get(link_id)
    if link:
        tables.links.drop(link_id)
        _forget_untracked(tables, link.page_url, link.target)


def remove_partner(tables: Tables, partner_id: int) -> None:
    """Forget a partner page, unless a link needs it."""
    partner = tables.partners.get(partner_id)
    if partner:
        tables.partners.drop(partner_id)
        _forget_untracked(tables, partner.page_url)


def _forget_untracked(tables: Tables, *urls: str) -> None:
    for url in urls:
        page_id = tables.pages.number(("url", url))
        if page_id is not None and not _is_tracked(tables, url):
            tables.pages.drop(page_id)


def _is_tracked(tables: Tables, url: str) -> bool:
    links, partners = tables.links, tables.partners
    return links.has(("page", url)) or partners.has(("page", url)) or links.has(("target", url))


def put_page(tables: Tables, page: TrackedPage, claim: HostClaim | None) -> None:
    """Store what a check brought, if anybody still tracks the page."""
    doc_id = tables.pages.number(("url", page.url))
    if doc_id is None:
        if _is_tracked(tables, page.url):
            tables.pages.put_by(("url", page.url), page)
        return
    known = tables.pages.key(doc_id)
    if claim and known and tables.due.is_asked_again(claim.host.host, page.url):
        asked_at = known.next_check_at
        page = asked_for(page, asked_at) if page.next_check_at > asked_at else page
    tables.pages.put(doc_id, page)


def put_host(tables: Tables, host: HostState) -> None:
    """Store a host's state; one that answers is the usual case and needs no document."""
    term = ("host", host.host)
    if host != HostState(host.host):
        tables.hosts.put_by(term, host)
    elif (doc_id := tables.hosts.number(term)) is not None:
        tables.hosts.drop(doc_id)


def add_exchange(tables: Tables, new: NewExchange, now: datetime) -> tuple[Exchange, bool]:
    """Keep a deal, or find the one that holds between the same links.

    Raises ValueError where one of its links is not tracked in its channel.
    """
    links = [leg.link for leg in new.legs]
    for link in links:
        known_link = tables.links.key(link)
        if known_link is None or known_link.channel != new.channel:
            raise ValueError(f"L-{link} is not tracked in {new.channel}.")
    same = tables.exchanges.having(("channel", new.channel), ("link", links[0]))
    known = next((old for old in same if set(old.links) == set(links) and not old.state.is_over), None)
    if known:
        return known, False
    number = tables.next_id("exchanges")
    exchange = Exchange(number, new.channel, new.legs, now, new.until, new.cost, new.added_by, since=now, agreed_at=now)
    tables.exchanges.put(number, exchange)
    tables.history.append(Event(now, new.channel, exchange.ref, "added", by=new.added_by))
    return exchange, True
