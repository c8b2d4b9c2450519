"""What reads pages and judges links, put together from the configuration: for the bot and for workers alike."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from jobs.checks.allowance import Allowance, DailyAllowance
from jobs.checks.canaries import Canaries, read_control
from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import ALONE, LEASE, Bounds, Dispatching, SharedWork
from jobs.checks.elsewhere import look_from_here
from jobs.checks.follow_candidates import AbsenceSettler
from jobs.checks.kept_relevance import RelevanceKeeper
from jobs.checks.next_check import Rhythm
from jobs.checks.second_look import SecondLook
from jobs.checks.visit import LONGEST_VISIT
from jobs.checks.wait_for_check import CheckWaiter
from jobs.config import Config
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.model.verdict import Policy
from jobs.pages.reader import PageReader
from jobs.relevance.compare_pages import Compare
from jobs.store.protocol import Store
from jobs.units.clock import Clock

if TYPE_CHECKING:
    from jobs.telemetry.metrics import CheckCounts


class Work(Struct, frozen=True):
    """What reads pages and judges links."""

    store: Store
    reader: PageReader
    dispatcher: Dispatching
    waiter: CheckWaiter
    longest_visit: timedelta = LONGEST_VISIT
    """How long a host, or a sheet, may be at work."""


def work_on(
    config: Config,
    store: Store,
    reader: PageReader,
    clock: Clock,
    told: Sequence[Callable[[], None]] = (),
    *,
    compare: Compare,
    longest_visit: timedelta = LONGEST_VISIT,
    lease: timedelta = LEASE,
    counts: "CheckCounts | None" = None,
    sharing: SharedWork = ALONE,
    hosts: int = 0,
) -> Work:
    """What visits due hosts; all of `told` are called after each check: there may be something to say or show.

    `hosts` are visited at once; 0: as many as the configuration says.
    """
    waiter = CheckWaiter(store, clock)
    allowance = sharing.allowance or DailyAllowance(clock)
    parts = _parts(config, store, reader, compare, clock, allowance)
    parts = replace(parts, counted=counts.checked if counts else None)
    if sharing.regions:
        parts = replace(parts, ask_elsewhere=sharing.regions.ask)
        sharing.regions.answer_with(partial(look_from_here, parts.read, store))

    async def check(claim: HostClaim, due: DuePage) -> bool:
        try:
            return await check_page(parts, claim, due)
        finally:
            for tell in told:
                tell()
            waiter.seen(due.page.url)

    bounds = Bounds(hosts=hosts or config.network.concurrency, visit=longest_visit, lease=lease)
    return Work(store, reader, sharing.dispatches(store, check, clock, bounds), waiter, longest_visit)


def _parts(  # noqa: PLR0917  # all that a check works with
    config: Config, store: Store, reader: PageReader, compare: Compare, clock: Clock, allowance: Allowance
) -> CheckDeps:
    checks = config.checks
    canaries = Canaries(reader.read, store, checks.canaries, clock)
    second = SecondLook(reader.read, allowance, reader.draw if reader.can_draw else None)
    settler = AbsenceSettler(reader.follow, reader.read, clock, allowance)
    return CheckDeps(
        store=store,
        read=second.read,
        read_control=partial(read_control, reader.read, allowance),
        settle_absences=settler.settle,
        canary_answers=canaries.answers,
        clock=clock,
        policy=Policy(
            confirm=checks.confirm,
            confirm_weakened=checks.confirm_weakened,
            confirm_recovery=checks.confirm_recovery,
            confirm_replaced=checks.confirm_replaced,
            unreachable_after=checks.unreachable_after,
        ),
        rhythm=Rhythm(
            every=checks.every,
            partners_every=checks.partners_every,
            jitter=checks.jitter,
            full_read_every=checks.full_read_every,
        ),
        hysteresis=config.partners.hysteresis,
        severities=config.alerts.severity,
        silent=frozenset(config.alerts.silent),
        relevance=RelevanceKeeper(compare, reader.read, clock) if config.relevance.keep else None,
        least_relevance=config.relevance.least,
        admin_channel=config.slack.admin_channel,
    )
