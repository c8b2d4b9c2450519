"""The weekly digest: built from what the store knows (pure), and written as one row of the outbox."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from jobs.config.sections import Config
from jobs.digest_costs import costs_of_what_is_down
from jobs.digest_turns import DigestPlan, digest_due, digest_plan, last_turn, next_turn, week_of
from jobs.digest_weeks import WEEKS, week_points
from jobs.guarantee import under_guarantee
from jobs.model.digest import Digest, DigestCounts, LinkLine, PartnerLine
from jobs.model.history import Event
from jobs.model.link import Link, Partner
from jobs.model.notice import Notice, NoticeKind
from jobs.model.standing import LinkState
from jobs.store.protocol import LinkQuery, StaleError, Store, Write

WEEK = timedelta(days=7)
_LIVE = frozenset({LinkState.LIVE, LinkState.SUSPECT, LinkState.RECOVERED})
_BAD = frozenset({LinkState.LOST, LinkState.WEAKENED})
_OLDER_EVENTS = timedelta(weeks=8)
"""So much further back is read, to know how a link stood at the start of the chart."""


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What a digest is built from."""

    links: Sequence[Link]
    partners: Sequence[Partner] = ()
    events: Sequence[Event] = ()
    """Of the last twelve weeks and somewhat more, oldest first."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why pages could not be read, by their address."""


def build_digest(
    channel: str, week: str, facts: DigestFacts, now: datetime, *, zone: str, overdue_after: timedelta
) -> Digest:
    """The channel's week up to `now`."""
    since = now - WEEK
    lines = {link.id: _line(link, facts.reasons, now, overdue_after) for link in facts.links}
    bad = [link for link in facts.links if link.standing.state in _BAD]
    old = [link for link in bad if not _came(link, since)]
    return Digest(
        channel=channel,
        week=week,
        since=since,
        at=now,
        zone=zone,
        counts=_counts(facts, now),
        lost=_lines(lines, [link for link in bad if _came(link, since) and link.standing.state is LinkState.LOST]),
        weakened=_lines(
            lines, [link for link in bad if _came(link, since) and link.standing.state is LinkState.WEAKENED]
        ),
        recovered=_recovered(lines, facts, since),
        still_open=_lines(lines, old),
        pending=_pending(lines, facts.links),
        unreachable=_lines(lines, [link for link in facts.links if link.standing.unreachable]),
        guaranteed=_lines(lines, [link for link in bad if under_guarantee(link)]),
        costs=costs_of_what_is_down(facts.links),
        over_limit=tuple(_partner_line(partner) for partner in facts.partners if partner.over_limit),
        series=week_points(facts.links, facts.events, now, zone),
    )


def _came(link: Link, since: datetime) -> bool:
    """Whether it came into its state within the week."""
    return link.standing.since is not None and link.standing.since >= since


def _counts(facts: DigestFacts, now: datetime) -> DigestCounts:
    standings = [link.standing for link in facts.links]
    states = [standing.state for standing in standings]
    return DigestCounts(
        live=sum(state in _LIVE for state in states),
        weakened=states.count(LinkState.WEAKENED),
        lost=states.count(LinkState.LOST),
        pending=states.count(LinkState.PENDING),
        new=states.count(LinkState.NEW),
        unreachable=sum(standing.unreachable for standing in standings),
        snoozed=sum(standing.snoozed_until is not None and standing.snoozed_until > now for standing in standings),
        partners=len(facts.partners),
    )


def _line(link: Link, reasons: Mapping[str, str], now: datetime, overdue_after: timedelta) -> LinkLine:
    standing = link.standing
    said = " ".join(finding.text for finding in standing.open)
    waits = standing.state is LinkState.PENDING and now - link.added_at > overdue_after
    return LinkLine(
        ref=link.ref,
        page_url=link.page_url,
        target=link.target,
        state=standing.state,
        since=standing.unknown_since if standing.unreachable else standing.since,
        text=reasons.get(link.page_url, "") if standing.unreachable else said,
        owner=link.owner,
        overdue=waits,
        guaranteed_until=link.terms.guaranteed_until if under_guarantee(link) else None,
    )


def _lines(lines: Mapping[int, LinkLine], links: Iterable[Link]) -> tuple[LinkLine, ...]:
    """Those that wait longest first."""
    chosen = [lines[link.id] for link in links]
    return tuple(sorted(chosen, key=lambda line: (line.since is None, line.since or datetime.max.replace(tzinfo=UTC))))


def _pending(lines: Mapping[int, LinkLine], links: Iterable[Link]) -> tuple[LinkLine, ...]:
    waiting = _lines(lines, [link for link in links if link.standing.state is LinkState.PENDING])
    return tuple(sorted(waiting, key=lambda line: not line.overdue))


def _recovered(lines: Mapping[int, LinkLine], facts: DigestFacts, since: datetime) -> tuple[LinkLine, ...]:
    came_back = {event.subject for event in facts.events if event.kind == "recovered" and event.at >= since}
    return _lines(lines, [link for link in facts.links if link.ref in came_back and link.standing.state in _LIVE])


def _partner_line(partner: Partner) -> PartnerLine:
    return PartnerLine(partner.ref, partner.page_url, partner.outbound or 0, partner.max_outbound)


def digest_from_json(payload: str) -> Digest:
    """The digest that a notice carries."""
    return msgspec.json.decode(payload, type=Digest)


async def read_digest(store: Store, config: Config, channel: str, now: datetime, week: str = "") -> Digest:
    """A channel's digest as of now, from the store; `week` is the ISO week that it is for, if not the present one."""
    chosen = await store.channel_settings(channel)
    plan = digest_plan(config.digest, chosen)
    zone = plan.zone if plan else config.digest.zone
    week = week or week_of(now.astimezone(ZoneInfo(zone)).date())
    facts = await _facts(store, channel, now)
    digest = build_digest(channel, week, facts, now, zone=zone, overdue_after=config.checks.overdue_after)
    told = digest.without_costs() if chosen.hide_costs else digest
    return replace(told, next_at=next_turn(plan, now) if plan else None)


async def _facts(store: Store, channel: str, now: datetime) -> DigestFacts:
    links = await store.links(LinkQuery(channel=channel))
    pages = [await store.page(link.page_url) for link in links if link.standing.unreachable]
    return DigestFacts(
        links=links,
        partners=await store.partners(channel),
        events=await store.events(channel=channel, since=now - WEEKS * WEEK - _OLDER_EVENTS),
        reasons={page.url: page.last_reason for page in pages if page},
    )


class Digests:
    """Writes each channel's digest when its turn has come; it remembers which are written, and so does the store."""

    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config
        self._written: dict[str, str] = {}

    async def write_due(self, now: datetime) -> int:
        """Write what is due in all channels; how many notices were handed to the store."""
        written = 0
        for channel in await self._store.channels():
            if week := await self._due(channel, now):
                with contextlib.suppress(StaleError):  # last week's is being sent: at the next tick, then
                    await write_digest(self._store, self._config, channel, week, now)
                    self._written[channel] = week
                    written += 1
        return written

    async def _due(self, channel: str, now: datetime) -> str | None:
        plan: DigestPlan | None = digest_plan(self._config.digest, await self._store.channel_settings(channel))
        if plan is None:
            return None
        week = last_turn(plan, now)[1]
        if week == self._written.get(channel):
            return None
        watched: list[Link | Partner] = [
            *await self._store.links(LinkQuery(channel=channel)),
            *await self._store.partners(channel),
        ]
        since = min((each.added_at for each in watched), default=now)
        return digest_due(plan, since, now)


async def write_digest(store: Store, config: Config, channel: str, week: str, now: datetime) -> None:
    """Put a channel's digest into the outbox; its key holds channel and week, so that a second one is passed over.

    An older one that still waits there, after a long silence of Slack's, is no longer worth saying. Raises StaleError
    where that one is being sent just now.
    """
    digest = await read_digest(store, config, channel, now, week)
    payload = msgspec.json.encode(digest).decode()
    key = f"digest/{channel}/{week}"
    fresh = Notice(key, channel, NoticeKind.DIGEST, now, payload=payload)
    waiting = [old.key for old in await store.notices() if old.kind is NoticeKind.DIGEST and old.channel == channel]
    older = [old for old in waiting if old < key]  # one for a later week is there after the clock was set back
    await store.write(Write(notices=[fresh], supersede=older))
