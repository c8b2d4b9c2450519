"""Notices that wait to be sent: whose turn it is."""

from collections.abc import Iterable
from datetime import datetime

from jobs.model.notice import NoticeKind, NoticeStatus
from jobs.store.tiny.index import Index, Key, Term

WAITING = frozenset({NoticeStatus.READY, NoticeStatus.RETRY, NoticeStatus.SENDING})


class NoticeKey(Key, frozen=True):
    """What of a stored notice decides whether it is its turn."""

    key: str
    channel: str
    kind: NoticeKind = NoticeKind.TEXT
    status: NoticeStatus = NoticeStatus.READY
    not_before: datetime | None = None
    held: bool = False
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

    @property
    def is_failing_edit(self) -> bool:
        """Whether it is a change of a message that Slack does not take: the message's thread goes on meanwhile."""
        return self.kind is NoticeKind.EDIT and bool(self.error)

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
    unedited: set[str] = set()
    for number in numbers:
        key = index.keys[number]
        if not key.is_early(now):
            waits = unedited if key.kind is NoticeKind.EDIT else planned
            if not key.incident_id or key.incident_id not in waits:
                return number
            continue
        if key.held:
            continue
        unedited.add(key.incident_id)
        if not key.is_failing_edit:
            planned.add(key.incident_id)
    return None


def _holds_channel(key: NoticeKey, now: datetime) -> bool:
    return key.status is NoticeStatus.SENDING or (key.status is NoticeStatus.RETRY and key.is_early(now))
