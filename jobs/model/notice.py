"""The outbox: what has to be said in Slack, and how far it got."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What is to be done in the channel. Each is rendered from the store when its turn comes, never earlier."""

    CARD = "card"
    """Post the incident's message."""
    EDIT = "edit"
    """Bring the incident's message up to date; several in a row are one."""
    REPLY = "reply"
    """Add one line to the incident's thread."""
    DIGEST = "digest"
    ANSWER = "answer"
    """Post an answer that somebody shared: as they saw it, so this alone is made earlier."""
    TEXT = "text"
    """A plain message of ours: now live, or what can be typed."""
    SHEET = "sheet"
    """What became of a sheet that the channel's links follow."""
    REROUTED = "news"
    """What is to be said of a channel that we do not get into, for somebody elsewhere."""
    WEBHOOK = "webhook"
    """An event for a machine; its `channel` is the queue of the receiver, and Slack hears nothing of it."""


class NoticeStatus(StrEnum):
    """How far a notice got."""

    READY = "ready"
    SENDING = "sending"
    """Claimed; after a crash nobody knows whether Slack has it."""
    RETRY = "retry"
    SENT = "sent"
    DEAD = "dead"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Notice:
    """One row of the outbox; `key` is unique for ever, so that nothing is said twice."""

    key: str
    channel: str
    kind: NoticeKind
    created_at: datetime
    incident_id: str = ""
    text: str = ""
    """For replies and texts: plain words of ours, escaped when rendered."""
    broadcast: bool = False
    """For replies: show the line in the channel too."""
    payload: str = ""
    """For digests, sheets and what is rerouted: what they are about, as JSON. For reminders of claims: the
    references of their links. For alerts that nobody took: their ids. For answers: the message. For webhooks: what is
    sent."""
    status: NoticeStatus = NoticeStatus.READY
    attempts: int = 0
    not_before: datetime | None = None
    held: bool = False
    """Whether it waits for the end of quiet hours: what is said of its incident meanwhile need not wait for it."""
    claimed_at: datetime | None = None
    ts: str = ""
    """Slack's id of what was posted."""
    error: str = ""
    doubtful: bool = False
    """Slack may have it already: an answer was lost, or we died while sending. Look before posting again."""
    doubtful_at: datetime | None = None
    """When that was last tried of which nobody knows how it went."""
    failing_since: datetime | None = None
    """When the first of those tries began that failed one after the other, each so that the next may succeed."""

    @property
    def word(self) -> str:
        """Slack's word, or ours, for why it could not be posted, such as `is_archived`."""
        return self.error.partition(" ")[0]


class DeliveryGuarantee(StrEnum):
    """How often a message is said where Slack's answer was lost."""

    EXACTLY_ONCE = "exactly once"
    AT_LEAST_ONCE = "at least once"
    AT_MOST_ONCE = "at most once"
