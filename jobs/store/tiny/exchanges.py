"""Exchanges: what entering one does to the tables."""

from datetime import datetime

from jobs.model.event import Event
from jobs.model.exchange import Exchange, NewExchange
from jobs.model.queries import ExchangeQuery
from jobs.store.tiny.queries import exchange_ids
from jobs.store.tiny.tables import Tables


def add_exchange(tables: Tables, new: NewExchange, now: datetime) -> tuple[Exchange, bool]:
    """Keep a deal, or find the one that holds between the same links.

    Raises ValueError where one of its links is not tracked in its channel.
    """
    links = [leg.link for leg in new.legs]
    for link in links:
        if link not in tables.links.index.keys or tables.links.index.keys[link].channel != new.channel:
            raise ValueError(f"L-{link} is not tracked in {new.channel}.")
    same = tables.exchanges.all(exchange_ids(tables, ExchangeQuery(new.channel, link=links[0])))
    known = next((old for old in same if set(old.links) == set(links) and not old.state.is_over), None)
    if known:
        return known, False
    number = tables.next_id("exchanges")
    exchange = Exchange(number, new.channel, new.legs, now, new.until, new.cost, new.added_by, since=now, agreed_at=now)
    tables.exchanges.put(number, exchange)
    tables.history.append(Event(now, new.channel, exchange.ref, "added", by=new.added_by))
    return exchange, True
