"""The heaps say what reading everything would say."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from jobs.store.changes.keys import HostKey, PageKey
from jobs.store.tiny.due_queue import DueQueue
from tests.jobs.store.tools import NOW

_hosts = st.sampled_from(["a.example", "b.example", "c.example"])
_numbers = st.integers(0, 3)
_minutes = st.integers(-60, 60).map(lambda number: timedelta(minutes=number))
LEASE = timedelta(minutes=7)


@dataclass
class _Everything:
    """The same, without any heap."""

    pages: dict[str, PageKey] = field(default_factory=dict)
    hosts: dict[str, HostKey] = field(default_factory=dict)
    leases: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def due_at(self, url: str) -> datetime | None:
        return self.pages[url].next_check_at if url in self.pages else None

    def ready_at(self, host: str) -> datetime | None:
        due = [page.next_check_at for page in self.pages.values() if page.host == host]
        if not due:
            return None
        held = self.hosts[host].not_before if host in self.hosts else None
        lent = self.leases[host][1] if host in self.leases else None
        return max(at for at in (min(due), held, lent) if at is not None)

    def due(self, host: str, now: datetime) -> list[str]:
        pages = sorted((page.next_check_at, page.url) for page in self.pages.values() if page.host == host)
        return [url for at, url in pages if at <= now]


class HeapsAgainstScans(RuleBasedStateMachine):
    """Random life of pages, hosts and leases, under a clock that also goes backwards."""

    def __init__(self) -> None:
        super().__init__()
        self.all, self.now = _Everything(), NOW
        self.queue = DueQueue(self.all.due_at)

    @rule(host=_hosts, number=_numbers, wait=_minutes)
    def store_page(self, host: str, number: int, wait: timedelta) -> None:
        page = PageKey(f"https://{host}/{number}", host, self.now + wait)
        old = self.all.pages.get(page.url)
        self.all.pages[page.url] = page
        self.queue.page_changed(old, page)

    @rule(host=_hosts, number=_numbers)
    def forget_page(self, host: str, number: int) -> None:
        old = self.all.pages.pop(f"https://{host}/{number}", None)
        self.queue.page_changed(old, None)

    @rule(host=_hosts, wait=st.none() | _minutes)
    def back_off(self, host: str, wait: timedelta | None) -> None:
        key = HostKey(host, None if wait is None else self.now + wait)
        self.queue.host_changed(self.all.hosts.get(host), key)
        self.all.hosts[host] = key

    @rule(wait=_minutes)
    def pass_time(self, wait: timedelta) -> None:
        self.now += wait

    @rule(limit=st.integers(1, 3))
    def lend(self, limit: int) -> None:
        lent = self.queue.lend(self.now, LEASE, limit)
        ready = {host: at for page in self.all.pages.values() if (at := self.all.ready_at(host := page.host))}
        due = {host: at for host, at in ready.items() if at <= self.now}
        if lent is None:
            assert not due
            return
        host, lease, urls = lent
        assert due[host] == min(due.values())
        assert urls == self.all.due(host, self.now)[:limit]
        assert all(lease.number > number for number, _ in self.all.leases.values())
        self.all.leases[host] = (lease.number, lease.expires_at)

    @rule(host=_hosts)
    def release(self, host: str) -> None:
        number, _ = self.all.leases.pop(host, (0, None))
        self.queue.release(host, number)

    @rule(host=_hosts)
    def release_late(self, host: str) -> None:
        self.queue.release(host, self.all.leases.get(host, (0, None))[0] - 1)

    @invariant()
    def the_next_time_is_right(self) -> None:
        free = {page.host for page in self.all.pages.values()} - set(self.all.leases)
        times = [at for host in free if (at := self.all.ready_at(host))]
        assert self.queue.next_at() == min(times, default=None)

    @invariant()
    def leases_are_what_they_were(self) -> None:
        for host, (number, _) in self.all.leases.items():
            assert self.queue.is_lent(host, number)
            assert not self.queue.is_lent(host, number - 1)


HeapsAgainstScans.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestHeapsAgainstScans = HeapsAgainstScans.TestCase
