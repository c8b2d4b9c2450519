"""Our way to watch: the real state machine, timing, storm guard and grouping, on a clock that jumps."""

import heapq
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.alerts.incidents import alerts_for
from jobs.bench.month.faults import DAY, MONTH, Path, Says, SimulatedPage, World
from jobs.bench.month.readings import START, TARGET, Readings, readings
from jobs.bench.month.tally import Tally
from jobs.checks.check_page import AFTER_STORM
from jobs.checks.next_check import Rhythm, next_check_at
from jobs.checks.record import host_after, how_it_ended, is_missing, links_after, plans_for
from jobs.checks.storm_guard import StormGuard
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import NoticeKind
from jobs.model.page import Outcome
from jobs.model.reading import Sighting
from jobs.model.tracked_page import DuePage, HostState, TrackedPage
from jobs.model.verdict import Change, Evaluation, Observation, Policy
from jobs.pages.reading import Reading
from jobs.pages.similarity import pack
from jobs.pages.what_it_is import ControlReadings
from jobs.rules import alerts
from jobs.verdicts.evaluate import Circumstances, conclude, evaluate_target, observe
from jobs.verdicts.state_machine import needs_probe

_OURS = -1
"""The number of our own page, among those of the pages that lead to it."""
TAIL = 14 * DAY
"""After the month only true losses that were not told yet are tracked on, so that none is called missed too early."""
_CHANNELS = 20
_OUR_HOST = "ours.example"
_CANARIES = ("canary-a.example", "canary-b.example", "canary-c.example")


@dataclass(slots=True)
class _Tracked:
    """What is known of one page."""

    truth: SimulatedPage
    link: Link
    page: TrackedPage
    says: Says | None = None
    missing: bool = False
    was_well: bool = False


@dataclass(frozen=True, slots=True)
class _SimulatedCheck:
    """One reading of one page with what was asked beside it."""

    says: Says
    reading: Reading
    host: HostState
    at: float
    beside: tuple[Says, Says] | None = None
    control: ControlReadings | None = None
    canary_up: bool | None = None


class Watch:
    """Watches a world for a month."""

    def __init__(self, world: World, policy: Policy, seed: int) -> None:
        self._world = world
        self._policy = policy
        self._rhythm = Rhythm()
        self._draw = random.Random(seed)
        self._readings: Readings = readings()
        self._guard = StormGuard()
        self._hosts: dict[str, HostState] = {}
        self._incidents: dict[str, dict[str, Incident]] = {}
        self._observed: dict[tuple[object, ...], tuple[Sighting | None, Observation]] = {}
        self._said: set[str] = set()
        sketch = pack(self._readings.whole[Says.LINKED].facts.shingles)
        self._tracked = [self._begin(page, sketch) for page in world.pages]
        self.tally = Tally(len(world.pages))

    def run(self) -> Tally:
        """Look whenever something is due."""
        due = [(self._draw.uniform(0, DAY), number) for number in range(len(self._tracked))]
        if self._world.mix.ours_down:
            due.append((self._draw.uniform(0, DAY), _OURS))
        heapq.heapify(due)
        while due:
            at, number = heapq.heappop(due)
            if number == _OURS:
                if at < MONTH:
                    heapq.heappush(due, ((self._check_ours(at) - START).total_seconds(), _OURS))
                continue
            tracked = self._tracked[number]
            if at >= MONTH + TAIL or (at >= MONTH and not self._is_untold(tracked)):
                continue
            host = self._hosts[tracked.truth.host.name]
            wait = (host.not_before - _time(at)).total_seconds() if host.not_before else 0.0
            later = at + wait if wait > 0 else (self._look(tracked, host, at) - START).total_seconds()
            heapq.heappush(due, (later, number))
        self.tally.pending = {each.truth.number for each in self._tracked if each.link.standing.is_unplaced}
        return self.tally

    def _begin(self, page: SimulatedPage, sketch: str) -> _Tracked:
        name = page.host.name
        self._hosts.setdefault(name, HostState(name))
        url = f"https://{name}/{page.number}"
        link = Link(page.number, f"C{len(self._hosts) % _CHANNELS}", url, TARGET, START, LinkStatus())
        return _Tracked(page, link, TrackedPage(url, name, START, good_sketch=sketch))

    def _is_untold(self, tracked: _Tracked) -> bool:
        return tracked.truth.lost_at is not None and tracked.truth.number not in self.tally.told

    def _look(self, tracked: _Tracked, host: HostState, at: float) -> datetime:
        """One check, and what follows from it; gives when the next one is due."""
        says = self._ask(tracked, Path.PAGE, at)
        confirming = needs_probe(tracked.link.standing, _time(at))
        look = self._with_control(tracked, host, says, confirming=confirming, at=at)
        trusted = not self._guard.active
        judged = self._judge(tracked, look, trusted=trusted)
        self._mind_the_storm(tracked, look, judged, confirming=confirming)
        if self._guard.active is trusted:
            judged = self._judge(tracked, look, trusted=not trusted)
        tracked.link = judged.after
        self._tell(tracked, judged, at)
        return self._settle(tracked, look, judged)

    def _ask(self, tracked: _Tracked, path: Path, at: float) -> Says:
        if path is Path.PAGE:
            self.tally.checks += 1
        else:
            self.tally.beside += 1
        return self._world.ask(tracked.truth, path, at, self._draw.random)

    def _with_control(
        self, tracked: _Tracked, host: HostState, says: Says, *, confirming: bool, at: float
    ) -> _SimulatedCheck:
        """What is asked beside the page, when `check_page` would ask it."""
        read = self._readings
        settled = tracked.link.standing.state is LinkState.LIVE and says is tracked.says and says in read.unchanged
        reading = read.unchanged[says] if settled else read.whole[says]
        if says is Says.REF and self._world.ask_ours(at) is not Says.HOME:
            reading = read.ref_unproved
        look = _SimulatedCheck(says, reading, host, at)
        if says in read.asks_canaries:
            return replace(look, canary_up=not self._world.line_is_down(at) if confirming else None)
        first = reading.outcome is Outcome.OK and not host.is_known
        if reading.outcome.is_unknown or not (confirming or first):
            return look
        beside = self._ask(tracked, Path.ROOT, at), self._ask(tracked, Path.RANDOM, at)
        return replace(look, beside=beside, control=ControlReadings(*(read.beside[each] for each in beside)))

    def _judge(self, tracked: _Tracked, look: _SimulatedCheck, *, trusted: bool) -> Evaluation:
        """The real observation, remembered where it was made before, and the real judgement."""
        host = look.host
        around = Circumstances(
            tracked.page,
            self._policy,
            {},
            _time(look.at),
            look.control,
            host,
            look.canary_up,
            trusted=trusted,
        )
        link = tracked.link
        key = (
            look.says,
            look.reading.examined is None,
            look.reading is self._readings.ref_unproved,
            look.beside,
            host.root_answers,
            host.root_outcome,
            host.root_sketch,
            host.missing_outcome,
            look.canary_up,
            trusted,
            link.expected,
        )
        if key not in self._observed:
            self._observed[key] = observe(link, look.reading, around)
        return conclude(link, look.reading, *self._observed[key], around)

    def _mind_the_storm(
        self, tracked: _Tracked, look: _SimulatedCheck, judged: Evaluation, *, confirming: bool
    ) -> None:
        """As `watch_for_storm` does it."""
        guard, now = self._guard, _time(look.at)
        missing = is_missing([judged], before=tracked.missing)
        is_well = how_it_ended(look.reading, [judged]).outcome is Outcome.OK and not missing
        turned_bad, raged = tracked.was_well and not is_well, guard.active
        tracked.missing, tracked.was_well = missing, is_well
        guard.record(judged.after.page_url, turned_bad=turned_bad, now=now, answered=is_well)
        if guard.active or (confirming and not is_well) or (turned_bad and guard.wants_canaries):
            guard.canaries(dict.fromkeys(_CANARIES, not self._world.line_is_down(look.at)), now)
        self.tally.storms += guard.active and not raged

    def _tell(self, tracked: _Tracked, judged: Evaluation, at: float) -> None:
        """What is said, and whether it is true."""
        if Change.LOST in judged.verdict.changes:
            self.tally.lost(tracked.truth, at)
        weakening, changes = tracked.truth.weakening, judged.verdict.changes
        is_weakened = weakening is not None and weakening.start <= at
        self.tally.unfounded += Change.WEAKENED in changes and not is_weakened
        self.tally.unfounded += Change.REPLACED in changes and not tracked.truth.is_lost(at)
        self._say([judged], at)

    def _say(self, judged: Iterable[Evaluation], at: float) -> None:
        changed: defaultdict[str, list[Evaluation]] = defaultdict(list)
        for each in judged:
            if each.verdict.changes:
                changed[each.after.channel].append(each)
        for channel, those in changed.items():
            known = self._incidents.setdefault(channel, {})
            told = alerts_for(those, known.values(), alerts, _time(at))
            known |= told.incidents
            new = [notice for notice in told.notices if notice.key not in self._said]
            self._said |= {notice.key for notice in new}
            for notice in new:
                self._count(notice.kind)

    def _count(self, kind: NoticeKind) -> None:
        if kind is NoticeKind.EDIT:
            self.tally.edits += 1
        elif kind is NoticeKind.REPLY:
            self.tally.replies += 1
        else:
            self.tally.cards += 1

    def _check_ours(self, at: float) -> datetime:
        """One check of the page that all links lead to; gives when the next one is due."""
        says, now, chance = self._world.ask_ours(at), _time(at), self._draw.random
        reading, host = self._readings.whole[says], self._hosts.setdefault(_OUR_HOST, HostState(_OUR_HOST))
        page = TrackedPage(TARGET, _OUR_HOST, now)
        around = Circumstances(page, self._policy, {}, now, trusted=not self._guard.active)
        judged = [each for tracked in self._tracked if (each := evaluate_target(tracked.link, reading, around))]
        for link in links_after(judged):
            self._tracked[link.id].link = link
        self._say(judged, at)
        if self._guard.active:
            return now + AFTER_STORM * (1 + chance())
        host = self._hosts[_OUR_HOST] = host_after(host, how_it_ended(reading, judged), None, now, chance())
        due = DuePage(page, inbound=tuple(tracked.link for tracked in self._tracked))
        return host.not_before or next_check_at(due, plans_for(TARGET, judged), self._rhythm, now, chance())

    def _settle(self, tracked: _Tracked, look: _SimulatedCheck, judged: Evaluation) -> datetime:
        """When the page is due again; its host and link are as the check leaves them."""
        now, chance = _time(look.at), self._draw.random
        if self._guard.active:
            tracked.says = None
            return now + AFTER_STORM * (1 + chance())
        tracked.says = look.says
        ended = how_it_ended(look.reading, [judged])
        host = host_after(look.host, ended, look.control, now, chance())
        self._hosts[host.host] = host
        if host.not_before is not None:
            return host.not_before
        due = DuePage(tracked.page, (tracked.link,))
        return next_check_at(due, plans_for(tracked.link.page_url, [judged]), self._rhythm, now, chance())


def _time(at: float) -> datetime:
    return START + timedelta(seconds=at)
