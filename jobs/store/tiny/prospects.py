"""Prospects: what each change does to their table, and what they are found by."""

from datetime import date, datetime

from jobs.model.event import Event
from jobs.model.prospect import NewProspect, Prospect, ProspectState
from jobs.model.queries import ProspectQuery
from jobs.store.tiny.index import Term
from jobs.store.tiny.tables import Tables


def add_prospect(tables: Tables, new: NewProspect, now: datetime) -> tuple[Prospect, bool]:
    """Keep a prospect, or find the one of its channel and page."""
    known = prospect_ids(tables, ProspectQuery(new.channel, page_url=new.page_url))
    if known:
        return tables.prospects.all(known[:1])[0], False
    number = tables.next_id("prospects")
    prospect = Prospect(number, new.channel, new.page_url, now, new.plan, since=now, added_by=new.added_by)
    tables.prospects.put(number, prospect)
    tables.history.append(Event(now, new.channel, prospect.ref, "added", by=new.added_by))
    return prospect, True


def prospect_ids(tables: Tables, query: ProspectQuery) -> list[int]:
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
