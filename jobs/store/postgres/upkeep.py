"""What is forgotten, and when; and what lies ahead of a clock that was set back: found by the database, in parts."""

from datetime import datetime
from functools import partial
from typing import Any

from jobs.model.operation import UNDO_FOR
from jobs.model.series import KEPT_DAILY
from jobs.store.changes.clock_set_back import LONGEST_BACKOFF, Ahead
from jobs.store.changes.clock_set_back import set_back as set_these_back
from jobs.store.changes.kept import KEEP_AUDITS
from jobs.store.changes.notices import KEEP_DEAD, KEEP_INCIDENTS, KEEP_KEYS, KEEP_NOTICES, forget_notice
from jobs.store.postgres.connection import Connection
from jobs.store.postgres.database import SharedDatabase
from jobs.store.postgres.named import statements
from jobs.store.postgres.unit import UnitOfWork

_SQL = statements("upkeep")
_AT_ONCE = 500


async def prune(database: SharedDatabase, now: datetime) -> None:
    """Forget what was told and closed long ago, and hosts nobody tracks."""
    old = {"ended": now - KEEP_NOTICES, "dead": now - KEEP_DEAD, "limit": _AT_ONCE}
    while notices := await _ids(database, "old_notices", old):
        await database.change(partial(_forget_notices, numbers=notices, now=now))
    limits: dict[str, list[Any]] = {
        "forget_incidents": [now - KEEP_INCIDENTS],
        "forget_changed_links": [now - UNDO_FOR],
        "forget_prospects": [now - UNDO_FOR],
        "forget_told": [now - KEEP_KEYS],
        "forget_hosts": [],
        "forget_leases": [now],
        "forget_asked": [],
        "forget_site_audits": [now - KEEP_AUDITS],
        "forget_site_ways": [f"{now:%Y-%m}"],
        "forget_series": [now.date() - KEPT_DAILY],
    }

    def forget(connection: Connection) -> None:
        connection.execute(_SQL["unhurried"])
        for name, values in limits.items():
            connection.execute(_SQL[name], values)

    await database.transact(forget)


async def set_back(database: SharedDatabase, now: datetime) -> int:
    """Bring what lies ahead of its time back by as much, so many pages at a time; how many there were."""
    hosts = await _ids(database, "hosts_ahead", [now + LONGEST_BACKOFF])
    ours = await _ids(database, "our_pages_ahead", [now])
    await database.change(lambda unit: set_these_back(unit, Ahead(hosts=hosts, our_pages=ours), now))
    done = 0
    while pages := await _ids(database, "pages_ahead", {"now": now, "limit": _AT_ONCE}):
        await database.change(partial(set_these_back, ahead=Ahead(pages=pages), now=now))
        done += len(pages)
    return done


def _forget_notices(unit: UnitOfWork, numbers: list[int], now: datetime) -> None:
    unit.notices.take(numbers)
    for number in numbers:
        forget_notice(unit, number, now)


async def _ids(database: SharedDatabase, name: str, values: Any) -> list[int]:
    return [number for (number,) in await database.rows(_SQL[name], values)]
