"""A year of ticks: deals end all over it, and each end is told ahead by two reminders and one digest."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from jobs.bench.deals.world import DAY, HOUR, START
from jobs.config import Config
from jobs.digests.write import Digests
from jobs.exchanges.follow import follow_clock, with_exchanges
from jobs.exchanges.legs import new_leg
from jobs.exchanges.timing import DIGEST_AHEAD
from jobs.model.exchange import ExchangeState, NewExchange, Side
from jobs.model.incident import IncidentKind
from jobs.model.link import NewLink
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.queries import ExchangeQuery
from jobs.model.write import Write
from jobs.rules import alerts
from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny

_DAYS = 365
_TICK = 6 * HOUR
_FIRST_END = 40
_TICKS_A_MONTH = 120


@dataclass(slots=True)
class Year:
    """What was told, and what was due."""

    due: int = 0
    told: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often each deal was reminded of, by its name and the days ahead."""
    announced: Counter[str] = field(default_factory=Counter)
    """How often a digest told the end of each ahead."""
    digests: int = 0
    weeks: int = 0
    ended: int = 0

    def once(self, days: int) -> int:
        """How many deals were reminded of exactly once, that many days ahead."""
        return sum(count == 1 for (_, ahead), count in self.told.items() if ahead == days)


async def play_year(deals: int, folder: Path) -> Year:
    """Tick through a year, with a restart in each month; every tick comes twice."""
    store, seen, ends = await open_tiny(folder), Year(due=deals), list(_ends(deals))
    for number, until in enumerate(ends):
        await _enter(store, number, until)
    digests = Digests(store, Config())
    for tick in range(int(_DAYS * DAY / _TICK)):
        now = START + tick * _TICK
        if tick % _TICKS_A_MONTH == _TICKS_A_MONTH // 2:  # it is started again
            await store.close()
            store = await open_tiny(folder)
            digests = Digests(store, Config())
        for _ in range(2):
            await follow_clock(store, alerts, now)
            seen.digests += await digests.write_due(now)
        while notice := await store.claim_notice(now + HOUR):
            await _count(store, seen, notice, now.date())
            await store.finish_notice(replace(notice, status=NoticeStatus.SENT, ts=notice.key))
        seen.weeks += now.weekday() == 0 and now.hour == START.hour
    states = [deal.state for deal in await store.exchanges(ExchangeQuery())]
    seen.ended = states.count(ExchangeState.EXPIRED)
    await store.close()
    return seen


def _ends(deals: int) -> Iterator[date]:
    """Days all over the year, the last a week before its end."""
    span = _DAYS - _FIRST_END - 8
    for number in range(deals):
        yield START.date() + timedelta(days=_FIRST_END + number * span // max(1, deals - 1))


async def _enter(store: Store, number: int, until: date) -> None:
    legs = []
    for side in Side:
        page = f"https://{side}-{number}.example/links"
        link, _ = await store.add_link(NewLink("C1", page, "ours.example"), START)
        legs.append(new_leg(link, side))
    exchange, _ = await store.add_exchange(NewExchange("C1", tuple(legs), until), START)
    # From now on the clock looks at it, as with every deal that the bot enters.
    await store.write(await with_exchanges(store, Write(exchanges=(exchange,)), alerts, START))


async def _count(store: Store, seen: Year, notice: Notice, today: date) -> None:
    if notice.kind is NoticeKind.DIGEST:
        for each in json.loads(notice.payload)["ending"]:
            in_time = 0 <= (date.fromisoformat(each["until"]) - today).days <= DIGEST_AHEAD
            seen.announced[each["ref"] if in_time else "too early or late"] += 1
        return
    incident = await store.incident(notice.incident_id)
    is_reminder = notice.kind is NoticeKind.CARD or notice.broadcast
    if not is_reminder or incident is None or incident.kind is not IncidentKind.EXPIRING or incident.ref is None:
        return
    deal = await store.exchange(incident.ref.number)
    assert deal is not None, "deals are never forgotten"
    assert deal.until is not None, "all of these have an end"
    seen.told[deal.ref, (deal.until - today).days] += 1
