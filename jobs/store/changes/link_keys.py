"""What is found by what: links, partner pages, and what search engines listed."""

from collections.abc import Hashable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from jobs.model.link_status import LinkState
from jobs.store.changes.key import Key, Term, domains_of


class FindingKey(msgspec.Struct, gc=False, frozen=True):
    """What is asked of a finding, and of what was accepted."""

    kind: str = ""


class ExpectationKey(msgspec.Struct, gc=False, frozen=True):
    """The part of what was agreed that is asked for."""

    accepted: tuple[FindingKey, ...] = ()


class StatusKey(msgspec.Struct, gc=False, frozen=True):
    """The part of a link's standing that is asked for."""

    state: LinkState = LinkState.NEW
    unknown_since: datetime | None = None
    unreachable: bool = False
    snoozed_until: datetime | None = None
    open: tuple[FindingKey, ...] = ()


class GuaranteeKey(msgspec.Struct, gc=False, frozen=True):
    """What of a guarantee a link is found by."""

    claim_days: int | None = None


_SHARED: dict[Hashable, Any] = {}
"""Parts that many links have in common, each once: a few hundred, for nothing in them is a time."""
_TIMELESS = "guarantee", "expected"
_PARTS = (*_TIMELESS, "standing")


class LinkKey(Key, frozen=True):
    """What a link is found by."""

    channel: str
    page_url: str
    target: str
    standing: StatusKey = StatusKey()
    tags: tuple[str, ...] = ()
    owner: str = ""
    added_by: str = ""
    guarantee: GuaranteeKey = GuaranteeKey()
    expected: ExpectationKey = ExpectationKey()
    version: int = 0

    def __post_init__(self) -> None:
        self.share("channel", "page_url", "target", "owner", "added_by")
        is_timed = self.standing.unknown_since or self.standing.snoozed_until
        for name in _TIMELESS if is_timed else _PARTS:
            part = getattr(self, name)
            msgspec.structs.force_setattr(self, name, _SHARED.setdefault(part, part))

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it another link."""
        return self.channel, self.page_url, self.target

    @property
    def terms_from(self) -> tuple[Hashable, ...]:
        """All of it but the version."""
        named = self.channel, self.page_url, self.target, self.owner, self.added_by
        return *named, self.standing, self.tags, self.guarantee, self.expected

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel, page, target, the page's domains, and by its state, tags and people in a channel.

        The few that could not be read, now or for long, are snoozed, may be settled, or can be claimed are found by
        that too.
        """
        channel, standing, state = self.channel, self.standing, self.standing.state
        found: list[Term] = [("channel", channel), ("page", self.page_url), ("target", self.target)]
        found += [("state", (channel, state)), *domains_of(self.page_url)]
        # What few links have is asked for before a list is made of it: a start asks every link.
        if self.tags:
            found += [("tag", (channel, tag, state)) for tag in self.tags]
        if standing.unknown_since:
            found.append(("unknown", True))
        if standing.unreachable:
            found.append(("unread", True))
        if standing.snoozed_until:
            found.append(("snoozed", True))
        if standing.snoozed_until or self.expected.accepted:
            found.append(("may_be_settled", channel))
        if self.guarantee.claim_days is not None and state.is_bad:
            found.append(("claimable", True))
        if self.owner or self.added_by:
            found += [("person", (channel, person, state)) for person in {self.owner, self.added_by} if person]
        return found


class PartnerKey(Key, frozen=True):
    """What a partner page is found by."""

    channel: str
    page_url: str
    over_limit: bool = False
    added_by: str = ""
    version: int = 0

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel, page, the domains that it is in, who added it, and whether it is over its limit."""
        found: list[Term] = [("channel", self.channel), ("page", self.page_url), *domains_of(self.page_url)]
        return [*found, ("over", (self.channel, self.over_limit)), ("person", (self.channel, self.added_by))]


class ListingKey(Key, frozen=True):
    """What a list of a search engine is found by."""

    channel: str
    source: str
    site: str

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel, and by all three."""
        return ("channel", self.channel), ("key", (self.channel, self.source, self.site))
