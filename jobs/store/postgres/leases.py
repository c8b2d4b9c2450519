"""Which host is lent to whom: a host is claimed under a number that fences whoever comes late."""

import os
import socket
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, TypeVar

from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.tracked_page import DuePage, HostClaim, HostState, TrackedPage
from jobs.store.documents import decode
from jobs.store.postgres.async_pool import AsyncPool
from jobs.store.postgres.columns import digest
from jobs.store.postgres.connection import Connection
from jobs.store.postgres.named import statements

_SQL = statements("leases")
_HOLDER = f"{socket.gethostname()}, process {os.getpid()}"
T = TypeVar("T", Link, Partner)
N = TypeVar("N")


def claim_host(connection: Connection, now: datetime, lease_for: timedelta, limit: int, host: str) -> HostClaim | None:
    """Lend out the host that has waited longest, or that one if it is due, with its due pages.

    Each statement is a transaction. What somebody asks for after the host was lent stays due, though it may be read
    here too; where this ends between the two, the host is nobody's until its lease is over.
    """
    until = now + lease_for
    asked = {"now": now, "until": until, "holder": _HOLDER, "host": digest(host)}
    # Two statements: a plan that is kept for both would look for a host's name among all that are due.
    lend = _SQL["lend_named" if host else "lend"]
    while row := connection.execute(lend, asked).fetchone():
        known, name, lease = row
        found = _lent(connection, {"host": known, "now": now, "limit": limit})
        if found[_Lent.PAGE]:
            [state] = _all(found[_Lent.HOST], HostState) or [HostState(name)]
            return HostClaim(state, lease, until, tuple(_with_everyone(found)))
        # Somebody has changed its pages by hand: it is no longer due then, and must not be the first for ever.
        with connection.transaction():
            connection.execute(_SQL["lock"], [[known]])
            connection.execute(_SQL["refresh"], [[known]])
            connection.execute(_SQL["release"], {"host": known, "lease": lease})
    return None


class _Lent(IntEnum):
    """What the statement `lent` gives, as it numbers it."""

    PAGE = 0
    LINK = 1
    PARTNER = 2
    INBOUND = 3
    HOST = 4


def _lent(connection: Connection, asked: Mapping[str, Any]) -> dict[_Lent, list[bytes]]:
    """All that a claim gives, in one way to the server: as it is now that the host is lent."""
    found: dict[_Lent, list[bytes]] = {kind: [] for kind in _Lent}
    for kind, raw in connection.execute(_SQL["lent"], asked):
        found[_Lent(kind)].append(raw)
    return found


def _with_everyone(found: Mapping[_Lent, Iterable[bytes]]) -> Iterable[DuePage]:
    """The pages with everyone who wants to know."""
    on = _by_address(_all(found[_Lent.LINK], Link), "page_url")
    partners_on = _by_address(_all(found[_Lent.PARTNER], Partner), "page_url")
    to = _by_address(_all(found[_Lent.INBOUND], Link), "target")
    for page in _all(found[_Lent.PAGE], TrackedPage):
        url = page.url
        yield DuePage(page, tuple(on.get(url, ())), tuple(partners_on.get(url, ())), tuple(to.get(url, ())))


def _all(documents: Iterable[bytes], kind: type[N]) -> list[N]:
    return [decode(raw, kind) for raw in documents]


def _by_address(found: Iterable[T], name: str) -> dict[str, list[T]]:
    by: dict[str, list[T]] = {}
    for each in found:
        by.setdefault(getattr(each, name), []).append(each)
    return by


class LeaseRenewal:
    """Makes leases longer, past the threads of the store: those may all be busy with long answers."""

    def __init__(self, pool: AsyncPool) -> None:
        self._pool = pool

    async def renew(self, held: Mapping[str, int], until: datetime) -> frozenset[int]:
        """Have these hosts, each lent under its number, lent until then; the numbers of those that still are."""
        values = {"hosts": list(map(digest, held)), "leases": list(held.values()), "until": until}
        async with self._pool.connection() as connection:
            rows = await (await connection.execute(_SQL["renew"], values)).fetchall()
        return frozenset(int(lease) for (lease,) in rows)


class HostLeases:
    """The `Lending` within one transaction.

    Whoever changes a host's pages locks the host first: a claim sees all of a change or nothing, and whoever asks for a
    page sees whether it is being looked at.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._leases: dict[bytes, int | None] = {}
        self._asked: dict[bytes, frozenset[bytes]] = {}
        self._asks: dict[tuple[bytes, bytes], None] = {}

    def lock(self, hosts: Collection[str]) -> None:
        """Lock these hosts, always in the same order."""
        names = {digest(host): host for host in hosts}
        while missing := sorted(names.keys() - self._leases.keys()):
            if len(self._lock(missing)) < len(missing):
                new = [host for host in missing if host not in self._leases]
                self._connection.execute(_SQL["make"], {"hosts": new, "names": [names[host] for host in new]})

    def is_lent(self, host: str, lease: int) -> bool:
        """Whether the host is lent under that number."""
        self.lock([host])
        return self._leases[digest(host)] == lease

    def ask(self, host: str, url: str) -> None:
        """Somebody asked for a page: a check that is under way does not answer that."""
        self.lock([host])
        if self._leases[digest(host)] is not None:
            self._asks[digest(host), digest(url)] = None

    def is_asked_again(self, host: str, url: str) -> bool:
        """Whether somebody asked for a page since its host was lent."""
        known = digest(host)
        if known not in self._asked:
            rows = self._connection.execute(_SQL["asked"], [known]).fetchall()
            self._asked[known] = frozenset(bytes(found) for (found,) in rows)
        return bool(self._asked[known]) and digest(url) in self._asked[known]

    def flush(self, moved: Collection[str]) -> None:
        """Write what was asked for, and work out anew when these hosts are to be asked."""
        if moved:
            self.lock(moved)
            self._connection.execute(_SQL["refresh"], [sorted(map(digest, moved))])
        if self._asks:
            hosts, urls = zip(*self._asks, strict=True)
            self._connection.execute(_SQL["ask"], {"hosts": list(hosts), "urls": list(urls)})

    def _lock(self, hosts: Collection[bytes]) -> dict[bytes, int | None]:
        found = {bytes(host): lease for host, lease in self._connection.execute(_SQL["lock"], [list(hosts)]).fetchall()}
        self._leases |= found
        return found
