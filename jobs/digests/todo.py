"""What wants a person: alerts that nobody took, and what no alert tells; the digest and `todo` alike (pure)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from jobs.exchanges.sides import partners_of
from jobs.exchanges.timing import ends_within_month
from jobs.exchanges.wording import changed
from jobs.model.digest import Digest
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.todo import Todo, TodoKind
from jobs.units.english import joined
from jobs.verdicts.guarantee import claim_until, runs

_MOST, _MOST_REFS = 20, 10
_ORDER = tuple(TodoKind)
_OF_LINKS = {
    IncidentKind.LOST: TodoKind.LOST,
    IncidentKind.REPLACED: TodoKind.REPLACED,
    IncidentKind.WEAKENED: TodoKind.WEAKENED,
    IncidentKind.TARGET: TodoKind.TARGET,
}
_LATER = datetime.max.replace(tzinfo=UTC)


class TodoFacts(Struct, frozen=True):
    """What is looked through for it."""

    incidents: Sequence[Incident]
    """The open ones of the channel."""
    links: Sequence[Link]
    """Those with which something is proved to be wrong, and the pending ones; others among them are passed over."""
    deals: Sequence[Exchange]
    """Those that are not over."""
    overdue_after: timedelta


def is_overdue(link: Link, now: datetime, after: timedelta) -> bool:
    """Whether a link was agreed so long ago that it should be placed by now."""
    return link.standing.state is LinkState.PENDING and now - link.added_at > after


def since_of(standing: LinkStatus) -> datetime | None:
    """Since when it is so: of a lost link, since it was first not there; of another page, since that was first seen."""
    if standing.unreachable:
        return standing.unknown_since
    first_seen = {LinkState.LOST: standing.absent_since, LinkState.REPLACED: standing.replaced_since}
    return first_seen.get(standing.state) or standing.since


def to_do(facts: TodoFacts, now: datetime) -> list[Todo]:
    """All that wants a person, the most urgent first; what somebody is on, snoozed or accepted does not."""
    found = [*_TodoSearch(facts, now).through()]
    return sorted(found, key=lambda each: (_ORDER.index(each.kind), each.until or date.max, each.since or _LATER))


def with_todo(digest: Digest, facts: TodoFacts) -> Digest:
    """The digest with what wants a person on top."""
    found = to_do(facts, digest.at)
    more = {"todo": len(found) - _MOST} if len(found) > _MOST else {}
    return replace(digest, todo=tuple(found[:_MOST]), left_out={**digest.left_out, **more})


class _TodoSearch:
    """Goes through the facts; what stands under one heading is left out of the others."""

    def __init__(self, facts: TodoFacts, now: datetime) -> None:
        self.facts = facts
        self.now = now
        self.links: Mapping[int, Link] = {link.id: link for link in facts.links if _waits(link, now)}
        self.broken = [deal for deal in facts.deals if deal.state.is_breach]
        self.of_deals = {link for deal in self.broken for link in deal.links}
        self.told: set[int] = set()
        """Links that an alert tells of."""
        self.claimed: set[int] = set()

    def through(self) -> Iterator[Todo]:
        """Alerts of links first, for what they tell of is not told again."""
        for incident in self.facts.incidents:
            if incident.kind in _OF_LINKS:
                yield from self._alert(incident)
            elif incident.kind is IncidentKind.PARTNER_OVER_LIMIT and self._is_free(incident):
                yield _of_page(incident)
        yield from self._claims()
        for deal in self.facts.deals:
            yield from self._deal(deal)
        for link in self.links.values():
            if is_overdue(link, self.now, self.facts.overdue_after):
                yield _of_links(TodoKind.OVERDUE, [link], since=link.added_at)

    def _is_free(self, incident: Incident) -> bool:
        return not incident.holder and not incident.is_snoozed(self.now)

    def _alert(self, incident: Incident) -> Iterator[Todo]:
        """An alert about links: what can be claimed is, whoever is on it."""
        self.told.update(incident.members)
        waiting = [self.links[each] for each in sorted(incident.waiting) if each in self.links]
        if not waiting or incident.is_snoozed(self.now):
            return
        if claimable := self._claimable(waiting):
            yield self._claim(claimable, incident)
        elif not incident.holder and not {link.id for link in waiting} <= self.of_deals:
            yield _of_links(_OF_LINKS[incident.kind], waiting, incident, since=since_of(waiting[0].standing))

    def _claims(self) -> Iterator[Todo]:
        """What can be claimed though no alert tells of it, such as what people marked as lost."""
        by_page: dict[str, list[Link]] = {}
        for link in self._claimable(link for link in self.links.values() if link.id not in self.told):
            by_page.setdefault(link.page_url, []).append(link)
        for links in by_page.values():
            yield self._claim(links)

    def _claimable(self, links: Iterable[Link]) -> list[Link]:
        """Those that can be claimed; each is told once, though several alerts tell of it."""
        found = [link for link in links if link.id not in self.claimed and runs(claim_until(link), self.now)]
        self.claimed.update(link.id for link in found)
        return found

    def _claim(self, links: Sequence[Link], incident: Incident | None = None) -> Todo:
        until = min(day for link in links if (day := claim_until(link)))
        holder = incident.holder if incident else ""
        return _of_links(TodoKind.CLAIM, links, incident, since=since_of(links[0].standing), until=until, holder=holder)

    def _deal(self, deal: Exchange) -> Iterator[Todo]:
        if deal.state.is_breach:
            kind, of_alert = TodoKind.BREACH, IncidentKind.BREACH
        elif ends_within_month(deal, self.now):
            kind, of_alert = TodoKind.ENDING, IncidentKind.EXPIRING
        else:
            return
        told = [each for each in self.facts.incidents if each.subject == deal.ref and each.kind is of_alert]
        if all(map(self._is_free, told)):
            yield _of_deal(kind, deal, told[0].id if told else "")


def _waits(link: Link, now: datetime) -> bool:
    standing = link.standing
    return (standing.state.is_bad or standing.state is LinkState.PENDING) and not standing.is_snoozed(now)


def _of_links(
    kind: TodoKind,
    links: Sequence[Link],
    incident: Incident | None = None,
    *,
    since: datetime | None,
    until: date | None = None,
    holder: str = "",
) -> Todo:
    first = links[0]
    findings = incident.findings if incident and incident.findings else first.standing.open
    return Todo(
        kind,
        tuple(link.ref for link in links[:_MOST_REFS]),
        count=len(links),
        incident=incident.id if incident else "",
        page_url=first.page_url,
        target=first.target,
        text=" ".join(each.text for each in findings),
        since=since,
        until=until,
        holder=holder,
    )


def _of_deal(kind: TodoKind, deal: Exchange, incident: str) -> Todo:
    said = f"with {joined(partners_of(deal))}"
    if kind is TodoKind.BREACH:
        said = f"{said}: {changed(deal)}"
    since = deal.broken_since or deal.since
    return Todo(kind, (deal.ref,), incident=incident, text=said, since=since, until=deal.until)


def _of_page(incident: Incident) -> Todo:
    text = " ".join(finding.text for finding in incident.findings)
    return Todo(TodoKind.OVER_LIMIT, (incident.subject,), incident=incident.id, text=text, since=incident.began_at)
