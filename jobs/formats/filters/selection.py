"""Which links fit a filter: what the store's index can find, and what only the links themselves tell (pure)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from jobs.formats.filters.link_filter import NOBODY, Flag, LinkFilter, Trait
from jobs.model.link import Link
from jobs.model.queries import LinkQuery
from jobs.model.terms import Covered
from jobs.rules import covered_as
from jobs.verdicts.guarantee import runs
from jobs.web.urls import host, is_on_site, site_name


class Selection(Struct, frozen=True):
    """Which links are asked for, and as of when: `mine` is resolved in the filter."""

    filter: LinkFilter
    now: datetime
    channel: str | None = None
    """None: those of every channel."""

    @property
    def query(self) -> LinkQuery:
        """What the store's index can find of it."""
        asked = self.filter
        return LinkQuery(
            channel=self.channel,
            states=frozenset(asked.states),
            domain=site_name(asked.domain) or asked.partner,
            tags=asked.tags,
            unknown=Flag.UNKNOWN in asked.beside,
            unreachable=Flag.UNREACHABLE in asked.beside,
            snoozed_at=self.now if Flag.SNOOZED in asked.beside else None,
            person=asked.person or (asked.owner if asked.owner != NOBODY else ""),
        )

    def fits(self, link: Link) -> bool:
        """Whether all that the filter says is true of a link of these channels."""
        in_channel = self.channel in {None, link.channel}
        return in_channel and _fits_index(link, self.filter, self.now) and _fits_itself(link, self.filter, self.now)


def _fits_index(link: Link, asked: LinkFilter, now: datetime) -> bool:
    """What the index tells too, read off the link."""
    standing = link.standing
    flags = {
        Flag.UNKNOWN: standing.unknown_since is not None,
        Flag.UNREACHABLE: standing.unreachable,
        Flag.SNOOZED: standing.is_snoozed(now),
    }
    return (
        (not asked.states or standing.state in asked.states)
        and all(flags[flag] for flag in asked.beside)
        and _is_in(link, asked.domain)
        and asked.tags <= link.tags
        and asked.person in {"", link.added_by, link.owner}
    )


def _fits_itself(link: Link, asked: LinkFilter, now: datetime) -> bool:
    """What only the link itself tells."""
    since = link.standing.since or link.added_at
    cost = link.terms.cost
    return (
        (asked.lasting is None or now - since >= asked.lasting)
        and asked.owner in {"", link.owner or NOBODY}
        and _is_in(link, asked.partner)
        and asked.findings <= _found(link)
        and (asked.ends_within is None or _ends_within(link, asked.ends_within, now))
        and all(bound.holds(cost, amount) for bound, amount in asked.costs)
        and all(_TELLS[trait](link, now) for trait in asked.traits)
    )


def _is_in(link: Link, domain: str) -> bool:
    return not domain or is_on_site(host(link.page_url), (domain,))


def _found(link: Link) -> set[str]:
    """What was found at the last check that could tell, be it told, good to know or accepted."""
    standing = link.standing
    found = {finding.kind for finding in (*standing.open, *standing.unproven, *standing.notes)}
    return found | {accepted.kind for accepted in link.expected.accepted}


def _is_nofollow(link: Link, _now: datetime) -> bool:
    best = link.sighting.best if link.sighting else None
    return (best is not None and not best.followed) or Covered.NOFOLLOW in map(covered_as, _found(link))


def _is_noindex(link: Link, _now: datetime) -> bool:
    return Covered.NOINDEX in map(covered_as, _found(link))


def _is_guaranteed(link: Link, now: datetime) -> bool:
    return runs(link.terms.guaranteed_until, now)


def _ends_within(link: Link, within: timedelta, now: datetime) -> bool:
    until = link.terms.guaranteed_until
    return until is not None and runs(until, now) and until <= (now + within).astimezone(UTC).date()


_TELLS: Mapping[Trait, Callable[[Link, datetime], bool]] = {
    Trait.NOFOLLOW: _is_nofollow,
    Trait.NOINDEX: _is_noindex,
    Trait.GUARANTEED: _is_guaranteed,
}
