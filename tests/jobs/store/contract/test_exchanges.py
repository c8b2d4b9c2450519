"""Exchanges: entered once, found by channel, link, state and time, written with the version they were read with."""

from dataclasses import replace

import pytest

from jobs.model.event import Event
from jobs.model.exchange import Exchange, ExchangeState, Leg, NewExchange, Side
from jobs.model.queries import ExchangeQuery
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, NOW, new_link


async def entered(store: Store, name: str = "a", channel: str = "C1") -> Exchange:
    """A deal between two pages of that name."""
    legs = []
    for side in Side:
        page = f"https://{name}.example/{side}"
        link, _ = await store.add_link(new_link(page, channel=channel), NOW)
        legs.append(Leg(link.id, side, page, link.target))
    exchange, is_new = await store.add_exchange(NewExchange(channel, tuple(legs), added_by="U1"), NOW)
    assert is_new
    return exchange


async def test_it_is_kept_with_its_links_and_its_history(store: Store, reopen: Reopen) -> None:
    exchange = await entered(store)
    assert (exchange.ref, exchange.added_at, exchange.agreed_at) == ("X-1", NOW, NOW)
    assert Event(NOW, "C1", "X-1", "added", by="U1") in await store.events(since=NOW)
    store = await reopen(store)
    assert await store.exchange(exchange.id) == exchange
    assert await store.exchange(99) is None


async def test_the_same_links_give_the_old_one_back_while_it_holds(store: Store) -> None:
    first = await entered(store)
    same = NewExchange("C1", tuple(reversed(first.legs)))
    assert await store.add_exchange(same, NOW) == (first, False)
    await store.write(Write(exchanges=[replace(first, state=ExchangeState.ENDED)]))
    again, is_new = await store.add_exchange(same, NOW)
    assert is_new
    assert again.id > first.id


async def test_a_link_of_another_channel_or_none_is_refused_and_nothing_is_kept(store: Store) -> None:
    exchange = await entered(store)
    with pytest.raises(ValueError, match="L-1 is not tracked in C2"):
        await store.add_exchange(NewExchange("C2", exchange.legs), NOW)
    with pytest.raises(ValueError, match="L-99"):
        await store.add_exchange(NewExchange("C1", (Leg(99, Side.OURS, "", ""),)), NOW)
    assert await store.exchanges(ExchangeQuery()) == [exchange]


async def test_they_are_found_by_channel_link_state_and_time(store: Store) -> None:
    one, two, elsewhere = await entered(store), await entered(store, "b"), await entered(store, "c", "C2")
    await store.write(Write(exchanges=[replace(two, state=ExchangeState.ACTIVE, next_at=NOW + HOUR)]))

    async def found(query: ExchangeQuery) -> list[int]:
        return [each.id for each in await store.exchanges(query)]

    assert await found(ExchangeQuery("C1")) == [one.id, two.id]
    assert await found(ExchangeQuery("C2")) == [elsewhere.id]
    assert await found(ExchangeQuery(link=two.links[1])) == [two.id]
    assert await found(ExchangeQuery("C1", frozenset({ExchangeState.ACTIVE}))) == [two.id]
    assert await found(ExchangeQuery(states=frozenset({ExchangeState.ACTIVE}))) == [two.id]
    assert await found(ExchangeQuery(states=frozenset({one.state}))) == [one.id, elsewhere.id]
    assert await found(ExchangeQuery(states=frozenset({ExchangeState.ENDED}))) == []
    assert await found(ExchangeQuery(due_at=NOW)) == []
    assert await found(ExchangeQuery(due_at=NOW + HOUR)) == [two.id]
    part = await store.list_exchanges(ExchangeQuery("C1"), 1, 1)
    assert ([each.id for each in part.exchanges], part.total) == ([two.id], 2)


async def test_one_made_from_an_older_version_is_refused_with_all_beside_it(store: Store) -> None:
    exchange = await entered(store)
    await store.write(Write(exchanges=[replace(exchange, state=ExchangeState.ACTIVE)]))
    event = Event(NOW, "C1", "X-1", "ended")
    with pytest.raises(StaleError):
        await store.write(Write(exchanges=[replace(exchange, state=ExchangeState.ENDED)], events=[event]))
    assert event not in await store.events(since=NOW)
    kept = await store.exchange(exchange.id)
    assert kept is not None
    assert (kept.state, kept.version) == (ExchangeState.ACTIVE, exchange.version + 1)
