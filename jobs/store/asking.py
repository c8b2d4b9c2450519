"""Questions about many links, answered from the decoded keys, so that no document is read for them (pure)."""

from collections import Counter
from collections.abc import Callable

from jobs.model.incident import IncidentKind
from jobs.store.index import Term
from jobs.store.protocol import LinkQuery, Tally
from jobs.store.tables import LinkKey, Tables


def link_ids(tables: Tables, query: LinkQuery) -> list[int]:
    """Ids of the links that fit, in the order they were added."""
    index = tables.links.index
    found = index.find(*terms(channel=query.channel, page=query.page_url, target=query.target))
    for fits in _tests(query):
        found = [link_id for link_id in found if fits(index.keys[link_id])]
    return found


def tally(tables: Tables, channel: str) -> Tally:
    """A channel in numbers."""
    links, partners, incidents = tables.links.index, tables.partners.index, tables.incidents.index
    in_channel = ("channel", channel)
    states = Counter(links.keys[link_id].standing.state for link_id in links.find(in_channel))
    watched = partners.find(in_channel)
    over = sum(partners.keys[partner_id].over_limit for partner_id in watched)
    waiting = incidents.find(in_channel, ("open", True))
    open_incidents = sum(incidents.keys[number].kind is not IncidentKind.GROUP for number in waiting)
    return Tally(dict(states), len(watched), over, open_incidents)


def terms(**asked: object) -> list[Term]:
    """Index terms for whatever was asked for."""
    return [(name, value) for name, value in asked.items() if value not in (None, "", False)]


def _tests(query: LinkQuery) -> list[Callable[[LinkKey], bool]]:
    """What a link's key must pass, for as much as was asked."""
    tests: list[Callable[[LinkKey], bool]] = []
    if states := query.states:
        tests.append(lambda key: key.standing.state in states)
    if tag := query.tag:
        tests.append(lambda key: tag in key.tags)
    if domain := query.domain:
        tests.append(lambda key: domain in key.page_url and _stands_on(key.page_url, domain))
    if query.unknown:
        tests.append(lambda key: key.standing.unknown_since is not None)
    if query.unreachable:
        tests.append(lambda key: key.standing.unreachable)
    if at := query.snoozed_at:
        tests.append(lambda key: (key.standing.snoozed_until or at) > at)
    return tests


def _stands_on(page_url: str, domain: str) -> bool:
    """Whether an address, which is in the form of the URL Standard, is on a host or on one under it."""
    authority = page_url.partition("//")[2].partition("/")[0].rpartition("@")[2]
    name = authority if authority.endswith("]") else authority.rsplit(":", 1)[0]
    return f".{name}".endswith(f".{domain}")
