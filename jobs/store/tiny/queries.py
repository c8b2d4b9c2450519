"""Questions answered from the indexes, so that no document is read for them (pure)."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from jobs.model.link_status import LinkState
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.our_page import OurPageQuery
from jobs.model.page import Outcome
from jobs.model.prospect import ProspectState
from jobs.model.queries import ChannelCounts, ExchangeQuery, LinkQuery, PartnerQuery, ProspectQuery, Settled
from jobs.store.changes.index import Index, K
from jobs.store.changes.key import Term
from jobs.store.changes.keys import ExchangeKey, NoticeKey, ProspectKey
from jobs.store.changes.link_keys import LinkKey, PartnerKey
from jobs.store.tiny.tables import MemoryTables

IdSlice = tuple[Sequence[int], int]
"""Some of the ids that fit, in the order they were added, and how many fit in all."""
Groups = list[list[Term]]
"""What fits has a term of each group."""
Test = Callable[[int], bool]
"""Whether the document of that id fits."""
_DEARER = 8
"""So many times as long takes looking up one key as copying one in a whole table."""
SITES_AT_ONCE = 50
"""So many are sought in less than a millisecond."""


class StatesThen(Mapping[int, LinkState]):
    """How links stood when it was asked; worked out when it is looked at."""

    def __init__(self, picture: Mapping[int, LinkKey], ids: Iterable[int]) -> None:
        """`picture` never changes, and may hold others than those of `ids`, which may have others too."""
        self._picture, self._ids = picture, ids

    @cached_property
    def _keys(self) -> Mapping[int, LinkKey]:
        return {link_id: self._picture[link_id] for link_id in self._ids if link_id in self._picture}

    def __getitem__(self, link_id: int) -> LinkState:
        return self._keys[link_id].standing.state

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def link_states(tables: MemoryTables, ids: Iterable[int]) -> Mapping[int, LinkState]:
    """How those of these links stand that are tracked."""
    keys, asked = tables.links.index.keys, tuple(ids)
    if len(asked) * _DEARER > len(keys):
        return StatesThen(keys.copy(), asked)
    return StatesThen({link_id: keys[link_id] for link_id in asked if link_id in keys}, asked)


def link_ids(tables: MemoryTables, query: LinkQuery) -> list[int]:
    """Ids of the links that fit, in the order they were added."""
    return _fitting(tables.links.index, _link_groups(tables, query), _link_tests(tables, query))


def link_slice(tables: MemoryTables, query: LinkQuery, offset: int, limit: int) -> IdSlice:
    """Some of the links that fit."""
    return _slice(tables.links.index, _link_groups(tables, query), _link_tests(tables, query), offset, limit)


def partner_slice(tables: MemoryTables, query: PartnerQuery, offset: int, limit: int) -> IdSlice:
    """Some of the partner pages that fit."""
    index = tables.partners.index
    channels = _channels(index, query)
    groups = [[term] for term in terms(domain=query.domain, page=query.page_url)]
    if query.person:
        groups.append([("person", (channel, query.person)) for channel in channels])
    if query.over_limit or query.within_limit:
        groups.append([("over", (channel, query.over_limit)) for channel in channels])
    elif not query.person and (query.channel or query.channels is not None):
        groups.append([("channel", channel) for channel in channels])
    unread = [lambda number: _is_unread(tables, index.keys[number].page_url)] if query.unread else []
    return _slice(index, groups, unread, offset, limit)


def _is_unread(tables: MemoryTables, url: str) -> bool:
    """Whether the last look at a page could not read it."""
    pages = tables.pages.index
    found = pages.one(("url", url))
    return found is not None and pages.keys[found].last_outcome not in {None, Outcome.OK}


def exchange_ids(tables: MemoryTables, query: ExchangeQuery) -> list[int]:
    """Ids of the exchanges that fit, in the order they were added."""
    index, at = tables.exchanges.index, query.due_at
    if query.link and not index.has(("link", query.link)):
        return []  # asked at each check of a link, and few are in any
    groups = [[term] for term in terms(link=query.link, timed=at is not None)]
    if query.states:
        channels = [query.channel] if query.channel else index.values("channel")
        groups.append([("state", (channel, state)) for channel in channels for state in query.states])
    elif query.channel:
        groups.append([("channel", query.channel)])
    return _fitting(index, groups, [lambda number: _is_timed(index.keys[number], at)] if at else [])


def _is_timed(key: ExchangeKey, at: datetime) -> bool:
    return key.next_at is not None and key.next_at <= at


def states(tables: MemoryTables, query: LinkQuery) -> Mapping[LinkState, int]:
    """How many of the links that fit are in each state."""
    asked = query.states or frozenset(LinkState)
    counted = {state: link_slice(tables, replace(query, states=frozenset({state})), 0, 0)[1] for state in asked}
    return {state: number for state, number in counted.items() if number}


def channel_counts(tables: MemoryTables, channel: str) -> ChannelCounts:
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


def _link_groups(tables: MemoryTables, query: LinkQuery) -> Groups:
    index = tables.links.index
    named = terms(page=query.page_url, target=query.target, domain=query.domain)
    few = terms(unknown=query.unknown, unread=query.unreachable, snoozed=query.snoozed_at is not None)
    few += terms(claimable=query.claimable)
    channels, states = _channels(index, query), query.states or frozenset(LinkState)
    tagged: Groups = [
        [("tag", (channel, tag, state)) for channel in channels for state in states] for tag in query.tags
    ]
    groups = [*([term] for term in (*named, *few)), *tagged]
    if query.settled and query.settled.wanted:
        groups.append([("may_be_settled", channel) for channel in channels])
    if person := query.person:
        groups.append([("person", (channel, person, state)) for channel in channels for state in states])
    elif query.states and not tagged:
        groups.append([("state", (channel, state)) for channel in channels for state in states])
    elif not tagged and (query.channel or query.channels is not None):
        groups.append([("channel", channel) for channel in channels])
    return groups


def _channels(index: Index[K], query: LinkQuery | PartnerQuery) -> list[Hashable]:
    """The channels that are asked for; all that there are where none is named."""
    named: Iterable[Hashable] = [query.channel] if query.channel else index.values("channel")
    return [channel for channel in named if query.channels is None or channel in query.channels]


def _link_tests(tables: MemoryTables, query: LinkQuery) -> list[Test]:
    """What a link must pass, for as much as was asked and the index does not know."""
    keys, tests = tables.links.index.keys, list[Test]()
    if at := query.snoozed_at:
        tests.append(lambda number: (keys[number].standing.snoozed_until or at) > at)
    if (settled := query.settled) is None:
        return tests
    if settled.wanted:
        return [*tests, lambda number: _is_settled(keys[number], settled)]
    # Few are: they are sought, and the others need not be looked at.
    seen_to = frozenset(link_ids(tables, replace(query, settled=replace(settled, wanted=True))))
    return [*tests, lambda number: number not in seen_to] if seen_to else tests


def _is_settled(key: LinkKey, asked: Settled) -> bool:
    standing = key.standing
    if standing.snoozed_until and standing.snoozed_until > asked.at:
        return True
    held = any(finding.kind in asked.of_page for finding in standing.open)
    return standing.state.is_away and not held and any(old.kind in asked.losses for old in key.expected.accepted)


def _slice(index: Index[K], groups: Groups, tests: list[Test], offset: int, limit: int) -> IdSlice:
    """Without walking over the others where one group says it all."""
    if len(groups) == 1 and not tests:
        return index.slice(groups[0], offset, limit), index.count(groups[0])
    found = _fitting(index, groups, tests)
    return found[offset : offset + limit], len(found)


def _fitting(index: Index[K], groups: Groups, tests: list[Test]) -> list[int]:
    found = index.among(groups) if groups else index.find()
    for fits in tests:
        found = list(filter(fits, found))
    return found


def our_page_ids(tables: MemoryTables, query: OurPageQuery) -> list[int]:
    """Ids of the pages of ours that fit, those to be read first before the others."""
    index = tables.our_pages.index
    asked = terms(to=query.links_to, over=query.over_limit)
    asked += [("is_list", query.lists)] if query.lists is not None else []
    found = index.find(*asked)
    if query.due_at is not None:
        found = [number for number in found if index.keys[number].page.next_check_at <= query.due_at]
    return sorted(found, key=lambda number: index.keys[number].page.next_check_at)


def pages_in(tables: MemoryTables, channel: str) -> list[str]:
    """Addresses of the pages that the channel's links and partner pages stand on, each once."""
    indexes = tables.links.index, tables.partners.index
    on_pages = (index.keys[found].page_url for index in indexes for found in index.find(("channel", channel)))
    return list(dict.fromkeys(on_pages))


def partner_pages(tables: MemoryTables, channel: str | None) -> dict[str, datetime | None]:
    """Their addresses, each with when the ways of its site are looked at next."""
    kept = tables.site_ways.index.keys.values()
    planned = {way.page_url: ways.next_at for ways in kept for way in ways.ways}
    index = tables.partners.index
    urls = (index.keys[number].page_url for number in index.find(*terms(channel=channel)))
    return {url: planned.get(url) for url in urls}


def totals(tables: MemoryTables, waiting: int) -> dict[str, int]:
    """How many of each noun there are, `waiting` of the notices waiting: for `status`."""
    return {
        "links": len(tables.links.index.keys),
        "partners": len(tables.partners.index.keys),
        "pages": len(tables.pages.index.keys),
        "open_incidents": tables.incidents.index.count([("open", True)]),
        "waiting_notices": waiting,
        "dead_notices": tables.notices.index.count([("ended", NoticeStatus.DEAD)]),
    }


def dead_notices(tables: MemoryTables) -> dict[tuple[str, str], int]:
    """How many are dead by channel and word."""
    index = tables.notices.index
    return {(str(channel), str(word)): index.count([("dead", (channel, word))]) for channel, word in _dead(index)}


def dead_in(tables: MemoryTables, channel: str) -> list[Notice]:
    """The dead ones of a channel, in the order they were written."""
    index = tables.notices.index
    return tables.notices.all(index.among([[("dead", pair) for pair in _dead(index) if pair[0] == channel]]))


def _dead(index: Index[NoticeKey]) -> Iterable[tuple[Hashable, Hashable]]:
    return (pair for pair in index.values("dead") if isinstance(pair, tuple))


def prospect_ids(tables: MemoryTables, query: ProspectQuery) -> list[int]:
    """Ids of the prospects that fit, those with the nearest day first, then in the order they were added."""
    index = tables.prospects.index
    named: list[object] = [query.channel] if query.channel else list(index.values("channel"))
    channels = [each for each in named if query.channels is None or each in query.channels]
    groups: list[list[Term]] = [
        [(name, value)]
        for name, value in (("domain", query.domain), ("page", query.page_url), ("link", query.link))
        if value
    ]
    groups += [[("dated", True)]] if query.dated else []
    states = query.states or frozenset(ProspectState)
    if query.person:
        groups.append([("person", (channel, query.person, state)) for channel in channels for state in states])
    elif query.states or not groups or query.channel or query.channels is not None:
        groups.append([("state", (channel, state)) for channel in channels for state in states])
    keys = index.keys
    return sorted(index.among(groups), key=lambda number: (keys[number].plan.next_on or date.max, number))


def is_on(index: Index[LinkKey] | Index[PartnerKey] | Index[ProspectKey], channel: str, site: str) -> bool:
    """Whether any of the channel's is on that site."""
    return any(index.keys[number].channel == channel for number in index.find(("domain", site)))


def next_notice(index: Index[NoticeKey], now: datetime) -> int | None:
    """The oldest notice that may be sent now, over all channels."""
    turns = (_turn(index, channel, now) for channel in index.values("channel"))
    return min((turn for turn in turns if turn is not None), default=None)


def _turn(index: Index[NoticeKey], channel: object, now: datetime) -> int | None:
    numbers = index.find(("channel", channel))
    if any(_holds_channel(index.keys[number], now) for number in numbers):
        return None
    planned: set[str] = set()
    unedited: set[str] = set()
    for number in numbers:
        key = index.keys[number]
        if not key.is_early(now):
            waits = unedited if key.kind is NoticeKind.EDIT else planned
            if not key.incident_id or key.incident_id not in waits:
                return number
            continue
        if key.held:
            continue
        unedited.add(key.incident_id)
        if not key.is_failing_edit:
            planned.add(key.incident_id)
    return None


def _holds_channel(key: NoticeKey, now: datetime) -> bool:
    return key.status is NoticeStatus.SENDING or (key.status is NoticeStatus.RETRY and key.is_early(now))
