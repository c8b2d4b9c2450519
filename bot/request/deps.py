"""The parts that handlers work with, put together in one place: `bot/__main__.py`, or a test."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.access.viewer import Directory
from bot.progress.bulk_previews import BulkPreviews
from bot.progress.check_run import CheckRuns
from bot.progress.digest_run import DigestRuns
from jobs.checks.dispatcher import OtherRegions
from jobs.config import Config
from jobs.formats.sync.run import SyncParts
from jobs.model.link import Link
from jobs.model.notice import DeliveryGuarantee
from jobs.model.page import FetchFailure
from jobs.model.relevance import Relevance
from jobs.partners.audit import PageAudit
from jobs.partners.worth import Yardstick
from jobs.prospects.look import Looked
from jobs.prospects.vet import VetPages
from jobs.store.protocol import Store


@dataclass(frozen=True, slots=True)
class Deps:
    """What a handler may use."""

    config: Config
    store: Store
    client: AsyncWebClient
    now: Callable[[], datetime]
    wake: Callable[[], None]
    """Pages may be due: the dispatcher shall look."""
    wake_outbox: Callable[[], None]
    """Notices may be waiting."""
    check_now: Callable[[str], Awaitable[None]]
    """Look at a tracked page and return when the store holds what was seen; bounded in time."""
    answers: Callable[[str], Awaitable[bool]]
    """Whether a page can be read at an address that need not be tracked; bounded in time."""
    relevance: Callable[[str, str, Sequence[str]], Awaitable[Relevance | FetchFailure]]
    """Compare a page with a target, or where that is empty the nearest of those tracked, and with all of these."""
    audit: Callable[[str, Sequence[Link]], Awaitable[PageAudit]]
    """Look whether a page deals honestly with the links that should stand on it; bounded in how much it reads."""
    look_at: Callable[[str, str], Awaitable[Looked]]
    """Read a page that may be asked for a link, and compare it with a target, where one is given."""
    vet: VetPages
    """Advise on pages that may be asked for a link; all are read."""
    promise: Callable[[], DeliveryGuarantee]
    """How often a message is said where Slack's answer was lost, as far as is known now."""
    sync: SyncParts
    """What following sheets works with."""
    directory: Directory
    """What Slack tells of channels and of who is in them."""
    regions: OtherRegions | None = None
    """Who reads pages from elsewhere; None: nobody."""
    yardsticks: dict[tuple[str, bool], tuple[datetime, Yardstick]] = field(default_factory=dict)
    """What the worth of links was measured by lately, by channel and whether that hid its costs, and when."""
    sharing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One answer is handed to the outbox at a time, so that of several presses of a button one is the first."""
    check_runs: CheckRuns = field(default_factory=CheckRuns)
    """Checks of all that a channel tracks, as far as they are under way here."""
    digest_runs: DigestRuns = field(default_factory=DigestRuns)
    """Digests over many links, as far as they are being built here."""
    bulk_previews: BulkPreviews = field(default_factory=BulkPreviews)
    """What commands over many links would do, as it was shown and may still be done."""
