"""What is due, from heaps: which host next, and which of its pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush, nsmallest

from jobs.store.changes.keys import HostKey, PageKey


@dataclass(slots=True)
class Lease:
    """A host that is lent out."""

    number: int
    expires_at: datetime
    asked_again: set[str] = field(default_factory=set)
    """Pages that somebody asked for while they were being checked: they stay due."""


class DueQueue:
    """Hosts by the time from which they may be asked, and each host's pages by the time they fall due.

    Heap entries are never searched for: what has changed since is recognised and dropped when it comes up.
    """

    def __init__(self, due_at: Callable[[str], datetime | None]) -> None:
        """`due_at` says when the page of an address falls due: None where there is none."""
        self._due_at = due_at
        self._by_host: dict[str, list[tuple[datetime, str]]] = {}
        self._not_before: dict[str, datetime] = {}
        self._leases: dict[str, Lease] = {}
        self._last_lease = 0
        self._ready: dict[str, datetime] = {}
        self._hosts: list[tuple[datetime, str]] = []

    def page_changed(self, old: PageKey | None, new: PageKey | None) -> None:
        """A page was stored, moved or forgotten."""
        if new is None:
            if old is not None:
                self._requeue(old.host)
        elif old is None or (old.url, old.next_check_at) != (new.url, new.next_check_at):
            heap = self._by_host.setdefault(new.host, [])
            heappush(heap, (new.next_check_at, new.url))
            if heap[0][1] == new.url:  # otherwise another page comes first, as before
                self._requeue(new.host)

    def host_changed(self, old: HostKey | None, new: HostKey | None) -> None:
        """A host began or ceased to back off."""
        if old is not None:
            self._not_before.pop(old.host, None)
        if new is not None and new.not_before is not None:
            self._not_before[new.host] = new.not_before
        for key in (old, new):
            if key is not None:
                self._requeue(key.host)

    def lend(
        self, now: datetime, lease_for: timedelta, limit: int, host: str = ""
    ) -> tuple[str, Lease, list[str]] | None:
        """Lend out the host that has been ready longest, or the one named, with its due pages, longest due first."""
        name = host or self._next_host()
        if name is None or name not in self._ready or self._ready[name] > now:
            return None
        self._last_lease += 1
        lease = self._leases[name] = Lease(self._last_lease, now + lease_for)
        urls = self._due(name, now, limit)
        self._requeue(name)
        return name, lease, urls

    def ready(self, now: datetime, limit: int) -> list[str]:
        """At most so many of the hosts that could be lent out, those first that have been ready longest."""
        return [host for _, host in nsmallest(limit, ((at, host) for host, at in self._ready.items() if at <= now))]

    def is_lent(self, host: str, lease: int) -> bool:
        """Whether a host is lent under that number."""
        lent = self._leases.get(host)
        return lent is not None and lent.number == lease

    def release(self, host: str, number: int) -> None:
        """Take a host back, unless it has been lent to somebody else since."""
        if self.is_lent(host, number):
            del self._leases[host]
            self._requeue(host)

    def ask(self, host: str, url: str) -> None:
        """Somebody asked for a page: a check that is under way does not answer that."""
        if lease := self._leases.get(host):
            lease.asked_again.add(url)

    def is_asked_again(self, host: str, url: str) -> bool:
        """Whether somebody asked for a page since its host was lent."""
        lease = self._leases.get(host)
        return lease is not None and url in lease.asked_again

    def next_at(self) -> datetime | None:
        """When the next host that is not lent becomes ready."""
        lent = []
        while (host := self._next_host()) in self._leases:
            lent.append(heappop(self._hosts))
        for entry in lent:
            heappush(self._hosts, entry)
        return None if host is None else self._ready[host]

    def _next_host(self) -> str | None:
        while self._hosts:
            at, host = self._hosts[0]
            if self._ready.get(host) == at:
                return host
            heappop(self._hosts)
        return None

    def _due(self, host: str, now: datetime, limit: int) -> list[str]:
        heap = self._by_host[host]
        taken: dict[str, tuple[datetime, str]] = {}
        while heap and len(taken) < limit and (first := self._first(heap)) and first[0] <= now:
            taken[first[1]] = heappop(heap)
        for entry in taken.values():
            heappush(heap, entry)
        return list(taken)

    def _first(self, heap: list[tuple[datetime, str]]) -> tuple[datetime, str] | None:
        while heap:
            at, url = heap[0]
            if self._due_at(url) == at:
                return heap[0]
            heappop(heap)
        return None

    def _requeue(self, host: str) -> None:
        """Work out again from when a host may be asked."""
        first = self._first(self._by_host.get(host, []))
        if first is None:
            self._by_host.pop(host, None)
            self._ready.pop(host, None)
            return
        lease = self._leases.get(host)
        at = max(first[0], self._not_before.get(host, first[0]), lease.expires_at if lease else first[0])
        if self._ready.get(host) != at:
            self._ready[host] = at
            heappush(self._hosts, (at, host))
