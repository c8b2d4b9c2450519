"""Questions about many links, answered from the decoded keys, so that no document is read for them (pure)."""

from collections import Counter

from jobs.store.index import Term
from jobs.store.protocol import LinkQuery, Tally
from jobs.store.tables import LinkKey, Tables


def link_ids(tables: Tables, query: LinkQuery) -> list[int]:
    """Ids of the links that fit, in the order they were added."""
    index = tables.links.index
    found = index.find(*terms(channel=query.channel, page=query.page_url, target=query.target))
    if query == LinkQuery(query.channel, page_url=query.page_url, target=query.target):
        return found
    return [link_id for link_id in found if _fits(index.keys[link_id], query)]


def tally(tables: Tables, channel: str) -> Tally:
    """A channel in numbers."""
    links, partners, incidents = tables.links.index, tables.partners.index, tables.incidents.index
    in_channel = ("channel", channel)
    states = Counter(links.keys[link_id].standing.state for link_id in links.find(in_channel))
    watched = partners.find(in_channel)
    over = sum(partners.keys[partner_id].over_limit for partner_id in watched)
    return Tally(dict(states), len(watched), over, len(incidents.find(in_channel, ("open", True))))


def terms(**asked: object) -> list[Term]:
    """Index terms for whatever was asked for."""
    return [(name, value) for name, value in asked.items() if value not in (None, "", False)]


def _fits(key: LinkKey, query: LinkQuery) -> bool:
    standing = key.standing
    return (
        (not query.states or standing.state in query.states)
        and (not query.tag or query.tag in key.tags)
        and (not query.unknown or standing.unknown_since is not None)
        and (not query.unreachable or standing.unreachable)
        and (query.snoozed_at is None or (standing.snoozed_until or query.snoozed_at) > query.snoozed_at)
        and (not query.domain or _stands_on(key.page_url, query.domain))
    )


def _stands_on(page_url: str, domain: str) -> bool:
    """Whether an address, which is in the form of the URL Standard, is on a host or on one under it."""
    if domain not in page_url:
        return False  # nearly all, and quickly
    authority = page_url.partition("//")[2].partition("/")[0].rpartition("@")[2]
    name = authority if authority.endswith("]") else authority.rsplit(":", 1)[0]
    return f".{name}".endswith(f".{domain}")
