"""Questions about many links, answered from the index, so that no document is read for them (pure)."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from jobs.model.link_status import LinkState
from jobs.model.notice import NoticeStatus
from jobs.model.our_page import OurPageQuery
from jobs.model.page import Outcome
from jobs.model.queries import ChannelCounts, ExchangeQuery, LinkQuery, PartnerQuery, Settled, ToldLately
from jobs.store.tiny.index import Index, K, Term
from jobs.store.tiny.keys import ExchangeKey, IncidentKey, span_of
from jobs.store.tiny.tables import LinkKey, Tables

IdSlice = tuple[Sequence[int], int]
"""Some of the ids that fit, in the order they were added, and how many fit in all."""
Groups = list[list[Term]]
"""What fits has a term of each group."""


class StatesThen(Mapping[int, LinkState]):
    """How links stood when it was asked; worked out when it is looked at."""

    def __init__(self, keys: Mapping[int, LinkKey]) -> None:
        self._keys = keys

    def __getitem__(self, link_id: int) -> LinkState:
        return self._keys[link_id].standing.state

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def link_states(tables: Tables, ids: Iterable[int]) -> Mapping[int, LinkState]:
    """How those of these links stand that are tracked."""
    keys = tables.links.index.keys
    return StatesThen({link_id: keys[link_id] for link_id in ids if link_id in keys})


def link_ids(tables: Tables, query: LinkQuery) -> list[int]:
    """Ids of the links that fit, in the order they were added."""
    return _fitting(tables.links.index, _link_groups(tables, query), _link_tests(query))


def link_slice(tables: Tables, query: LinkQuery, offset: int, limit: int) -> IdSlice:
    """Some of the links that fit."""
    return _slice(tables.links.index, _link_groups(tables, query), _link_tests(query), offset, limit)


def partner_slice(tables: Tables, query: PartnerQuery, offset: int, limit: int) -> IdSlice:
    """Some of the partner pages that fit."""
    index = tables.partners.index
    channels = _channels(index, query)
    groups = [[term] for term in terms(domain=query.domain)]
    if query.person:
        groups.append([("person", (channel, query.person)) for channel in channels])
    if query.over_limit or query.within_limit:
        groups.append([("over", (channel, query.over_limit)) for channel in channels])
    elif not query.person and (query.channel or query.channels is not None):
        groups.append([("channel", channel) for channel in channels])
    unread = [lambda key: _is_unread(tables, key.page_url)] if query.unread else []
    return _slice(index, groups, unread, offset, limit)


def _is_unread(tables: Tables, url: str) -> bool:
    """Whether the last look at a page could not read it."""
    pages = tables.pages.index
    found = pages.one(("url", url))
    return found is not None and pages.keys[found].last_outcome not in {None, Outcome.OK}


def exchange_ids(tables: Tables, query: ExchangeQuery) -> list[int]:
    """Ids of the exchanges that fit, in the order they were added."""
    index, at = tables.exchanges.index, query.due_at
    groups = [[term] for term in terms(link=query.link, timed=at is not None)]
    if query.states:
        channels = [query.channel] if query.channel else index.values("channel")
        groups.append([("state", (channel, state)) for channel in channels for state in query.states])
    elif query.channel:
        groups.append([("channel", query.channel)])
    return _fitting(index, groups, [lambda key: _is_timed(key, at)] if at else [])


def _is_timed(key: ExchangeKey, at: datetime) -> bool:
    return key.next_at is not None and key.next_at <= at


def told_lately(index: Index[IncidentKey], asked: ToldLately) -> list[int]:
    """Ids of the incidents that were told lately, in the order they were opened."""
    spans = range(span_of(asked.since), span_of(asked.until) + 1)
    told = index.among([[("told", (asked.channel, span)) for span in spans]])
    lately = {number for number in told if asked.since <= index.keys[number].moment_told <= asked.until}
    return sorted(lately.union(index.find(("unposted", asked.channel))))


def states(tables: Tables, query: LinkQuery) -> Mapping[LinkState, int]:
    """How many of the links that fit are in each state."""
    asked = query.states or frozenset(LinkState)
    counted = {state: link_slice(tables, replace(query, states=frozenset({state})), 0, 0)[1] for state in asked}
    return {state: number for state, number in counted.items() if number}


def channel_counts(tables: Tables, channel: str) -> ChannelCounts:
    """A channel in numbers."""
    partners, incidents = tables.partners.index, tables.incidents.index
    return ChannelCounts(
        states(tables, LinkQuery(channel)),
        partners.count([("channel", channel)]),
        partners.count([("over", (channel, True))]),
        incidents.count([("waiting", channel)]),
        link_slice(tables, LinkQuery(channel, unknown=True), 0, 0)[1],
    )


def terms(**asked: object) -> list[Term]:
    """Index terms for whatever was asked for."""
    return [(name, value) for name, value in asked.items() if value not in (None, "", False)]


def _link_groups(tables: Tables, query: LinkQuery) -> Groups:
    index = tables.links.index
    named = terms(page=query.page_url, target=query.target, domain=query.domain)
    few = terms(unknown=query.unknown, unread=query.unreachable, snoozed=query.snoozed_at is not None)
    few += terms(claimable=query.claimable)
    channels, states = _channels(index, query), query.states or frozenset(LinkState)
    tagged: Groups = [[("tag", (channel, tag)) for channel in channels] for tag in query.tags]
    groups = [*([term] for term in (*named, *few)), *tagged]
    if person := query.person:
        groups.append([("person", (channel, person, state)) for channel in channels for state in states])
    elif query.states:
        groups.append([("state", (channel, state)) for channel in channels for state in states])
    elif not tagged and (query.channel or query.channels is not None):
        groups.append([("channel", channel) for channel in channels])
    return groups


def _channels(index: Index[K], query: LinkQuery | PartnerQuery) -> list[Hashable]:
    """The channels that are asked for; all that there are where none is named."""
    named: Iterable[Hashable] = [query.channel] if query.channel else index.values("channel")
    return [channel for channel in named if query.channels is None or channel in query.channels]


def _link_tests(query: LinkQuery) -> list[Callable[[LinkKey], bool]]:
    """What a link's key must pass, for as much as was asked and the index does not know."""
    tests: list[Callable[[LinkKey], bool]] = []
    if at := query.snoozed_at:
        tests.append(lambda key: (key.standing.snoozed_until or at) > at)
    if settled := query.settled:
        tests.append(lambda key: _is_settled(key, settled) is settled.wanted)
    return tests


def _is_settled(key: LinkKey, asked: Settled) -> bool:
    standing = key.standing
    if standing.snoozed_until and standing.snoozed_until > asked.at:
        return True
    held = any(finding.kind in asked.of_page for finding in standing.open)
    return standing.state.is_away and not held and any(old.kind in asked.losses for old in key.expected.accepted)


def _slice(index: Index[K], groups: Groups, tests: list[Callable[[K], bool]], offset: int, limit: int) -> IdSlice:
    """Without walking over the others where one group says it all."""
    if len(groups) == 1 and not tests:
        return index.slice(groups[0], offset, limit), index.count(groups[0])
    found = _fitting(index, groups, tests)
    return found[offset : offset + limit], len(found)


def _fitting(index: Index[K], groups: Groups, tests: list[Callable[[K], bool]]) -> list[int]:
    found = index.among(groups) if groups else index.find()
    for fits in tests:
        found = [doc_id for doc_id in found if fits(index.keys[doc_id])]
    return found


def our_page_ids(tables: Tables, query: OurPageQuery) -> list[int]:
    """Ids of the pages of ours that fit, those to be read first before the others."""
    index = tables.our_pages.index
    asked = terms(to=query.links_to, over=query.over_limit)
    asked += [("is_list", query.lists)] if query.lists is not None else []
    found = index.find(*asked)
    if query.due_at is not None:
        found = [number for number in found if index.keys[number].page.next_check_at <= query.due_at]
    return sorted(found, key=lambda number: index.keys[number].page.next_check_at)


def pages_in(tables: Tables, channel: str) -> list[str]:
    """Addresses of the pages that the channel's links and partner pages stand on, each once."""
    indexes = tables.links.index, tables.partners.index
    on_pages = (index.keys[found].page_url for index in indexes for found in index.find(("channel", channel)))
    return list(dict.fromkeys(on_pages))


def totals(tables: Tables, waiting: int) -> dict[str, int]:
    """How many of each noun there are, `waiting` of the notices waiting: for `status`."""
    return {
        "links": len(tables.links.index.keys),
        "partners": len(tables.partners.index.keys),
        "pages": len(tables.pages.index.keys),
        "open_incidents": tables.incidents.index.count([("open", True)]),
        "waiting_notices": waiting,
        "dead_notices": tables.notices.index.count([("ended", NoticeStatus.DEAD)]),
    }
