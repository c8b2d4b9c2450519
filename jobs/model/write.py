"""What changes together in the store."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from jobs.model.channel import ChannelBlock, ChannelSettings, Logo
from jobs.model.event import Event
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.listing import KeptListing
from jobs.model.notice import Notice
from jobs.model.operation import ChangedLinks
from jobs.model.our_page import OurPage
from jobs.model.partner import Partner, SiteContact
from jobs.model.prospect import Prospect
from jobs.model.queries import ToldLately
from jobs.model.series import PageSeries
from jobs.model.site_audit import SiteAudit
from jobs.model.site_ways import SiteWays
from jobs.model.synced_sheet import SyncedRow, SyncedSheet
from jobs.model.tracked_page import HostClaim, HostState, TrackedPage


@dataclass(frozen=True, slots=True)
class Write:
    """Everything that changes together: all of it is written, or nothing.

    Links, partners, exchanges, prospects, incidents, contacts and sheets carry the version they were read with; a newer
    one in the store refuses the whole. A stored value gets the next version. Notices whose key exists already are
    passed over: nothing is said twice. Pages that nobody tracks any more are passed over too. With a link or partner
    goes its page, and with a link its target, unless somebody else tracks them.
    """

    links: Sequence[Link] = ()
    partners: Sequence[Partner] = ()
    exchanges: Sequence[Exchange] = ()
    prospects: Sequence[Prospect] = ()
    pages: Sequence[TrackedPage] = ()
    incidents: Sequence[Incident] = ()
    notices: Sequence[Notice] = ()
    events: Sequence[Event] = ()
    hosts: Sequence[HostState] = ()
    restore_links: Sequence[Link] = ()
    """Removed ones, under their old ids; one that is tracked, or whose page and target are, refuses the whole."""
    remove_links: Sequence[int] = ()
    remove_partners: Sequence[int] = ()
    supersede: Sequence[str] = ()
    """Keys of notices that need no longer be said, waiting or dead; one on its way or settled refuses the whole."""
    revive: Sequence[str] = ()
    """Keys of dead notices that shall be said after all, under its own key; one that is not dead is passed over."""
    release: Sequence[str] = ()
    """Keys of notices that wait for the end of quiet hours no longer; one that does not is passed over."""
    sheets: Sequence[SyncedSheet] = ()
    sheet_rows: Sequence[SyncedRow] = ()
    """Each in the place of the one with the same sheet, page and target."""
    remove_sheets: Sequence[int] = ()
    """With all their rows; the links stay."""
    remove_sheet_rows: Sequence[SyncedRow] = ()
    settings: dict[str, ChannelSettings] = field(default_factory=dict)
    settings_before: Mapping[str, ChannelSettings] = field(default_factory=dict)
    """What they were when that was decided; others by now refuse the whole."""
    logos: Mapping[str, Logo | None] = field(default_factory=dict)
    """By channel; None: it has none any more."""
    changed_links: Sequence[ChangedLinks] = ()
    """Each in the place of the one of its change and part."""
    undone: Sequence[ChangedLinks] = ()
    """Those that were undone, and are kept no longer; one that is not there refuses the whole."""
    contacts: Sequence[SiteContact] = ()
    """Each in the place of the one of its channel and site, or as a new one."""
    listings: Sequence[KeptListing] = ()
    """Each in the place of the one of its channel, engine and site; of two written at once the later stays."""
    our_pages: Sequence[OurPage] = ()
    """Each in the place of the one with its address, or as a new one."""
    series: Sequence[PageSeries] = ()
    """Each in the place of the one of its page, or as a new one; of one without points nothing is kept."""
    site_audits: Sequence[SiteAudit] = ()
    """Each in the place of the one of its channel and site, or as a new one."""
    site_ways: Sequence[SiteWays] = ()
    """Each in the place of the one of its site, or as a new one."""
    remove_our_pages: Sequence[str] = ()
    """By address."""
    shut: Mapping[str, ChannelBlock | None] = field(default_factory=dict)
    """By channel; None: it takes messages again. What was known already, for the same reason, refuses the whole."""
    told_lately: Mapping[ToldLately, Collection[str]] = field(default_factory=dict)
    """The ids of those incidents that were known when it was decided how a new one is told; any other among them
    refuses the whole."""
    claim: HostClaim | None = None
    """Where given, its lease must still be ours."""
