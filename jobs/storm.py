"""The storm guard: when much fails at once, we suspect ourselves, not the world (pure)."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
ENOUGH_CHECKS = 10
ENOUGH_HOSTS = 5
ENOUGH_CANARIES = 3
STORM_SHARE = 0.2
CALM_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class _Check:
    at: datetime
    host: str
    turned_bad: bool


@dataclass(slots=True)
class StormGuard:
    """A sliding window over the last ten minutes of checks.

    `turned_bad` means that a page turned unknown or absent with this check: what was bad before is no news.
    """

    checks: deque[_Check] = field(default_factory=deque)
    raging_since: datetime | None = None
    calm_since: datetime | None = None
    canaries_down: bool = False

    def record(self, host: str, *, turned_bad: bool, now: datetime) -> None:
        """Take one check into the window, and see whether a storm begins or ends with it."""
        self.checks.append(_Check(now, host, turned_bad))
        self.weigh(now)

    def canaries(self, answers: dict[str, bool], now: datetime) -> None:
        """Take the answers of the canaries, by host; fewer than three prove nothing."""
        self.canaries_down = len(answers) >= ENOUGH_CANARIES and not any(answers.values())
        self.weigh(now)

    def weigh(self, now: datetime) -> None:
        """Begin or end the storm as the window says; ending takes ten calm minutes and canaries that answer."""
        while self.checks and now - self.checks[0].at > WINDOW:
            self.checks.popleft()
        if self.canaries_down or self._share_over(STORM_SHARE, least=ENOUGH_CHECKS):
            self.raging_since = self.raging_since or now
            self.calm_since = None
        elif self.raging_since is not None:
            if self._share_over(CALM_SHARE, least=1):
                self.calm_since = None
                return
            self.calm_since = self.calm_since or now
            if now - self.calm_since >= WINDOW:
                self.raging_since = self.calm_since = None

    @property
    def raging(self) -> bool:
        """Whether transitions are frozen."""
        return self.raging_since is not None

    @property
    def share(self) -> float:
        """Share of the checks in the window that turned bad."""
        return sum(check.turned_bad for check in self.checks) / len(self.checks) if self.checks else 0.0

    def _share_over(self, share: float, *, least: int) -> bool:
        bad_hosts = {check.host for check in self.checks if check.turned_bad}
        enough = len(self.checks) >= least and (least == 1 or len(bad_hosts) >= ENOUGH_HOSTS)
        return enough and self.share > share
