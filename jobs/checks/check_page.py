"""One due page: read it, judge everything that hangs on it, and write what came of it in one step."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from jobs.alerts.batches import joins_batch
from jobs.alerts.grouping import channels_alerted
from jobs.alerts.groups import place
from jobs.alerts.incidents import AlertChanges, alerts_for
from jobs.checks.around import as_tracked_now, known_incidents, our_languages
from jobs.checks.elsewhere import AskElsewhere, nowhere, with_others
from jobs.checks.kept_relevance import RelevanceKeeper, outdated
from jobs.checks.next_check import Rhythm, may_ask_conditionally, next_check_at
from jobs.checks.partner_pages import PartnerPolicy, PartnersAfter, judge_partners, links_on, snoozed_only
from jobs.checks.record import (
    Judged,
    PageHosts,
    hosts_after,
    how_it_ended,
    is_missing,
    led_to,
    links_after,
    page_after,
    plans_for,
)
from jobs.checks.storm_guard import StormGuard
from jobs.checks.storm_watch import AskCanaries, Checked, watch_for_storm
from jobs.exchanges.follow import with_exchanges
from jobs.model.findings import Finding, Severity
from jobs.model.kept_relevance import Compared, KeptRelevance
from jobs.model.link import Link
from jobs.model.page import Outcome
from jobs.model.tracked_page import DuePage, HostClaim, HostState
from jobs.model.verdict import Policy
from jobs.model.write import Write
from jobs.pages.reading import Read, Reading
from jobs.pages.what_it_is import ControlReadings, gone_to_file
from jobs.rules import alerts, rules_version
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from jobs.units.clock import Clock
from jobs.verdicts.evaluate import Circumstances, asks_canaries, evaluate, evaluate_target, question_about
from jobs.verdicts.state_machine import needs_probe
from jobs.web.urls import mask

log = logging.getLogger(__name__)

TRIES = 5
"""So often a page is judged again when somebody edited its links meanwhile."""
AFTER_STORM = timedelta(minutes=10)

SettleAbsences = Callable[[Reading], Awaitable[Reading]]
"""Seek links that were not found behind what may lead to the target without saying so."""
ReadControl = Callable[[str], Awaitable[ControlReadings | None]]
"""Ask the home page of the host that this address is on, and addresses there that cannot exist; None: not today."""


@dataclass(frozen=True, slots=True)
class CheckDeps:
    """What a check works with."""

    store: Store
    read: Read
    read_control: ReadControl
    settle_absences: SettleAbsences
    canary_answers: AskCanaries
    """Asked before a dead name counts as proof, and when so much fails that the fault may be ours."""
    clock: Clock
    policy: Policy = field(default_factory=Policy)
    rhythm: Rhythm = field(default_factory=Rhythm)
    hysteresis: float = 0.1
    severities: Mapping[str, Severity] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    ask_elsewhere: AskElsewhere = nowhere
    """Asked before an absence counts."""
    relevance: RelevanceKeeper | None = None
    """Works out how close pages are to ours; None: nobody asked for that."""
    least_relevance: int = 0
    """The score under which a page is noted as little related; 0: none is."""
    storm: StormGuard = field(default_factory=StormGuard)
    admin_channel: str = ""
    """Told of storms; empty: the channels whose pages fail."""
    counted: Callable[[Outcome, float], None] | None = None
    """Hears of each check: how it ended, and how many seconds it took."""
    chance: Callable[[], float] = random.random
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while it is decided and written how new incidents are told: decided side by side, each would be the first,
    and all but one refused by the store."""
    joining: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a link joins what is told of the batch that it was added with: many do at once, and each write of one
    refuses those of the others."""

    def speaks(self, finding: Finding) -> bool:
        """Whether a finding is alerted at once, or only listed in the digest."""
        return alerts(finding, self.silent)


@dataclass(frozen=True, slots=True)
class _Check:
    """One reading of one page with what was asked beside it."""

    reading: Reading
    control: ControlReadings | None
    canary_up: bool | None
    host: HostState
    """As it was before this check."""
    at: datetime
    """When it was over: what was due then counts, however long the writing takes."""
    our_languages: Mapping[str, str] = field(default_factory=dict)
    """Target -> the language that our page there declares, as far as it was read."""
    relevances: Mapping[Compared, KeptRelevance] = field(default_factory=dict)
    """What this check learnt of how close pages are, by the link."""

    @property
    def is_unchanged(self) -> bool:
        """Whether the page was not parsed, because it is as it was."""
        return self.reading.outcome is Outcome.OK and self.reading.examined is None

    def answers(self, links: Iterable[Link]) -> bool:
        """Whether the page was asked for all of these links, as they are agreed now."""
        known = self.reading.examined
        return known is None or all(question_about(link).key in known.answers for link in links)


async def check_page(deps: CheckDeps, claim: HostClaim, due: DuePage) -> bool:
    """Look at one due page and record it; False where its host is to be left in peace for a while."""
    began = monotonic()
    host = await deps.store.host(claim.host.host)  # an earlier page of this claim may have changed it
    check = await _run(deps, host, due)
    trusted = not deps.storm.active
    judged = _judge(deps, due, check)
    await _update_storm_guard(deps, due, check, judged)
    if deps.storm.active is trusted:
        judged = _judge(deps, due, check)
    for _ in range(TRIES):
        try:
            async with (
                deps.joining if any(joins_batch(each, check.at) for each in judged.evaluations) else nullcontext()
            ):
                await _write(deps, await _write_of(deps, claim, due, check, judged), check.at)
        except StaleError:
            fresh = await as_tracked_now(deps.store, due)
            if fresh is None:
                return True  # nobody tracks it any more
            due = fresh
            if (check.is_unchanged and not _may_be_unchanged(deps, due)) or not check.answers(due.links):
                check = await _run(deps, host, due)
            judged = _judge(deps, due, check)
        else:
            ended = judged.ended
            _log(due, judged)
            if deps.counted:
                deps.counted(ended.outcome, monotonic() - began)
            elsewhere = bool(led_to(due.page, check.reading)) and not ended.control_failed
            return elsewhere or not ended.is_host_trouble
    log.warning("%s: not recorded, somebody else writes to it; it stays due", mask(due.page.url))
    return True


def _log(due: DuePage, judged: Judged) -> None:
    """One line a check: the page, how it was, and each link's state after it."""
    states = " ".join(f"{each.after.ref}={each.after.standing.state}" for each in judged.evaluations)
    partners = " ".join(partner.ref for partner in due.partners)
    facts = {"page": mask(due.page.url), "outcome": judged.ended.outcome, "links": states, "partners": partners}
    log.info("Checked", extra={name: fact for name, fact in facts.items() if fact})


async def _run(deps: CheckDeps, host: HostState, due: DuePage) -> _Check:
    known = due.page if _may_be_unchanged(deps, due) else None
    questions = [question_about(link) for link in due.links]
    reading = await deps.read(due.page.url, known, questions, owner=bool(due.partners))
    settled = await with_others(deps.ask_elsewhere, due, await deps.settle_absences(reading))
    was_page = bool(due.page.good_sketch)
    check = await _with_control(deps, host, due, gone_to_file(settled) if was_page else settled)
    looked = await deps.relevance.look(due.links, settled) if deps.relevance else {}
    relevances = {**outdated(due.inbound, settled), **looked}
    return replace(check, our_languages=await our_languages(deps.store, due), relevances=relevances)


def _may_be_unchanged(deps: CheckDeps, due: DuePage) -> bool:
    return may_ask_conditionally(due, rules_version(), deps.rhythm, deps.clock.now())


async def _with_control(deps: CheckDeps, host: HostState, due: DuePage, reading: Reading) -> _Check:
    """Ask the host's other pages where an absence would count, and once while all is well, to know what is usual."""
    now = deps.clock.now()
    confirming = any(needs_probe(link.standing, now) for link in due.links)
    if asks_canaries(reading):
        up = any((await deps.canary_answers()).values()) if confirming else None
        return _Check(reading, None, up, host, now)
    readable = not reading.outcome.is_unknown
    unknown_host = reading.outcome is Outcome.OK and not host.is_known and bool(due.links)
    control = await deps.read_control(due.page.url) if readable and (confirming or unknown_host) else None
    return _Check(reading, control, None, host, now)


def _judge(deps: CheckDeps, due: DuePage, check: _Check) -> Judged:
    """Everything that hangs on the page, judged by this check."""
    around = Circumstances(
        due.page,
        deps.policy,
        deps.severities,
        check.at,
        check.control,
        check.host,
        check.canary_up,
        trusted=not deps.storm.active,
        our_languages=check.our_languages,
        relevances=check.relevances,
        least_relevance=deps.least_relevance,
    )
    judged = [evaluate(link, check.reading, around) for link in due.links]
    newest = {each.after.id: each.after for each in judged}  # a page may be the target of a link that stands on it
    inbound = (evaluate_target(newest.get(link.id, link), check.reading, around) for link in due.inbound)
    evaluations = (*judged, *(each for each in inbound if each is not None))
    return Judged(evaluations, how_it_ended(check.reading, evaluations))


async def _update_storm_guard(deps: CheckDeps, due: DuePage, check: _Check, judged: Judged) -> None:
    """Let the storm guard know whether this page turned bad with this check; what was bad before is no news."""
    page = due.page
    was_well = page.last_outcome is Outcome.OK and not page.link_missing
    is_well = judged.ended.outcome is Outcome.OK and not is_missing(judged.evaluations, before=False)
    checked = Checked(
        page.host,
        turned_bad=was_well and not is_well,
        answered=is_well,
        about_to_count=not is_well and any(needs_probe(link.standing, check.at) for link in due.links),
        channels=frozenset(link.channel for link in (*due.links, *due.inbound)),
    )
    ask, channel = deps.canary_answers, deps.admin_channel
    await watch_for_storm(deps.store, deps.storm, ask, checked, now=check.at, admin_channel=channel)


async def _write(deps: CheckDeps, write: Write, now: datetime) -> None:
    """Write what came of a check, new incidents one after the other; raises StaleError as the store does."""
    if not channels_alerted(write):
        await deps.store.write(write)
        return
    async with deps.opening:
        await deps.store.write(await place(deps.store, write, now))


async def _write_of(deps: CheckDeps, claim: HostClaim, due: DuePage, check: _Check, judged: Judged) -> Write:
    """What has to be written after this check."""
    active, now = deps.storm.active, check.at
    evaluations, ended = judged.evaluations, judged.ended
    changes = alerts_for(evaluations, await known_incidents(deps.store, evaluations, now), deps.speaks, now)
    partners, said = await _partners_after(deps, due, check.reading, judged)
    plans = [*plans_for(due.page.url, evaluations), *partners.snoozes_end]
    # In a storm the fault is ours: no host is kept waiting for it, and the check is made again soon after.
    other = led_to(due.page, check.reading)
    before = PageHosts(check.host, await deps.store.host(other) if other else None)
    after = before if active else hosts_after(before, ended, check.control, now, deps.chance())
    at = now + AFTER_STORM * (1 + deps.chance()) if active else _next_check(deps, due, plans, after, now)
    write = Write(
        links=tuple(links_after(evaluations)),
        partners=partners.partners,
        pages=(page_after(due.page, check.reading, judged, at, now),),
        incidents=(*changes.incidents.values(), *said.incidents.values()),
        notices=(*changes.notices, *said.notices),
        events=(*changes.events, *said.events),
        hosts=tuple(host for host in after.all if host not in before.all),
        series=partners.series,
        claim=claim,
    )
    return await with_exchanges(deps.store, write, deps.speaks, now)


async def _partners_after(
    deps: CheckDeps, due: DuePage, reading: Reading, judged: Judged
) -> tuple[PartnersAfter, AlertChanges]:
    is_whole = reading.outcome is Outcome.OK  # a link that stands in a cut-off page is there, others may be in the rest
    if not is_whole or judged.ended.outcome is not Outcome.OK or deps.storm.active:
        return await snoozed_only(deps.store, due), AlertChanges()
    policy = PartnerPolicy(deps.hysteresis, deps.severities, deps.speaks)
    return await judge_partners(
        deps.store, due, reading, links_on(due, judged.evaluations), policy, now=deps.clock.now()
    )


def _next_check(
    deps: CheckDeps, due: DuePage, plans: list[datetime | None], hosts: PageHosts, now: datetime
) -> datetime:
    if hosts.waits_until is not None:
        return hosts.waits_until
    usual = next_check_at(due, plans, deps.rhythm, now, deps.chance())
    turn = due.page.turn_at
    # A check by hand leaves the page's own turn where it was: asking often must not put it off.
    return min(usual, turn) if turn is not None and turn > now else usual
