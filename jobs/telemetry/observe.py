"""Gathers how the running bot is, from its store and from what its parts say of themselves."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobs.model.notice import Notice, NoticeKind
from jobs.store.errors import StoreUnreachableError
from jobs.store.protocol import Store
from jobs.telemetry.vitals import SlackReach, SlackRefusal, TroubleKind, Vitals, Waiting, troubles_of
from jobs.units.clock import Clock


@dataclass(frozen=True, slots=True)
class Parts:
    """What the parts of the running bot say of themselves."""

    is_connected: Callable[[], Awaitable[bool]]
    """Whether Slack can reach us; also where it need not, because another bot answers."""
    last_check: Callable[[], datetime]
    last_sent: Callable[[], datetime | None]
    refusal: Callable[[], SlackRefusal | None]
    failing_ticks: dict[str, str] = field(default_factory=dict)
    """The scheduler's: by tick, the error's name."""
    failing_receivers: Callable[[], Mapping[str, datetime]] = dict
    """Since when each receiver of webhooks takes no events, by its host."""


class Observer:
    """Looks at the running bot; remembers only since when Slack can reach it, or cannot."""

    def __init__(self, store: Store, clock: Clock, parts: Parts, *, patience: timedelta) -> None:
        self._store, self._clock, self._parts = store, clock, parts
        self._patience = patience
        self._line = SlackReach(is_connected=False, since=clock.now())

    async def troubles(self) -> dict[TroubleKind, str]:
        """What is wrong now, a sentence each."""
        return self.troubles_in(await self.look())

    async def ails(self) -> dict[TroubleKind, str]:
        """What of that is wrong with the bot itself."""
        return {kind: says for kind, says in (await self.troubles()).items() if kind.is_of_the_bot}

    def troubles_in(self, vitals: Vitals) -> dict[TroubleKind, str]:
        """What was wrong at a look."""
        return troubles_of(vitals, self._patience)

    async def look(self, *, counted: bool = False) -> Vitals:
        """How all is now; `counted`: with how many of each are stored, which takes a while where they are very many."""
        now, parts, store = self._clock.now(), self._parts, self._store
        if (is_connected := await parts.is_connected()) is not self._line.is_connected:
            self._line = SlackReach(is_connected, now)
        ticks, receivers = dict(parts.failing_ticks), parts.failing_receivers()
        known = Vitals(now, self._line, None, parts.last_check(), failing_ticks=ticks, failing_receivers=receivers)
        try:
            return replace(
                known,
                next_due=await store.next_due_at(),
                totals=await store.totals() if counted else {},
                waiting=await self._waiting(),
                store_bytes=(await store.facts()).size,
                store_trouble=await store.write_trouble(),
            )
        except StoreUnreachableError as error:  # a database that is away: what else is known is said all the same
            return replace(known, store_trouble=str(error))

    async def _waiting(self) -> Waiting:
        refusal, dead = self._parts.refusal(), await self._store.dead_notices()
        refused = sum(count for (_, word), count in dead.items() if refusal and word == refusal.word)
        return waiting_of(await self._store.notices(), self._parts.last_sent(), refusal, refused)


def waiting_of(
    notices: Sequence[Notice], last_sent: datetime | None = None, refusal: SlackRefusal | None = None, refused: int = 0
) -> Waiting:
    """What the outbox has not said in Slack yet, in numbers; `refused` are so many more, which Slack refuses with us.

    What failed already while others passed is no sign that nothing passes: it may be that one message.
    """
    notices = [each for each in notices if each.kind is not NoticeKind.WEBHOOK]
    failing = [(each.failing_since, each.word) for each in notices if each.failing_since]
    stuck = [(since, word) for since, word in failing if last_sent is None or since > last_sent]
    stuck += [(refusal.since, refusal.word)] if refusal else []
    since, word = min(stuck, default=(None, ""))
    oldest = min(map(_waits_since, notices), default=None)
    return Waiting(oldest, len(failing) + refused, since, word)


def _waits_since(notice: Notice) -> datetime:
    """Since when it could be said; of what waits for its time, as a reminder or in quiet hours, that time."""
    if notice.not_before is None or notice.error:
        return notice.created_at
    return max(notice.created_at, notice.not_before)
