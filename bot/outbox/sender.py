"""What delivering needs, and what the messages in Slack show by now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cachetools import LRUCache
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.kit.blocks import Message
from bot.outbox.chart_upload import Pictures
from jobs.config import Config
from jobs.model.incident import Incident, NotifiedState
from jobs.model.notice import DeliveryGuarantee, Notice, NoticeKind, NoticeStatus
from jobs.store.protocol import Store
from jobs.units.clock import Clock

_REMEMBERED = 1000


class LeadsNoLongerError(Exception):
    """Another bot leads by now, and takes what is on its way for doubtful: it must not be said here any more."""


class ShownMessage(Struct, frozen=True):
    """What the message of an incident shows."""

    look: str
    notified: Mapping[str, NotifiedState]
    """What it tells, by incident: of a group, each of its parts."""


@dataclass(slots=True)
class Sender:
    """What delivering needs; it remembers what messages show, so that an edit that changes nothing is not made."""

    store: Store
    client: AsyncWebClient
    """Must not retry by itself: its connection retry posts again what Slack has taken."""
    clock: Clock
    config: Config = field(default_factory=Config)
    """Says when alerts wait where a channel has not chosen."""
    at_most_once: bool = False
    can_look: bool = True
    """Whether the app may read channels' histories; learnt to be False from Slack's refusal."""
    pictures: Pictures | None = None
    """What a chart that Slack refuses is shown by; None: its words take its place."""
    leads: Callable[[], bool] = lambda: True
    """Whether this bot is the one that speaks; asked right before each call."""
    shown: LRUCache[str, ShownMessage] = field(default_factory=lambda: LRUCache(_REMEMBERED))

    @property
    def promise(self) -> DeliveryGuarantee:
        """What holds after doubt."""
        if self.can_look:
            return DeliveryGuarantee.EXACTLY_ONCE
        return DeliveryGuarantee.AT_MOST_ONCE if self.at_most_once else DeliveryGuarantee.AT_LEAST_ONCE

    def notified_by(self, finished: Notice) -> Mapping[str, NotifiedState]:
        """What a finished notice has told of incidents."""
        is_shown = finished.status is NoticeStatus.SENT and finished.kind in {NoticeKind.CARD, NoticeKind.EDIT}
        shown = self.shown.get(finished.incident_id) if is_shown else None
        return shown.notified if shown else {}


def remember(sender: Sender, incident: Incident, message: Message, notified: Mapping[str, NotifiedState]) -> None:
    """Keep what an incident's message shows and tells from now on."""
    sender.shown[incident.id] = ShownMessage(fingerprint(message), notified)


def fingerprint(message: Message) -> str:
    """What two messages that look alike have in common."""
    return repr((message.text, message.blocks))
