import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any, cast

import pytest

from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.checks.visit import LONGEST_VISIT
from jobs.model.tracked_page import DuePage, HostClaim, HostState, TrackedPage
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.clocks import HandClock


class DueHosts:
    """The part of a store that the dispatcher uses: hosts with due pages, each lent once."""

    def __init__(self, clock: HandClock, pages: dict[str, int], lease: timedelta = LONGEST_VISIT) -> None:
        self.clock = clock
        self.waiting = [
            HostClaim(
                HostState(host),
                number,
                clock.now() + lease,
                tuple(DuePage(TrackedPage(f"https://{host}/{n}", host, clock.now())) for n in range(count)),
            )
            for number, (host, count) in enumerate(pages.items())
        ]
        self.released: list[str] = []
        self.lent_for: list[timedelta] = []
        self.written: list[Write] = []

    async def claim_host(self, now: object, lease_for: timedelta, limit: int = 50) -> HostClaim | None:
        self.lent_for.append(lease_for)
        return self.waiting.pop(0) if self.waiting else None

    async def release_host(self, claim: HostClaim) -> None:
        self.released.append(claim.host.host)

    async def write_trouble(self) -> str:
        return ""

    async def next_due_at(self) -> None:
        return None

    async def write(self, write: Write) -> None:
        self.written.append(write)


class Looks:
    """A check with a memory: how many run at once, overall and per host."""

    def __init__(self, failing: frozenset[str] = frozenset()) -> None:
        self.failing = failing
        self.looked: list[str] = []
        self.running: Counter[str] = Counter()
        self.most_at_once = 0
        self.most_on_one_host = 0

    async def __call__(self, claim: HostClaim, due: DuePage) -> bool:
        host = claim.host.host
        self.running[host] += 1
        self.most_at_once = max(self.most_at_once, self.running.total())
        self.most_on_one_host = max(self.most_on_one_host, self.running[host])
        for _ in range(5):
            await asyncio.sleep(0)
        self.running[host] -= 1
        self.looked.append(due.page.url)
        return host not in self.failing


def dispatcher(hosts: DueHosts, looks: Any, most: int = 32, aside: int = 0) -> Dispatcher:
    return Dispatcher(cast("Store", hosts), looks, hosts.clock, Bounds(most, aside))


async def test_every_due_page_is_looked_at_once_and_every_host_given_back() -> None:
    hosts, looks = DueHosts(HandClock(), {f"h{n}": 3 for n in range(50)}), Looks()
    await dispatcher(hosts, looks, most=8).run_due()
    assert len(looks.looked) == len(set(looks.looked)) == 150
    assert len(hosts.released) == 50


async def test_a_host_is_asked_one_page_at_a_time_and_not_too_many_hosts_at_once() -> None:
    hosts, looks = DueHosts(HandClock(), {f"h{n}": 3 for n in range(50)}), Looks()
    await dispatcher(hosts, looks, most=8).run_due()
    assert (looks.most_on_one_host, looks.most_at_once) == (1, 8)


async def test_two_failures_in_a_run_and_the_rest_of_a_host_waits() -> None:
    hosts, looks = DueHosts(HandClock(), {"bad": 9, "good": 9}), Looks(failing=frozenset({"bad"}))
    await dispatcher(hosts, looks).run_due()
    assert Counter(url.split("/")[2] for url in looks.looked) == {"bad": 2, "good": 9}
    assert sorted(hosts.released) == ["bad", "good"]


async def test_a_fault_of_ours_backs_its_host_off_and_stops_nobody_else(caplog: pytest.LogCaptureFixture) -> None:
    looks = Looks()

    async def check(claim: HostClaim, due: DuePage) -> bool:
        if claim.host.host == "odd":
            raise RuntimeError("a bug")
        return await looks(claim, due)

    hosts = DueHosts(HandClock(), {"odd": 2, "good": 2})
    await dispatcher(hosts, check).run_due()
    assert len(looks.looked) == 2
    assert [write.hosts[0].host for write in hosts.written] == ["odd"]
    assert "a bug" in caplog.text


class Silent:
    """A check that hears nothing from hosts named so, until the test lets go."""

    def __init__(self) -> None:
        self.looks, self.let_go = Looks(), asyncio.Event()
        self.silent = 0

    async def __call__(self, claim: HostClaim, due: DuePage) -> bool:
        if claim.host.host.startswith("silent"):
            self.silent += 1
            await self.let_go.wait()
        return await self.looks(claim, due)


async def test_hosts_that_do_not_answer_hold_up_no_others() -> None:
    hosts, check = (
        DueHosts(HandClock(), {f"silent{n}": 1 for n in range(9)} | {f"h{n}": 2 for n in range(40)}),
        Silent(),
    )
    running = asyncio.create_task(dispatcher(hosts, check, most=4, aside=20).run_due())
    async with asyncio.timeout(20):
        while len(check.looks.looked) < 80:
            await asyncio.sleep(0.01)
        check.let_go.set()
        await running
    assert len(check.looks.looked) == 89


async def test_no_more_hosts_are_set_aside_than_the_bounds_allow() -> None:
    hosts, check = DueHosts(HandClock(), {f"silent{n}": 1 for n in range(30)}), Silent()
    running = asyncio.create_task(dispatcher(hosts, check, most=4, aside=6).run_due())
    async with asyncio.timeout(20):
        while check.silent < 10:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        assert check.silent == 10
        check.let_go.set()
        await running
    assert len(check.looks.looked) == 30


async def test_a_visit_that_takes_too_long_ends_the_work_on_its_host() -> None:
    clock = HandClock()
    hosts, looks = DueHosts(clock, {"slow": 20}), Looks()

    async def check(claim: HostClaim, due: DuePage) -> bool:
        clock.move(timedelta(minutes=3))
        return await looks(claim, due)

    await dispatcher(hosts, check).run_due()
    assert len(looks.looked) == 4
    assert hosts.released == ["slow"]


async def test_a_longer_visit_gives_a_slow_host_its_time() -> None:
    clock = HandClock()
    hosts, looks = DueHosts(clock, {"slow": 20}, lease=timedelta(hours=12)), Looks()

    async def check(claim: HostClaim, due: DuePage) -> bool:
        clock.move(timedelta(minutes=3))
        return await looks(claim, due)

    bounds = Bounds(visit=timedelta(hours=12))
    await Dispatcher(cast("Store", hosts), check, clock, bounds).run_due()
    assert len(looks.looked) == 20
    assert set(hosts.lent_for) == {bounds.visit}


async def test_stopping_finishes_the_page_at_hand_and_takes_no_more() -> None:
    hosts, looks = DueHosts(HandClock(), {f"h{n}": 50 for n in range(4)}), Looks()
    work = dispatcher(hosts, looks)
    running = asyncio.create_task(work.run())
    while not looks.looked:
        await asyncio.sleep(0)
    await work.stop()
    await asyncio.wait_for(running, 5)
    assert len(looks.looked) < 20
    assert len(hosts.released) == 4
    assert looks.running.total() == 0
