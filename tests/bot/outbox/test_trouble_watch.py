"""Troubles of the bot itself are told once and their end once, through restarts and by whichever bot answers."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox.trouble_watch import TroubleWatch
from jobs.checks.visit import LONGEST_VISIT
from jobs.store.errors import StoreUnreachableError
from jobs.telemetry.vitals import TroubleKind
from tests.tools.outbox import ADMIN, Bench, open_bench

pytestmark = pytest.mark.both_stores


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made


@dataclass
class One:
    """One of several bots, or one life of a bot, with what it finds wrong."""

    bench: Bench
    found: dict[TroubleKind, str] = field(default_factory=dict)
    webhooks_pass: bool = False

    def __post_init__(self) -> None:
        bench = self.bench
        self.watch = TroubleWatch(
            self.troubles,
            bench.client,
            ADMIN,
            bench.store,
            bench.clock,
            webhooks_pass=lambda: self.webhooks_pass,
        )

    async def troubles(self) -> dict[TroubleKind, str]:
        return self.found

    async def look(self, *, later: timedelta = timedelta(0)) -> int:
        """Looks; how many messages the channel has by then."""
        self.bench.clock.move(later)
        await self.watch.look()
        return len(self.bench.said(ADMIN))


IDLE = {TroubleKind.CHECKS: "No page was checked."}
HOOKS = {TroubleKind.WEBHOOKS: "Webhooks are not taken."}


async def test_what_ends_while_another_bot_comes_to_answer_is_told_as_over_once(bench: Bench) -> None:
    old, new = One(bench, IDLE), One(bench)
    assert await old.look() == 1
    await old.watch.hand_over()
    assert await new.look() == 1, "it may not have found out yet"
    assert await new.look(later=LONGEST_VISIT) == 2
    assert "checked again" in bench.said(ADMIN)[-1]
    assert await new.look(later=LONGEST_VISIT) == 2
    again = One(bench)
    for _ in range(2):
        assert await again.look(later=LONGEST_VISIT) == 2, "nor after a restart"


async def test_what_goes_on_is_not_told_anew_and_its_end_once(bench: Bench) -> None:
    old, new = One(bench, IDLE), One(bench, IDLE)
    assert await old.look() == 1
    await old.watch.hand_over()
    assert await new.look() == 1
    new.found = {}
    assert await new.look() == 2, "it has seen it, and sees that it is over"
    await new.watch.hand_over()
    assert await old.look(later=LONGEST_VISIT) == 3, "for this one it is so still, and is told"


async def test_webhooks_are_told_as_taken_again_once_one_was_taken_and_never_for_silence(bench: Bench) -> None:
    """A receiver that answered 410, or whose events were given up, leaves nothing that a restart would find."""
    assert await One(bench, HOOKS).look() == 1
    new = One(bench)
    for _ in range(3):
        assert await new.look(later=LONGEST_VISIT) == 1
    new.found = HOOKS
    assert await new.look() == 1, "it is as it was"
    new.found = {}
    assert await new.look() == 1, "its last try failed a moment ago"
    new.webhooks_pass = True
    assert await new.look() == 2
    assert "taken again" in bench.said(ADMIN)[-1]
    assert await new.look() == 2


async def test_what_was_told_while_the_store_was_away_is_kept_when_it_is_back(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise StoreUnreachableError("links", "it does not answer")

    one = One(bench, IDLE)
    with monkeypatch.context() as patch:
        patch.setattr(bench.store, "events", away)
        patch.setattr(bench.store, "write", away)
        assert await one.look() == 1
    assert await one.look() == 1
    assert await One(bench, IDLE).look() == 1
    new = One(bench)
    assert await new.look() == 1
    assert await new.look(later=LONGEST_VISIT) == 2, "it knows of it"


async def test_nothing_that_the_store_tells_is_called_over_while_that_is_away(bench: Bench) -> None:
    one = One(bench, IDLE)
    assert await one.look() == 1
    one.found = {TroubleKind.STORE: "The database does not answer."}
    assert await one.look() == 2
    assert "does not answer" in bench.said(ADMIN)[-1]
    one.found = IDLE
    assert await one.look() == 3, "the store alone is well again"
    one.found = {}
    assert await one.look() == 4
    assert "checked again" in bench.said(ADMIN)[-1]
