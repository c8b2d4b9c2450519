"""What monthly audits of a partner's pages found, for one channel."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SiteAudit:
    """A site, a registrable domain, as it was last audited; channel and site are its identity."""

    channel: str
    site: str
    next_at: datetime
    """When it is audited next, or what was doubted is looked at again."""
    audited_at: datetime | None = None
    """When the last audit of all its pages was."""
    known: frozenset[str] = frozenset()
    """What speaks against it and was told, such as `cloaked L-3`."""
    doubted: frozenset[str] = frozenset()
    """What one look found: a look of another day has to find it too."""


@dataclass(frozen=True, slots=True)
class AuditedPage:
    """What is new of one page."""

    url: str
    said: tuple[str, ...]
    """A sentence each, with its proof; part of it is foreign text."""
    refs: tuple[str, ...] = ()
    """By which it is audited again: its links, or the partner page."""


@dataclass(frozen=True, slots=True)
class AuditNews:
    """What a monthly audit has to tell of a site."""

    site: str
    pages: tuple[AuditedPage, ...]
