"""The digest, built from what the store knows (pure)."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import dropwhile, islice
from zoneinfo import ZoneInfo

import msgspec

from jobs.digests.schedule import Period
from jobs.digests.todo import is_overdue, since_of
from jobs.digests.trend import JUDGED_WEEKS, Past
from jobs.model.digest import Digest, DigestCounts, DownCosts, LinkLine, NotedKind, NotedPage, PartnerLine
from jobs.model.findings import Finding
from jobs.model.kept_relevance import Agreement
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.partner import Partner
from jobs.model.queries import ChannelCounts
from jobs.rules import alerts, kinds
from jobs.units.money import sums
from jobs.verdicts.acceptance import is_accepted
from jobs.verdicts.guarantee import claim_until, is_down, under_guarantee

_NEAR = 0.9
"""A partner page with so large a part of its limit is near it."""
_NEVER = datetime.max.replace(tzinfo=UTC)
_MOST_NOTED = 5
"""So many pages are named of one kind of note."""
MOST_LINES = 20
"""So many links or partner pages a list carries; a message shows fewer."""


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What a digest is built from."""

    counts: ChannelCounts
    past: Past
    links: Sequence[Link] = ()
    """Those that a digest may name: all but the ones that were well all the time."""
    partners: Sequence[Partner] = ()
    """Those over their limit, the fullest first."""
    near: Sequence[Partner] = ()
    """Those near it, the fullest first."""
    states: Mapping[int, LinkState] = field(default_factory=dict)
    """How the links stand that `past` tells of, as far as they are tracked."""
    snoozed: int = 0
    pages: Sequence[Partner] = ()
    """All partner pages."""
    noted: Sequence[Partner] = ()
    """Those of which something was noted since its first day."""
    silent: frozenset[str] = frozenset()
    """The kinds of finding that are never alerted at once."""
    given: int = 0
    """How many of the links we give."""


def build_digest(
    channel: str, period: Period, facts: DigestFacts, now: datetime, *, overdue_after: timedelta
) -> Digest:
    """What the channel is told up to `now`, since the day from which on `facts.past` tells what is new."""
    since, place = facts.past.since, ZoneInfo(period.zone)
    named = _named(facts, since)
    first = {name: _first(links, now, overdue_after) for name, links in named.items()}
    beyond = {name: len(links) - MOST_LINES for name, links in named.items() if len(links) > MOST_LINES}
    pages = {"over_limit": len(facts.partners) - MOST_LINES, "near_limit": len(facts.near) - MOST_LINES}
    weeks = facts.past.points(facts.counts.states, facts.states, period.zone)
    return Digest(
        channel=channel,
        week=period.week,
        every=period.every,
        since=since,
        at=now,
        counts=_counts(facts, len(named["unreachable"])),
        lost=first["lost"],
        weakened=first["weakened"],
        replaced=first["replaced"],
        recovered=first["recovered"],
        still_open=first["still_open"],
        accepted=len(named["accepted"]),
        pending=first["pending"],
        unreachable=first["unreachable"],
        over_limit=tuple(_partner_line(partner) for partner in facts.partners[:MOST_LINES]),
        near_limit=tuple(_partner_line(partner) for partner in facts.near[:MOST_LINES]),
        noted=_noted(facts),
        guaranteed=first["guaranteed"],
        costs=costs_of_what_is_down(facts.links),
        left_out=beyond | {name: more for name, more in pages.items() if more > 0},
        first_day=since.astimezone(place).date(),
        last_day=now.astimezone(place).date(),
        moves=facts.past.moves(facts.states),
        # Zeros of weeks before anything was tracked would tell of a rise that was none.
        series=tuple(dropwhile(lambda week: not week.watched, weeks)),
        agreement=_agreement(facts.links, now - timedelta(weeks=JUDGED_WEEKS)),
    )


def _agreement(links: Iterable[Link], since: datetime) -> Agreement:
    return Agreement.among(link.opinion for link in links if link.opinion and link.opinion.at >= since)


def _named(facts: DigestFacts, since: datetime) -> Mapping[str, Sequence[Link]]:
    """The links of each list."""
    bad = [link for link in facts.links if link.standing.state.is_bad]
    fresh = [link for link in bad if _came(link, since)]
    old = [link for link in bad if not _came(link, since)]
    return {
        "lost": [link for link in fresh if link.standing.state is LinkState.LOST],
        "weakened": [link for link in fresh if link.standing.state is LinkState.WEAKENED],
        "replaced": [link for link in fresh if link.standing.state is LinkState.REPLACED],
        "recovered": [link for link in facts.links if link.id in facts.past.recovered and link.standing.state.is_live],
        "still_open": [link for link in old if not is_accepted(link)],
        "accepted": [link for link in old if is_accepted(link)],
        "guaranteed": sorted((each for each in bad if under_guarantee(each) and not is_accepted(each)), key=_by_claim),
        "pending": [link for link in facts.links if link.standing.state is LinkState.PENDING],
        "unreachable": [link for link in facts.links if link.standing.unreachable],
    }


def _by_claim(link: Link) -> date:
    """Those first that can be claimed soonest; where no day was agreed, after them."""
    return claim_until(link) or date.max


def _came(link: Link, since: datetime) -> bool:
    """Whether it came into its state since then."""
    return link.standing.since is not None and link.standing.since > since


def _counts(facts: DigestFacts, unreachable: int) -> DigestCounts:
    states = facts.counts.states
    return DigestCounts(
        live=sum(number for state, number in states.items() if state.is_live),
        weakened=states.get(LinkState.WEAKENED, 0),
        lost=states.get(LinkState.LOST, 0),
        replaced=states.get(LinkState.REPLACED, 0),
        pending=states.get(LinkState.PENDING, 0),
        new=states.get(LinkState.NEW, 0),
        unreachable=unreachable,
        snoozed=facts.snoozed,
        given=facts.given,
        partners=facts.counts.partners,
    )


def _first(links: Iterable[Link], now: datetime, overdue_after: timedelta) -> tuple[LinkLine, ...]:
    """The overdue ones, then those that wait longest, as far as a list goes."""
    lines = (_line(link, now, overdue_after) for link in links)
    return tuple(heapq.nsmallest(MOST_LINES, lines, key=lambda line: (not line.overdue, line.since or _NEVER)))


def _line(link: Link, now: datetime, overdue_after: timedelta) -> LinkLine:
    standing = link.standing
    return LinkLine(
        ref=link.ref,
        page_url=link.page_url,
        target=link.target,
        state=standing.state,
        since=since_of(standing),
        text="" if standing.unreachable else _text(standing),
        owner=link.owner,
        overdue=is_overdue(link, now, overdue_after),
        accepted=is_accepted(link),
        guaranteed_until=link.terms.guaranteed_until if under_guarantee(link) else None,
        claim_until=claim_until(link),
    )


def _text(standing: LinkStatus) -> str:
    """What was found; where a person said so instead, that."""
    marked = "Marked as lost by hand." if standing.marked_by and standing.state is LinkState.LOST else ""
    return " ".join(finding.text for finding in standing.open) or marked


def _noted(facts: DigestFacts) -> tuple[NotedKind, ...]:
    """What was found and not alerted of those that have a note since its first day, by kind; of each page once."""
    pages: dict[str, dict[tuple[str, str], list[str]]] = {}
    for ref, url, finding in _notes(facts):
        pages.setdefault(finding.kind, {}).setdefault((url, finding.text), []).append(ref)
    return tuple(
        NotedKind(
            kind,
            len(found),
            tuple(NotedPage(tuple(refs), *page) for page, refs in islice(found.items(), _MOST_NOTED)),
        )
        for kind in kinds()
        if (found := pages.get(kind))
    )


def _notes(facts: DigestFacts) -> Iterator[tuple[str, str, Finding]]:
    for link in facts.links:
        if link.ref in facts.past.noted and link.standing.state is not LinkState.LOST:
            yield from ((link.ref, link.page_url, note) for note in link.standing.notes)
    for partner in facts.noted:
        quiet = (finding for finding in partner.findings if not alerts(finding, facts.silent))
        yield from ((partner.ref, partner.page_url, finding) for finding in quiet)


def near_limit(partners: Iterable[Partner]) -> list[Partner]:
    """Those that a few links more would put over their limit, the fullest first."""
    return sorted((each for each in partners if _NEAR <= _fullness(each) <= 1), key=_fullness, reverse=True)


def over_limit(partners: Iterable[Partner]) -> list[Partner]:
    """Those with more links than their limit, the fullest first.

    One whose alert is still open, for it fell no more than a little below its limit, is near it.
    """
    return sorted((each for each in partners if _fullness(each) > 1), key=_fullness, reverse=True)


def _fullness(partner: Partner) -> float:
    return (partner.outbound or 0) / partner.max_outbound


def _partner_line(partner: Partner) -> PartnerLine:
    return PartnerLine(
        partner.ref, partner.page_url, partner.outbound or 0, partner.max_outbound, agreed=partner.limit_agreed
    )


def digest_from_json(payload: str) -> Digest:
    """The digest that a notice carries."""
    return msgspec.json.decode(payload, type=Digest)


def costs_of_what_is_down(links: Iterable[Link]) -> tuple[DownCosts, ...]:
    """What the lost and the weakened ones cost, each currency for itself; states without a known cost are left out."""
    down = [link for link in links if is_down(link)]
    found = (_costs(state, down) for state in (LinkState.LOST, LinkState.REPLACED, LinkState.WEAKENED))
    return tuple(costs for costs in found if costs.known)


def _costs(state: LinkState, down: Sequence[Link]) -> DownCosts:
    those = [link for link in down if link.standing.state is state]
    costs = [link.terms.cost for link in those if link.terms.cost]
    return DownCosts(state, len(those), len(costs), sums(costs))
