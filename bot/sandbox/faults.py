"""What can go wrong between an app and Slack, to be ordered by tests."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

ANY = "*"


class FaultKind(StrEnum):
    """One way in which a call or a connection fails."""

    REFUSE = "refuse"  # the connection drops before anything is done
    DROP_ANSWER = "drop_answer"  # it is done, and the connection drops
    HOLD_ANSWER = "hold_answer"  # it is done, and no answer ever comes
    RATE_LIMIT = "rate_limit"  # 429, not done
    STATUS = "status"  # a bare HTTP status, not done
    ERROR = "error"  # "ok": false with this word, not done
    REFUSE_HANDSHAKE = "refuse_handshake"  # the websocket is refused, its ticket spent
    STICK_HANDSHAKE = "stick_handshake"  # the websocket's handshake never ends
    DOUBLE_EVENT = "double_event"  # an event comes twice with one event id
    REFUSE_BLOCK = "refuse_block"  # a message with a block of this kind is `invalid_blocks`


@dataclass(slots=True)
class Fault:
    """A fault in waiting: for calls whose method matches, `times` times (None: until cleared), with some chance."""

    kind: FaultKind
    method: str = ANY
    times: int | None = 1
    status: int = 500
    retry_after: int = 1
    error: str = "internal_error"
    block: str = ""
    chance: float = 1.0


class Faults:
    """The queue of faults: the first that fits a call is taken, the others wait."""

    def __init__(self, seed: int = 0) -> None:
        self.waiting: list[Fault] = []
        self.taken: list[tuple[FaultKind, str]] = []
        self.away = False
        self._dice = random.Random(seed)

    def add(self, fault: Fault) -> None:
        """Put a fault at the end of the queue."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Be well again: nothing waits, Slack is there."""
        self.waiting.clear()
        self.away = False

    def take(self, method: str, *kinds: FaultKind, blocks: Collection[str] = ()) -> Fault | None:
        """The fault that this call meets, if any; each is spent as often as it was ordered.

        `blocks` are the kinds of those that it holds.
        """
        if self.away:
            return Fault(FaultKind.REFUSE)
        for fault in self.waiting:
            meant = fault.kind in kinds and fnmatchcase(method, fault.method)
            if meant and (not fault.block or fault.block in blocks) and self._dice.random() < fault.chance:
                self._spend(fault)
                self.taken.append((fault.kind, method))
                return fault
        return None

    def _spend(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)

    def refuse(self, method: str = ANY, times: int | None = 1) -> None:
        """Drop the connection before anything is done."""
        self.add(Fault(FaultKind.REFUSE, method, times))

    def drop_answer(self, method: str, times: int | None = 1, chance: float = 1.0) -> None:
        """Do what is asked, then drop the connection."""
        self.add(Fault(FaultKind.DROP_ANSWER, method, times, chance=chance))

    def hold_answer(self, method: str, times: int | None = 1) -> None:
        """Do what is asked, then never answer, so that the caller times out."""
        self.add(Fault(FaultKind.HOLD_ANSWER, method, times))

    def rate_limit(self, method: str, retry_after: int = 1, times: int | None = 1) -> None:
        """Answer 429 with Retry-After in seconds."""
        self.add(Fault(FaultKind.RATE_LIMIT, method, times, retry_after=retry_after))

    def status(self, method: str, status: int = 500, times: int | None = 1) -> None:
        """Answer a bare HTTP status such as 500 or 503."""
        self.add(Fault(FaultKind.STATUS, method, times, status=status))

    def error(self, method: str, error: str, times: int | None = 1) -> None:
        """Answer `"ok": false` with this word."""
        self.add(Fault(FaultKind.ERROR, method, times, error=error))

    def refuse_block(self, block: str, method: str = ANY, times: int | None = None) -> None:
        """Take no message that holds a block of this kind, such as `data_visualization`."""
        self.add(Fault(FaultKind.REFUSE_BLOCK, method, times, error="invalid_blocks", block=block))

    def refuse_handshake(self, times: int | None = 1) -> None:
        """Refuse the next websocket handshakes; each spends its ticket."""
        self.add(Fault(FaultKind.REFUSE_HANDSHAKE, times=times))

    def stick_handshake(self, times: int | None = 1) -> None:
        """Leave the next websocket handshakes unanswered."""
        self.add(Fault(FaultKind.STICK_HANDSHAKE, times=times))

    def double_event(self, times: int | None = 1) -> None:
        """Send the next events twice."""
        self.add(Fault(FaultKind.DOUBLE_EVENT, times=times))
