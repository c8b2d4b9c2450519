"""The state machine of a deal: what its links, as they were last seen, and the clock make of it (pure).

Three laws hold whatever happens: no breach is declared while any side cannot be read; the clock stands still
meanwhile; and whoever was first seen to break it stays the first until all is whole again.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from jobs.exchanges.timing import is_over, is_soon_over
from jobs.model.exchange import Exchange, ExchangeState, Leg, LegState, Side


def judge(exchange: Exchange, now: datetime) -> Exchange:
    """How the deal stands now; one that is over stays so."""
    if exchange.state.is_over:
        return exchange
    if exchange.ended_at is not None or is_over(exchange.until, now):
        ended = exchange.ended_at is not None
        return _entered(_stopped(exchange, now), ExchangeState.ENDED if ended else ExchangeState.EXPIRED, now)
    declared = replace(exchange, legs=tuple(_declared(leg, exchange) for leg in exchange.legs))
    judged = _with_first(_with_clock(declared, now))
    return _entered(judged, _state(judged, now), now)


def _declared(leg: Leg, exchange: Exchange) -> Leg:
    """What was declared is held to while it is broken; anything new waits until every side can be read."""
    holds = leg.state is LegState.BROKEN and (leg.is_declared or exchange.is_readable)
    return replace(leg, is_declared=holds)


def _with_clock(exchange: Exchange, now: datetime) -> Exchange:
    """Running while anything is held against a link and every side can be read; back at nothing when all is well."""
    if not any(leg.doubt_since for leg in exchange.legs):
        return replace(exchange, clock=timedelta(), counting_since=None)
    if not exchange.is_readable:
        return _stopped(exchange, now)
    return exchange if exchange.counting_since else replace(exchange, counting_since=now)


def _stopped(exchange: Exchange, now: datetime) -> Exchange:
    return replace(exchange, clock=exchange.broken_for(now), counting_since=None)


def _with_first(exchange: Exchange) -> Exchange:
    """Who broke it first, by when that was first seen; not sure where another was not seen whole since."""
    broken = [(leg.doubt_since, leg.link) for leg in exchange.legs if leg.is_declared and leg.doubt_since]
    if not broken:
        return replace(exchange, first=None, broken_since=None, is_first_sure=True)
    if exchange.first is not None and exchange.broken_since is not None:
        broken.append((exchange.broken_since, exchange.first))
    since, first = min(broken)
    others = [leg for leg in exchange.legs if leg.link != first and leg.doubt_since]
    is_sure = all(leg.seen_at is not None and leg.seen_at >= since for leg in others)
    return replace(exchange, first=first, broken_since=since, is_first_sure=is_sure)


def _state(exchange: Exchange, now: datetime) -> ExchangeState:
    """That of the worst of its links: what we owe comes before what they do, and a breach before all."""
    broken = {leg.side for leg in exchange.legs if leg.is_declared}
    if len(broken) == len(Side):
        return ExchangeState.BOTH_BROKEN
    if broken:
        return ExchangeState.BREACH_OURS if Side.OURS in broken else ExchangeState.BREACH_THEIRS
    pending = {leg.side for leg in exchange.legs if leg.state is LegState.PENDING}
    if pending:
        return ExchangeState.PENDING_OURS if Side.OURS in pending else ExchangeState.PENDING_THEIRS
    return ExchangeState.EXPIRING if is_soon_over(exchange.until, now) else ExchangeState.ACTIVE


def _entered(exchange: Exchange, state: ExchangeState, now: datetime) -> Exchange:
    return exchange if state is exchange.state else replace(exchange, state=state, since=now)
