"""What happened, for digests, charts and proof; written once, never changed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a link, partner page or exchange."""

    at: datetime
    channel: str
    subject: str
    """The domain of a site, or `L-12`, `P-3` or `X-2`."""
    kind: str
    """added, removed, live, pending, lost, weakened, recovered, accepted, snoozed, over_limit, ..."""
    text: str = ""
    by: str = ""
    whom: str = ""
    """Id of the person or channel that the text ends with."""
