"""The storm guard: when much fails at once, we suspect ourselves, not the world (pure)."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex

from msgspec import Struct

WINDOW = timedelta(minutes=10)
ENOUGH_CHECKS = 10
ENOUGH_HOSTS = 5
ENOUGH_CANARIES = 3
STORM_SHARE = 0.2
CALM_SHARE = 0.1


class _Result(Struct, frozen=True):
    at: datetime
    host: str
    turned_bad: bool
    answered: bool
    channels: frozenset[str]


@dataclass(slots=True)
class StormGuard:
    """A sliding window over the last ten minutes of checks.

    Where several processes check, each has one of its own: it is its own line to the world that it judges.
    `turned_bad` means that a page turned unknown, or its link absent, with this check: what was bad before is no news.
    """

    name: str = field(default_factory=lambda: token_hex(4))
    """Tells the guards of several processes apart."""
    checks: deque[_Result] = field(default_factory=deque)
    bad: int = 0
    """How many of them turned bad."""
    channels: set[str] = field(default_factory=set)
    """Those whose pages turned bad in the storm, or just before it was noticed."""
    told: set[str] = field(default_factory=set)
    """Those that were told of this storm: another process may have told them that it is over, if we were silent."""
    leaving: bool = False
    """Whether it is over for us, and others may still be in it."""
    resumed: bool = False
    """Whether somebody has looked for a storm that a restart interrupted."""
    words: str = ""
    """What made us suspect ourselves, as people read it."""
    raging_since: datetime | None = None
    calm_since: datetime | None = None
    canaries_down: bool = False
    canaries_up: bool = False

    def record(
        self,
        host: str,
        *,
        turned_bad: bool,
        now: datetime,
        answered: bool | None = None,
        channels: frozenset[str] = frozenset(),
    ) -> None:
        """Take one check into the window, and see whether a storm begins or ends with it.

        `answered` says whether the page was read and all well; None: it was, unless it turned bad. `channels` are
        those that track the page.
        """
        self._forget_times_ahead(now)
        well = not turned_bad if answered is None else answered
        self.checks.append(_Result(now, host, turned_bad, well, channels))
        self.bad += turned_bad
        self.weigh(now)

    def canaries(self, answers: dict[str, bool], now: datetime) -> None:
        """Take the answers of the canaries, by host; fewer than three prove nothing."""
        self.canaries_up = any(answers.values())
        self.canaries_down = len(answers) >= ENOUGH_CANARIES and not self.canaries_up
        self.weigh(now)

    def resume(self, now: datetime) -> None:
        """After a restart in a storm: it has to end again; the guard before the restart is thought gone in its time."""
        self.raging_since = self.raging_since or now
        self.words = self.words or "We were in a storm when the bot was stopped."

    def weigh(self, now: datetime) -> None:
        """Begin or end the storm as the window says.

        Ending takes ten calm minutes, and somebody who answers: a canary, or a page that was read well.
        """
        self._forget_times_ahead(now)
        while self.checks and now - self.checks[0].at > WINDOW:
            self.bad -= self.checks.popleft().turned_bad
        if self.canaries_down or self._share_over(STORM_SHARE, least=ENOUGH_CHECKS):
            self.words = self.words if self.active else self._why()
            self.raging_since = self.raging_since or now
            self.channels.update(*(check.channels for check in self.checks if check.turned_bad))
            self.calm_since = None
        elif self.raging_since is not None:
            if self._share_over(CALM_SHARE, least=1) or not self._somebody_answers():
                self.calm_since = None
                return
            self.calm_since = self.calm_since or now
            if now - self.calm_since >= WINDOW:
                self.raging_since = self.calm_since = None
                self.leaving = True
                self.channels.clear()
                self.told.clear()

    def _forget_times_ahead(self, now: datetime) -> None:
        """After the clock was set back: what seems to lie ahead would never leave the window."""
        while self.checks and self.checks[-1].at > now:
            self.bad -= self.checks.pop().turned_bad
        if self.calm_since is not None and self.calm_since > now:
            self.calm_since = now

    @property
    def active(self) -> bool:
        """Whether transitions are frozen."""
        return self.raging_since is not None

    @property
    def share(self) -> float:
        """Share of the checks in the window that turned bad."""
        return self.bad / len(self.checks) if self.checks else 0.0

    @property
    def wants_canaries(self) -> bool:
        """Whether it is worth asking them: in a storm, and where few checks or many bad ones make it hard to tell."""
        return self.active or len(self.checks) < ENOUGH_CHECKS or self.share > CALM_SHARE

    def _somebody_answers(self) -> bool:
        return self.canaries_up or any(check.answered for check in self.checks)

    def _why(self) -> str:
        if self.canaries_down:
            return "None of the pages that are always up can be reached."
        hosts = len({check.host for check in self.checks if check.turned_bad})
        return (
            f"{self.share:.0%} of the pages checked in the last ten minutes failed at once, on {hosts} sites.".replace(
                "%", " %"
            )
        )

    def _share_over(self, share: float, *, least: int) -> bool:
        if len(self.checks) < least or self.share <= share:
            return False
        return least == 1 or len({check.host for check in self.checks if check.turned_bad}) >= ENOUGH_HOSTS
