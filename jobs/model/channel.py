"""What people choose for a channel."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

CHANNEL_ID = re.compile(r"[CDGUW][A-Z0-9]{1,30}")
"""As Slack writes it; a user's id stands for the talk with them."""
NO_CHANNEL_ID = "is no channel's id; it stands at the end of the channel's details in Slack, for example C024BE7LR"
"""What is said of anything else, behind what was typed."""


class DigestEvery(StrEnum):
    """How often a channel gets its digest."""

    WEEK = "week"
    MONTH = "month"
    """On the first such day of each month."""


class AuditScope(StrEnum):
    """Which pages are audited each month."""

    OFF = "off"
    EXCHANGES = "exchanges"
    """Those on which partners owe a link, by an exchange that holds."""
    MONTHLY = "monthly"
    """These, and all partner pages."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that somebody uploaded for the reports."""

    media_type: str
    """As its content says: `image/png`, `image/jpeg`, `image/gif` or `image/webp`."""
    data: bytes


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What a channel chose for itself; None: as configured."""

    digest_enabled: bool | None = None
    digest_day: str | None = None
    digest_time: str | None = None
    digest_zone: str | None = None
    digest_since: datetime | None = None
    """When somebody last chose one of these: a digest that would have been due before is not caught up on."""
    digest_off_until: date | None = None
    """The day from which on it comes again, in its own zone; None: no pause."""
    quiet: str | None = None
    """When its alerts wait, as it is written; `off`: never."""
    digest_off_from: date | None = None
    """The first day of the pause; None: it has begun."""
    digest_every: str | None = None
    """`week` or `month`."""
    escalate: str | None = None
    """After how long an alert that nobody took is told again, and the id of whom; `off`: never."""
    escalating_after: timedelta | None = None
    """After how long they are told now, as chosen or configured; None: they are not."""
    escalating_since: datetime | None = None
    """Since when it is no longer than that: no alert has waited for longer."""
    hide_costs: bool = False
    competitors: tuple[str, ...] = ()
    """Sites of whoever its client competes with: registrable domains."""
    client: str = ""
    """Whom the reports of this channel are for, as they call themselves."""
    audit: AuditScope | None = None
    """Which of its pages are audited each month."""


@dataclass(frozen=True, slots=True)
class ChannelLogo:
    """The logo of whom a channel's reports are for; beside its settings, which are asked for with every message."""

    channel: str
    logo: Logo


@dataclass(frozen=True, slots=True)
class ChannelBlock:
    """A channel that takes no messages, as somebody was told."""

    channel: str
    word: str
    """Slack's word for why."""
    since: datetime
