"""Notices that wait to be sent: whose turn it is."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from jobs.model.notice import NoticeStatus
from jobs.store.tiny.index import Index, Term

WAITING = frozenset({NoticeStatus.READY, NoticeStatus.RETRY, NoticeStatus.SENDING})


class NoticeKey(msgspec.Struct, gc=False, frozen=True):
    """What of a stored notice decides whether it is its turn."""

    key: str
    channel: str
    status: NoticeStatus = NoticeStatus.READY
    not_before: datetime | None = None
    incident_id: str = ""
    error: str = ""

    @property
    def terms(self) -> Iterable[Term]:
        """Found by key; by channel and incident while it waits, afterwards by how it ended, and by channel if dead."""
        if self.status is NoticeStatus.DEAD:
            word = self.error.partition(" ")[0]
            return (("key", self.key), ("ended", self.status), ("dead", (self.channel, word)))
        if self.status not in WAITING:
            return (("key", self.key), ("ended", self.status))
        return (("key", self.key), ("waiting", True), ("channel", self.channel), ("incident", self.incident_id))

    def is_early(self, now: datetime) -> bool:
        """Whether its time has not come."""
        return self.not_before is not None and self.not_before > now


def next_notice(index: Index[NoticeKey], now: datetime) -> int | None:
    """The oldest notice that may be sent now, over all channels."""
    turns = (_turn(index, channel, now) for channel in index.values("channel"))
    return min((turn for turn in turns if turn is not None), default=None)


def _turn(index: Index[NoticeKey], channel: object, now: datetime) -> int | None:
    numbers = index.find(("channel", channel))
    if any(_holds_channel(index.keys[number], now) for number in numbers):
        return None
    planned: set[str] = set()
    for number in numbers:
        key = index.keys[number]
        if key.is_early(now):
            planned.add(key.incident_id)
        elif not key.incident_id or key.incident_id not in planned:
            return number
    return None


def _holds_channel(key: NoticeKey, now: datetime) -> bool:
    return key.status is NoticeStatus.SENDING or (key.status is NoticeStatus.RETRY and key.is_early(now))
