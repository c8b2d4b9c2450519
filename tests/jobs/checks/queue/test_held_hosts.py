"""A process keeps the hosts that it is at, for as long as it says so, and no longer than a visit may last."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import cast

import psycopg
import pytest

from jobs.checks.queue.held_hosts import HeldHosts
from jobs.model.link import NewLink
from jobs.model.tracked_page import DuePage, HostClaim, HostState
from jobs.model.write import Write
from jobs.store.postgres.async_pool import AsyncPool, open_async_pool
from jobs.store.postgres.columns import digest
from jobs.store.postgres.leases import LeaseRenewal
from jobs.store.postgres.store import PostgresStore, open_postgres
from jobs.units.clock import Clock
from tests.jobs.checks.queue.tools import worker_at
from tests.jobs.store.postgres.tools import migrated
from tests.tools.clocks import HandClock, SteppedClock

LEASE, LONGEST = timedelta(minutes=1), timedelta(minutes=15)


@dataclass
class Leases:
    """Renews what nobody else has taken."""

    taken: set[int] = field(default_factory=set)
    asked: list[dict[str, int]] = field(default_factory=list)

    async def renew(self, held: Mapping[str, int], _until: datetime) -> frozenset[int]:
        self.asked.append(dict(held))
        return frozenset(held.values()) - self.taken


def claim_of(number: int, clock: Clock) -> HostClaim:
    return HostClaim(HostState(f"h{number}.example"), number, clock.now() + LEASE, ())


@dataclass
class Visit:
    """A visit that lasts until it is told to end."""

    held: HeldHosts
    claim: HostClaim
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    ended: str = ""

    async def begin(self) -> None:
        self.running = asyncio.create_task(self.held.during(self.claim, self._last()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def end(self) -> str:
        """How it has ended."""
        self.may_end.set()
        await self.running
        return self.ended

    async def _last(self) -> None:
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.ended = "given up"
            raise
        self.ended = "done"


async def two_visits(leases: Leases) -> tuple[HeldHosts, HandClock, Visit, Visit]:
    clock = HandClock()
    held = HeldHosts(leases.renew, clock, LEASE, LONGEST)
    first, second = (Visit(held, claim_of(number, clock)) for number in (1, 2))
    for visit in (first, second):
        await visit.begin()
    return held, clock, first, second


async def test_all_hosts_are_renewed_at_once_until_their_visits_end() -> None:
    leases = Leases()
    held, clock, first, second = await two_visits(leases)
    await held.renew_all()
    assert await second.end() == "done"
    for _ in range(4):
        clock.move(LEASE * 0.9)
        held.give_up()
        await held.renew_all()
    assert await first.end() == "done"
    await held.renew_all()
    assert leases.asked == [{"h1.example": 1, "h2.example": 2}, *([{"h1.example": 1}] * 4)]


async def test_a_process_that_was_stopped_gives_up_what_it_was_at(caplog: pytest.LogCaptureFixture) -> None:
    """It would take its own silence for that of the host that it was asking."""
    leases = Leases()
    held, clock, first, second = await two_visits(leases)
    clock.move(LEASE)
    held.give_up()
    held.give_up()
    await held.renew_all()
    assert (await first.end(), await second.end()) == ("given up", "given up")
    assert leases.asked == []
    assert len(caplog.messages) == 2


async def test_what_another_has_taken_is_given_up_and_the_rest_goes_on() -> None:
    held, clock, first, second = await two_visits(Leases(taken={1}))
    for _ in range(4):
        clock.move(LEASE / 3)
        held.give_up()
        await held.renew_all()
    assert (await first.end(), await second.end()) == ("given up", "done")


async def test_a_visit_that_never_ends_is_given_up() -> None:
    held, clock, first, second = await two_visits(leases := Leases())
    for _ in range(60):
        clock.move(LEASE / 3)
        held.give_up()
        await held.renew_all()
    assert (await first.end(), await second.end()) == ("given up", "given up")
    assert len(leases.asked) == 44


async def test_a_lease_that_a_database_which_hangs_does_not_renew_is_believed_in_no_longer_than_it_lasts() -> None:
    clock, asked = SteppedClock(), asyncio.Event()

    async def hang(_held: Mapping[str, int], _until: datetime) -> frozenset[int]:
        asked.set()
        return await asyncio.Future()

    held = HeldHosts(hang, clock, LEASE, LONGEST)
    visit = Visit(held, claim_of(1, clock))
    await visit.begin()
    running = asyncio.create_task(held.run())
    async with asyncio.timeout(20):
        while not asked.is_set():
            await asyncio.sleep(0)
            clock.move(LEASE / 100)
        clock.move(LEASE)
        await visit.running
    assert visit.ended == "given up"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_was_claimed_long_before_its_visit_begins_is_given_up_when_its_lease_ends() -> None:
    """The claim waited for its turn at the database: of its lease little is left, less than to the next look."""
    clock = SteppedClock()
    held = HeldHosts(Leases(taken={1}).renew, clock, LEASE, LONGEST)
    running = asyncio.create_task(held.run())
    await asyncio.sleep(0.01)
    visit = Visit(held, replace(claim_of(1, clock), expires_at=clock.now() + LEASE / 10))
    await visit.begin()
    await asyncio.sleep(0.01)
    clock.move(LEASE / 10)
    async with asyncio.timeout(20):
        await visit.running
    assert visit.ended == "given up"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_no_visit_begins_whose_lease_is_over(caplog: pytest.LogCaptureFixture) -> None:
    clock = HandClock()
    visit = Visit(HeldHosts(Leases().renew, clock, LEASE, LONGEST), claim_of(1, clock))
    clock.move(LEASE)
    await visit.begin()
    async with asyncio.timeout(20):
        await visit.running
    assert visit.ended == ""
    assert caplog.messages == ["h1.example: its lease was over before its visit could begin; it is left to others"]


async def test_a_renewal_that_hangs_is_tried_again() -> None:
    clock, tries = SteppedClock(), list[datetime]()
    lease, hung = timedelta(milliseconds=60), asyncio.Event()

    async def hang_once(held: Mapping[str, int], until: datetime) -> frozenset[int]:
        tries.append(until)
        if len(tries) == 1:
            try:
                await asyncio.Future()
            finally:
                hung.set()
        return frozenset(held.values())

    held = HeldHosts(hang_once, clock, lease, LONGEST)
    visit = Visit(held, HostClaim(HostState("h1.example"), 1, clock.now() + LEASE, ()))
    await visit.begin()
    running = asyncio.create_task(held.run())
    async with asyncio.timeout(20):
        while len(tries) < 2:
            await asyncio.sleep(0)
            clock.move(lease / 3)
            if tries:
                await hung.wait()
    assert await visit.end() == "done"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_whoever_stops_a_visit_otherwise_hears_that_it_is_stopped() -> None:
    _, _, first, second = await two_visits(Leases())
    first.running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first.running
    assert (first.ended, await second.end()) == ("given up", "done")


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncPool]:
    async with open_async_pool(migrated(database_url), 4) as opened:
        yield opened


@pytest.fixture
async def store(pool: AsyncPool, database_url: str) -> AsyncIterator[PostgresStore]:  # makes the tables
    opened = await open_postgres(database_url)
    for number in range(3):
        await opened.add_link(NewLink("C1", f"https://h{number}.example/", "ours.example"), datetime.now(UTC))
    yield opened
    await opened.close()


async def lent(store: PostgresStore) -> dict[str, int]:
    claims = [await store.claim_host(datetime.now(UTC), LEASE) for _ in range(3)]
    return {claim.host.host: claim.lease for claim in claims if claim}


async def test_a_renewed_lease_ends_later_and_one_that_another_has_does_not(
    pool: AsyncPool, store: PostgresStore
) -> None:
    held, until = await lent(store), datetime.now(UTC) + LONGEST
    asked = {host: lease + (100 if host == "h1.example" else 0) for host, lease in held.items()}
    assert await LeaseRenewal(pool).renew(asked, until) == {held["h0.example"], held["h2.example"]}
    assert await store.due_hosts(until - LEASE, 9) == ["h1.example"]
    assert await store.due_hosts(until, 9) == ["h1.example", "h0.example", "h2.example"]


async def test_a_host_that_is_given_back_is_not_renewed(pool: AsyncPool, store: PostgresStore) -> None:
    claim = await store.claim_host(datetime.now(UTC), LEASE)
    assert claim is not None
    await store.release_host(claim)
    assert not await LeaseRenewal(pool).renew({claim.host.host: claim.lease}, datetime.now(UTC) + LONGEST)
    assert len(await store.due_hosts(datetime.now(UTC), 9)) == 3


async def test_a_host_whose_row_is_in_use_holds_up_no_other(
    pool: AsyncPool, store: PostgresStore, database_url: str
) -> None:
    held, until = await lent(store), datetime.now(UTC) + LONGEST
    with psycopg.connect(database_url) as other:
        other.execute("select from host_leases where host = %s for update", [digest("h1.example")])
        assert await LeaseRenewal(pool).renew(held, until) == {held["h0.example"], held["h2.example"]}
    assert await LeaseRenewal(pool).renew(held, until) == frozenset(held.values())


async def first_end(pool: AsyncPool) -> datetime:
    """When the first lease ends."""
    async with pool.connection() as connection:
        [[end]] = await (await connection.execute("select min(expires_at) from host_leases")).fetchall()
    return cast("datetime", end)


async def test_a_visit_may_take_longer_than_its_lease(pool: AsyncPool, store: PostgresStore) -> None:
    """Two processes on one line: while the first is at a host, however long, the second is not."""
    looked, written = list[str](), list[str]()
    go_on = asyncio.Event()

    async def slow(claim: HostClaim, due: DuePage) -> bool:
        looked.append(claim.host.host)
        await go_on.wait()
        later = replace(due.page, next_check_at=datetime.now(UTC) + timedelta(days=1))
        await store.write(Write(pages=[later], claim=claim))  # raises StaleError where another has it
        written.append(claim.host.host)
        return True

    clock = SteppedClock(datetime.now(UTC))
    one, other = (worker_at(slow, pool, store, LEASE, clock) for _ in range(2))
    async with one, other, asyncio.timeout(60):
        while len(looked) < 3:
            await asyncio.sleep(0.02)
        for _ in range(9):
            clock.move(LEASE / 3)
            while await first_end(pool) < clock.now() + LEASE:
                await asyncio.sleep(0.02)
        go_on.set()
        while len(written) < 3:
            await asyncio.sleep(0.02)
    assert sorted(looked) == sorted(written) == ["h0.example", "h1.example", "h2.example"]
