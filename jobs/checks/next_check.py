"""When a page is checked next (pure): its usual turn, a planned confirming check, or after its host's back-off."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import Struct

from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.tracked_page import DuePage, HostState
from jobs.pages.find_link import folded

FIRST_BACKOFF = timedelta(minutes=30)
LONGEST_BACKOFF = timedelta(hours=24)
BACKOFF_SPREAD = 0.25
_SETTLED = frozenset({LinkState.LIVE, LinkState.WEAKENED})


class Rhythm(Struct, frozen=True):
    """How often pages are read when nothing is amiss."""

    every: timedelta = timedelta(hours=24)
    partners_every: timedelta = timedelta(days=7)
    jitter: float = 0.1
    full_read_every: timedelta = timedelta(days=7)


def next_check_at(
    due: DuePage, plans: Iterable[datetime | None], rhythm: Rhythm, now: datetime, chance: float
) -> datetime:
    """The page's usual turn, or earlier where a link plans a check; never in the past.

    `plans` are those made at this check. `chance` in [0, 1) spreads the load: each turn moves by up to the jitter.
    """
    waits = [link.every or rhythm.every for link in (*due.links, *due.inbound)]
    waits += [partner.every or rhythm.partners_every for partner in due.partners]
    usual = min(waits, default=rhythm.every) * (1 + rhythm.jitter * (2 * chance - 1))
    planned = [at for at in plans if at is not None and at > now]
    return min([now + usual, *planned])


def after_unknown(
    host: HostState, reason: str, retry_after: datetime | None, now: datetime, chance: float
) -> HostState:
    """The host could not be read: wait 0.5 h x 2^n, +-25 %, at most 24 h; what the host itself asks for wins."""
    wait = min(FIRST_BACKOFF * 2 ** min(host.failures, 6), LONGEST_BACKOFF)
    until = now + wait * (1 + BACKOFF_SPREAD * (2 * chance - 1))
    if retry_after is not None and retry_after > now:
        until = retry_after
    until = min(until, now + LONGEST_BACKOFF)
    return replace(host, failures=host.failures + 1, not_before=until, reason=reason)


def after_answer(host: HostState) -> HostState:
    """The host answered: nothing holds us back."""
    if not host.failures and host.not_before is None and not host.reason:
        return host
    return replace(host, failures=0, not_before=None, reason="")


def may_ask_conditionally(due: DuePage, rules_version: str, rhythm: Rhythm, now: datetime) -> bool:
    """Whether "not modified" would do: all stays as it is, judged by these rules, and read whole not long ago.

    What was last seen of a link that is absent, or in doubt, is not what the page said last. Of a page that has become
    a partner page since, nobody knows where its links stand.
    """
    page = due.page
    settled = all(link.standing.state in _SETTLED and _was_seen_as_agreed(link) for link in due.links)
    lately = page.last_read_at is not None and now - page.last_read_at < rhythm.full_read_every
    counted = all(partner.outbound is not None for partner in due.partners)
    there = (
        settled and counted and not page.link_missing
    )  # a check by hand that missed it moved nothing, and settled nothing
    return there and lately and page.facts is not None and page.rules_version == rules_version


def _was_seen_as_agreed(link: Link) -> bool:
    """Whether what was last seen still answers: of several links, one with an anchor agreed since may be the best."""
    if link.sighting is None:
        return False
    agreed, best = link.expected.anchor, link.sighting.best
    if best is not None and best.is_asked_daily:
        return False
    return not agreed or best is None or folded(agreed) == folded(best.text)
