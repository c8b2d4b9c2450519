"""One due page: read it, judge everything that hangs on it, and write what came of it in one step."""

import logging
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jobs.alerts.incidents import Told, alerts_for
from jobs.checks.next_check import Rhythm, may_ask_conditionally, next_check_at
from jobs.checks.record import host_after, how_it_ended, is_missing, links_after, page_after, plans_for
from jobs.checks.storm_guard import StormGuard
from jobs.checks.storm_watch import AskCanaries, Checked, watch_for_storm
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.page import Outcome
from jobs.model.partner import Partner
from jobs.model.verdict import Judged, Policy
from jobs.model.watch import DuePage, HostClaim, HostState
from jobs.model.write import Write
from jobs.pages.reader import Read, Reading
from jobs.partners.incidents import partner_told
from jobs.partners.outbound import look_at_partner
from jobs.rules import alerts, rules_version
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from jobs.store.queries import LinkQuery
from jobs.units.clock import Clock
from jobs.verdicts.control_probe import Control
from jobs.verdicts.evaluate import Circumstances, asked_of, asks_canaries, look_at, look_at_target
from jobs.verdicts.state_machine import needs_probe
from jobs.web.urls import mask

log = logging.getLogger(__name__)

TRIES = 5
"""So often a page is judged again when somebody edited its links meanwhile."""
AFTER_STORM = timedelta(minutes=10)

ReadControl = Callable[[str], Awaitable[Control]]
"""Ask the home page and a random path of the host that this address is on."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a check works with."""

    store: Store
    read: Read
    read_control: ReadControl
    canary_answers: AskCanaries
    """Asked before a dead name counts as proof, and when so much fails that the fault may be ours."""
    clock: Clock
    policy: Policy = field(default_factory=Policy)
    rhythm: Rhythm = field(default_factory=Rhythm)
    hysteresis: float = 0.1
    severities: Mapping[str, Severity] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    storm: StormGuard = field(default_factory=StormGuard)
    admin_channel: str = ""
    """Told of storms; empty: the channels whose pages fail."""
    chance: Callable[[], float] = random.random

    def speaks(self, finding: Finding) -> bool:
        """Whether a finding is told at once, or only listed in the digest."""
        return alerts(finding, self.silent)


@dataclass(frozen=True, slots=True)
class _Look:
    """One reading of one page with what was asked beside it."""

    reading: Reading
    control: Control | None
    canary_up: bool | None
    host: HostState
    """As it was before this look."""
    at: datetime
    """When it was over: what was due then counts, however long the writing takes."""

    @property
    def is_unchanged(self) -> bool:
        """Whether the page was not parsed, because it is as it was."""
        return self.reading.outcome is Outcome.OK and self.reading.examined is None

    def answers(self, links: Iterable[Link]) -> bool:
        """Whether the page was asked for all of these links, as they are agreed now."""
        known = self.reading.examined
        return known is None or all(asked_of(link).key in known.answers for link in links)


async def check_page(parts: Parts, claim: HostClaim, due: DuePage) -> bool:
    """Look at one due page and record it; False where its host is to be left in peace for a while."""
    host = await parts.store.host(claim.host.host)  # an earlier page of this claim may have changed it
    look = await _look(parts, host, due)
    trusted = not parts.storm.raging
    judged = _judge(parts, due, look)
    await _mind_the_storm(parts, due, look, judged)
    if parts.storm.raging is trusted:
        judged = _judge(parts, due, look)
    for _ in range(TRIES):
        try:
            await parts.store.write(await _written(parts, claim, due, look, judged))
        except StaleError:
            fresh = await _again(parts.store, due)
            if fresh is None:
                return True  # nobody watches it any more
            due = fresh
            if (look.is_unchanged and not _may_be_unchanged(parts, due)) or not look.answers(due.links):
                look = await _look(parts, host, due)
            judged = _judge(parts, due, look)
        else:
            return not how_it_ended(look.reading, judged).is_host_trouble
    log.warning("%s: not recorded, somebody else writes to it; it stays due", mask(due.page.url))
    return True


async def _look(parts: Parts, host: HostState, due: DuePage) -> _Look:
    known = due.page if _may_be_unchanged(parts, due) else None
    reading = await parts.read(due.page.url, known, [asked_of(link) for link in due.links])
    return await _with_control(parts, host, due, reading)


def _may_be_unchanged(parts: Parts, due: DuePage) -> bool:
    return may_ask_conditionally(due, rules_version(), parts.rhythm, parts.clock.now())


async def _with_control(parts: Parts, host: HostState, due: DuePage, reading: Reading) -> _Look:
    """Ask the host's other pages where an absence would count, and once while all is well, to know what is usual."""
    now = parts.clock.now()
    confirming = any(needs_probe(link.standing, now) for link in due.links)
    if asks_canaries(reading):
        up = any((await parts.canary_answers()).values()) if confirming else None
        return _Look(reading, None, up, host, now)
    readable = not reading.outcome.is_unknown
    unknown_host = reading.outcome is Outcome.OK and host.root_answers is None and bool(due.links)
    control = await parts.read_control(due.page.url) if readable and (confirming or unknown_host) else None
    return _Look(reading, control, None, host, now)


def _judge(parts: Parts, due: DuePage, look: _Look) -> list[Judged]:
    """Everything that hangs on the page, judged by this look."""
    around = Circumstances(
        due.page,
        parts.policy,
        parts.severities,
        look.at,
        look.control,
        look.host.root_answers,
        look.host.root_outcome,
        look.canary_up,
        trusted=not parts.storm.raging,
    )
    judged = [look_at(link, look.reading, around) for link in due.links]
    newest = {each.after.id: each.after for each in judged}  # a page may be the target of a link that stands on it
    inbound = (look_at_target(newest.get(link.id, link), look.reading, around) for link in due.inbound)
    return judged + [each for each in inbound if each is not None]


async def _mind_the_storm(parts: Parts, due: DuePage, look: _Look, judged: list[Judged]) -> None:
    """Let the storm guard know whether this page turned bad with this look; what was bad before is no news."""
    page = due.page
    was_well = page.last_outcome is Outcome.OK and not page.link_missing
    is_well = how_it_ended(look.reading, judged).outcome is Outcome.OK and not is_missing(judged, before=False)
    checked = Checked(
        page.host,
        turned_bad=was_well and not is_well,
        answered=is_well,
        about_to_count=not is_well and any(needs_probe(link.standing, look.at) for link in due.links),
        channels=frozenset(link.channel for link in (*due.links, *due.inbound)),
    )
    ask, channel = parts.canary_answers, parts.admin_channel
    await watch_for_storm(parts.store, parts.storm, ask, checked, now=look.at, admin_channel=channel)


async def _again(store: Store, due: DuePage) -> DuePage | None:
    """The page with everyone who watches it now."""
    page = await store.page(due.page.url)
    if page is None:
        return None
    return DuePage(
        page,
        links=tuple(await store.links(LinkQuery(page_url=page.url))),
        partners=tuple(partner for partner in await store.partners() if partner.page_url == page.url),
        inbound=tuple(await store.links(LinkQuery(target=page.url))),
    )


async def _written(parts: Parts, claim: HostClaim, due: DuePage, look: _Look, judged: list[Judged]) -> Write:
    """What has to be written after this look."""
    raging, now = parts.storm.raging, look.at
    told = alerts_for(judged, await _known_incidents(parts.store, judged), parts.speaks, now)
    partners = [await _look_at_partner(parts, partner, look.reading, told) for partner in due.partners]
    ended = how_it_ended(look.reading, judged)
    # In a storm the fault is ours: no host is kept waiting for it, and the look is made again soon after.
    after = look.host if raging else host_after(look.host, ended, look.control, now, parts.chance())
    links = links_after(judged, after.not_before)
    at = now + AFTER_STORM * (1 + parts.chance()) if raging else _next_look(parts, due, links, after, now)
    return Write(
        links=tuple(links),
        partners=tuple(partners),
        pages=(page_after(due.page, look.reading, judged, at, now),),
        incidents=tuple(told.incidents.values()),
        notices=tuple(told.notices),
        events=tuple(told.events),
        hosts=(after,) if after != look.host else (),
        claim=claim,
    )


async def _known_incidents(store: Store, judged: list[Judged]) -> list[Incident]:
    """The incidents that these links or their causes may belong to; none where nothing changed."""
    news = [each.after for each in judged if each.verdict.changes or each.woke]
    known: dict[str, Incident] = {}
    for link in news:
        known |= {old.id: old for old in await store.incidents(link_id=link.id, only_open=False)}
    for channel in {link.channel for link in news}:
        known |= {old.id: old for old in await store.incidents(channel=channel)}
    return list(known.values())


async def _look_at_partner(parts: Parts, partner: Partner, reading: Reading, told: Told) -> Partner:
    if reading.outcome is not Outcome.OK or parts.storm.raging:
        return partner
    look = look_at_partner(partner, reading.facts, parts.hysteresis)
    known = await parts.store.incidents(channel=partner.channel, subject=partner.ref)
    said = partner_told(look, known, parts.clock.now())
    told.incidents.update(said.incidents)
    told.notices.extend(said.notices)
    told.events.extend(said.events)
    return look.partner


def _next_look(parts: Parts, due: DuePage, links: list[Link], host: HostState, now: datetime) -> datetime:
    if host.not_before is not None:
        return host.not_before
    usual = next_check_at(due, plans_for(due.page.url, links), parts.rhythm, now, parts.chance())
    turn = due.page.turn_at
    # A look by hand leaves the page's own turn where it was: asking often must not put it off.
    return min(usual, turn) if turn is not None and turn > now else usual
