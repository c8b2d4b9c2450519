"""One request at a time for each host, a pause between two, and nobody waits for ever."""

import asyncio
from datetime import timedelta

import pytest

from jobs.web.http.throttle import HostThrottle
from tests.tools.clocks import HandClock

SECOND = timedelta(seconds=1)


async def test_a_host_is_asked_once_at_a_time_and_other_hosts_meanwhile() -> None:
    throttle, running, most = HostThrottle(SECOND, HandClock()), {"a": 0, "b": 0}, {"a": 0, "b": 0}
    met = asyncio.Barrier(2)  # of a and b: each waits in its turn for the other

    async def ask(host: str) -> None:
        async with throttle.acquire(host):
            running[host] += 1
            most[host] = max(most[host], running[host])
            await met.wait()
            running[host] -= 1

    await asyncio.wait_for(asyncio.gather(*(ask(host) for host in "ab" * 5)), 10)
    assert most == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("since", "at_once", "waits", "why"),
    [
        (timedelta(0), False, SECOND, "the pause between two requests"),
        (timedelta(milliseconds=400), False, timedelta(milliseconds=600), "what is left of it"),
        (timedelta(hours=1), False, timedelta(0), "it is long over"),
        (-timedelta(hours=1), False, SECOND, "the machine's clock was set back: no longer than the pause"),
        (timedelta(0), True, timedelta(0), "a redirect belongs to the same page"),
    ],
)
async def test_the_pause_between_two_requests(*, since: timedelta, at_once: bool, waits: timedelta, why: str) -> None:
    clock = HandClock()
    throttle = HostThrottle(SECOND, clock)
    async with throttle.acquire("a"):
        clock.move(timedelta(seconds=9))
    clock.move(since)
    asked_at = clock.now()
    async with throttle.acquire("a", at_once=at_once):
        assert clock.now() - asked_at == waits, why


async def test_what_only_opens_a_visit_leaves_no_pause_behind() -> None:
    clock = HandClock()
    throttle = HostThrottle(SECOND, clock)
    async with throttle.acquire("a"):
        pass
    await throttle.spare_the_pause("a")
    await throttle.spare_the_pause("never asked")
    asked_at = clock.now()
    async with throttle.acquire("a"):
        assert clock.now() == asked_at


async def test_who_gives_up_waiting_or_fails_leaves_the_turn_to_the_next() -> None:
    throttle = HostThrottle(SECOND, HandClock())

    async def impatient() -> None:
        async with throttle.acquire("a"):
            pass

    async with throttle.acquire("a"):
        waiting = asyncio.create_task(impatient())
        await asyncio.sleep(0)
        waiting.cancel()
    with pytest.raises(ZeroDivisionError):
        async with throttle.acquire("a"):
            raise ZeroDivisionError
    await asyncio.wait_for(impatient(), 5)


async def test_hosts_are_forgotten_in_the_end_but_none_that_is_being_asked() -> None:
    throttle = HostThrottle(SECOND, HandClock())
    async with throttle.acquire("first"):
        for number in range(2_500):
            async with throttle.acquire(f"h{number}"):
                pass
        assert "first" in throttle._hosts
    for number in range(2_500):
        async with throttle.acquire(f"h{number}"):
            pass
    assert len(throttle._hosts) <= 2_001
