"""A year of looks on a clock turned by hand: real store, real dispatcher, and everything that clocks and bots do."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.checks.maintenance import ClockGuard
from jobs.checks.next_check import Rhythm, next_check_at
from jobs.checks.visit import LONGEST_VISIT
from jobs.model.link import NewLink
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.model.write import Write
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.tools.clocks import HandClock

START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=366)
TICK = timedelta(hours=2)
EVERY = [timedelta(days=1), timedelta(days=3), timedelta(days=7)]


@dataclass
class Year:
    """What happens, and what was seen of it. `awake` is how long the bot has run, which no clock shows."""

    folder: Path
    dice: random.Random
    clock: HandClock = field(default_factory=lambda: HandClock(START))
    awake: timedelta = timedelta(0)
    wrong: timedelta = timedelta(0)
    """By how much the clock is ahead just now."""
    last: dict[str, timedelta] = field(default_factory=dict)
    longest: dict[str, timedelta] = field(default_factory=dict)
    answered: list[tuple[str, datetime]] = field(default_factory=list)
    """Each check: the page, and the due time that it answers."""

    async def start(self) -> None:
        self.store: TinyStore = await open_tiny(self.folder)
        self.dispatcher = Dispatcher(self.store, self.check, self.clock, Bounds())
        self.watch = ClockGuard(self.store)

    async def check(self, claim: HostClaim, due: DuePage) -> bool:
        """What a check writes of its page."""
        now, url = self.clock.now(), due.page.url
        at = next_check_at(due, [], Rhythm(), now, self.dice.random())
        looked = replace(due.page, turn_at=None, last_checked_at=now, next_check_at=at)
        await self.store.write(Write(pages=[looked], claim=claim))
        self.answered.append((url, due.page.next_check_at))
        self.longest[url] = max(self.longest.get(url, timedelta(0)), self.awake - self.last.get(url, timedelta(0)))
        self.last[url] = self.awake
        return True

    async def tick(self) -> None:
        self.clock.move(TICK)
        self.awake += TICK
        await self.watch.look(self.clock.now())
        await self.dispatcher.run_due()

    async def restart(self, asleep: timedelta = timedelta(0)) -> None:
        """Ended with hosts lent out and nothing written of them, and started again."""
        self.clock.move(TICK)
        self.awake += TICK
        while await self.store.claim_host(self.clock.now(), LONGEST_VISIT):
            pass
        await self.store.close()
        self.clock.move(asleep)
        await self.start()

    def set_clock(self, ahead: timedelta) -> None:
        self.clock.move(ahead - self.wrong)
        self.wrong = ahead


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_no_page_is_forgotten_and_no_due_time_answered_twice(tmp_path: Path, seed: int) -> None:
    """Restarts, sleeps of days, clocks that run days or a year ahead or behind and are put right again."""
    dice = random.Random(seed)
    year = Year(tmp_path, dice)
    await year.start()
    pages = {f"https://site{n % 5}.example/{n}": EVERY[n % 3] for n in range(6)}
    for url, every in pages.items():
        await year.store.add_link(NewLink("C1", url, "ours.example", every=every), START)
    while year.awake < YEAR:
        await year.tick()
        await _whatever_happens(year, dice)
    await year.store.close()
    assert len(set(year.answered)) == len(year.answered)
    for url, every in pages.items():
        assert year.longest[url] <= 2 * every
        assert year.awake - year.last[url] <= 2 * every
        assert sum(1 for answered, _ in year.answered if answered == url) >= YEAR / (every * 1.2)


async def _whatever_happens(year: Year, dice: random.Random) -> None:
    """On most days nothing does."""
    match dice.randrange(400):
        case 0 | 1 | 2:
            await year.restart()
        case 3:
            await year.restart(asleep=timedelta(days=dice.randint(1, 20)))
        case 4:
            year.clock.move(timedelta(days=dice.randint(1, 9)))  # the machine slept, the bot with it
        case 5:
            year.set_clock(dice.choice([1, -1]) * timedelta(hours=dice.randint(1, 24 * 30)))
        case 6:
            year.set_clock(timedelta(days=400))
        case 7 | 8:
            year.set_clock(timedelta(0))
        case 9:
            year.set_clock(timedelta(days=dice.randint(5, 90)))
            await year.tick()
            year.set_clock(timedelta(0))
            await year.restart()
        case _:
            pass
