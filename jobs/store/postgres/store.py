"""The store on PostgreSQL, which several processes share."""

# What each method of the store does stands at `Store`, not here again:
# ruff: noqa: D102

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from jobs.model.channel import ChannelBlock
from jobs.model.event import Event
from jobs.model.incident import Incident, NotifiedState
from jobs.model.notice import Notice, NoticeStatus
from jobs.model.queries import ToldLately
from jobs.model.tracked_page import HostClaim
from jobs.model.write import Write
from jobs.store.about import StoreFacts
from jobs.store.changes import links, notices, writes
from jobs.store.postgres.columns import digest
from jobs.store.postgres.conditions import of
from jobs.store.postgres.connection import Connection, connect, said_plainly, where_it_is
from jobs.store.postgres.database import SharedDatabase
from jobs.store.postgres.kept import KeptInRows
from jobs.store.postgres.leases import claim_host
from jobs.store.postgres.migrate import refuse_other_versions
from jobs.store.postgres.named import number_of, statements
from jobs.store.postgres.streams import stream
from jobs.store.postgres.tracked import TrackedInRows
from jobs.store.postgres.unit import UnitOfWork
from jobs.store.postgres.upkeep import prune, set_back
from jobs.store.streams import Stream

CONNECTIONS = 8
"""So many questions and changes of one process are answered at a time."""
_ASKED = statements("questions")
_LEASES = statements("leases")
_OLDEST_FIRST = "opened_at, id"


async def open_postgres(
    url: str,
    *,
    read_only: bool = False,
    notices_for: writes.NoticesFor | None = None,
    connections: int = CONNECTIONS,
) -> "PostgresStore":
    """Open the store in a database; `notices_for` adds notices to the writes of incidents.

    Raises StoreUnreachableError where it does not answer, or through a pooler, StoreBehindError where
    `python -m jobs migrate` has to run first, StoreTooNewError where a newer version was here.
    """

    def opened() -> SharedDatabase:
        with said_plainly(url), connect(url) as connection:
            refuse_other_versions(connection)
        return SharedDatabase(url, connections=connections, read_only=read_only)

    return PostgresStore(await asyncio.to_thread(opened), notices_for)


class PostgresStore(TrackedInRows, KeptInRows):
    """A Store that other processes share; what each method does stands at `Store`."""

    def __init__(self, database: SharedDatabase, notices_for: writes.NoticesFor | None = None) -> None:
        super().__init__(database)
        self._notices_for = notices_for

    async def write(self, write: Write) -> None:
        await self._database.change(
            lambda unit: writes.write(unit, write, self._notices_for), lambda unit: unit.take_for(write)
        )

    async def claim_host(
        self, now: datetime, lease_for: timedelta, limit: int = 50, host: str = ""
    ) -> HostClaim | None:
        return await self._database.by_statement(lambda connection: claim_host(connection, now, lease_for, limit, host))

    async def release_host(self, claim: HostClaim) -> None:
        values = {"host": digest(claim.host.host), "lease": claim.lease}
        await self._database.by_statement(lambda connection: connection.execute(_LEASES["release"], values))

    async def next_due_at(self) -> datetime | None:
        [(at,)] = await self._database.rows(_LEASES["next_due"])
        due: datetime | None = at
        return due

    async def due_hosts(self, now: datetime, limit: int) -> list[str]:
        rows = await self._database.rows(_LEASES["due_hosts"], {"now": now, "limit": limit})
        return [str(name) for (name,) in rows]

    async def due_now(self, url: str, now: datetime) -> None:
        await self._database.change(
            lambda unit: links.due_now(unit, url, now), lambda unit: unit.due.lock([links.host_of(url)])
        )

    async def incident(self, incident_id: str) -> Incident | None:
        return await self._one("incidents", "name", incident_id, Incident)

    async def incidents(
        self, *, channel: str = "", subject: str = "", link_id: int = 0, cause: str = "", only_open: bool = True
    ) -> list[Incident]:
        condition = of(
            channel=channel,
            subject=subject and digest(subject),
            member=link_id,
            cause=cause and digest(cause),
            only_open=only_open,
        )
        return await self._found("incidents", condition, Incident, order=_OLDEST_FIRST)

    async def told_lately(self, asked: ToldLately) -> list[Incident]:
        where, values = of(channel=asked.channel, told_lately=True)
        values |= {"since": asked.since, "until": asked.until}
        return await self._found("incidents", (where, values), Incident, order=_OLDEST_FIRST)

    async def claim_notice(self, now: datetime) -> Notice | None:
        def next_one(connection: Connection) -> int | None:
            return number_of(connection, _ASKED["next_notice"], {"now": now}) or None

        if await self._database.ask(next_one) is None:
            return None

        def claimed(unit: UnitOfWork) -> Notice | None:
            unit.one_at_a_time("outbox")  # of two that claim, the second must see what the first is sending
            while (number := unit.next_notice(now)) is not None:
                if notice := notices.claim_notice(unit, number, now):
                    return notice
            return None

        return await self._database.change(claimed)

    async def finish_notice(self, notice: Notice, notified: Mapping[str, NotifiedState] = MappingProxyType({})) -> None:
        told = sorted({*notified, notice.incident_id} - {""})

        def prepare(unit: UnitOfWork) -> None:
            unit.incidents.take_by("id", told)  # before the notice, as `take_for` does

        await self._database.change(lambda unit: notices.finish_notice(unit, notice, notified), prepare)

    async def unfinished_notices(self) -> list[Notice]:
        return [notice for notice in await self.notices() if notice.status is NoticeStatus.SENDING]

    async def notices(self, *, dead: bool = False, incident_id: str = "", channel: str = "") -> list[Notice]:
        condition = of(dead=dead, waiting=not dead, channel=channel, incident=incident_id and digest(incident_id))
        return await self._found("notices", condition, Notice)

    async def dead_notices(self) -> Mapping[tuple[str, str], int]:
        rows = await self._database.rows(_ASKED["dead_counts"])
        return {(channel, word): number for channel, word, number in rows}

    async def knows_notice(self, key: str) -> bool:
        [(is_known,)] = await self._database.rows(_ASKED["knows_notice"], {"key": digest(key)})
        return bool(is_known)

    async def channel_block(self, channel: str) -> ChannelBlock | None:
        return await self._one("shut", "key", channel, ChannelBlock)

    async def events(self, *, channel: str | None = None, since: datetime, subject: str = "") -> list[Event]:
        condition = of(channel=channel, since=since, subject=subject and digest(subject))
        return await self._found("events", condition, Event, order="at, n")

    async def event_stream(self, channel: str, since: datetime) -> Stream[Event]:
        return await stream(self._database, "events", of(channel=channel, since=since), Event, order="n")

    async def claim_once(self, kind: str, scope: str, period: str) -> bool:
        return await self._database.change(lambda unit: writes.claim_once(unit, kind, scope, period))

    async def totals(self) -> dict[str, int]:
        def asked(connection: Connection) -> dict[str, int]:
            cursor = connection.execute(_ASKED["totals"])
            names = [column.name for column in cursor.description or ()]
            return dict(zip(names, cursor.fetchone() or (), strict=True))

        return await self._database.ask(asked)

    async def facts(self) -> StoreFacts:
        [(size, leader)] = await self._database.rows(_ASKED["facts"])
        return StoreFacts(where_it_is(self._database.url), size, leader)

    async def warnings(self) -> list[str]:
        trouble = await self.write_trouble()
        return [trouble] if trouble else []

    async def write_trouble(self) -> str:
        return await self._database.find_trouble()

    async def prune(self, now: datetime) -> None:
        await prune(self._database, now)

    async def set_back(self, now: datetime) -> int:
        return await set_back(self._database, now)

    async def close(self) -> None:
        await self._database.close()
