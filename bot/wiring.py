"""Parts become a bot: what `run` and `demo` share. Nothing else in the project wires."""

import contextlib
import gc
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.access.viewer import Directory
from bot.outbox.chart_upload import Pictures
from bot.outbox.sender import Sender
from bot.outbox.trouble_watch import TroubleWatch
from bot.outbox.webhooks import Webhooks
from bot.outbox.worker import Outbox
from bot.preflight import Identity
from bot.request.deps import Deps
from bot.slack.connection import Connection
from jobs.alerts.escalate import Escalations
from jobs.checks.audit_page import MOST_WHILE_WAITING, audit_page
from jobs.checks.dispatcher import ALONE, OtherRegions, SharedWork, always
from jobs.checks.maintenance import ClockGuard, forget_proof
from jobs.checks.monthly_audit import MonthlyAudits
from jobs.checks.reach import ReachWatch
from jobs.checks.ticks import Tick
from jobs.checks.work import Work
from jobs.config import Config
from jobs.digests.write import Digests
from jobs.exchanges.follow import follow_clock
from jobs.exchanges.our_pages import OurPageRhythm, OurPageWatch, addresses_of
from jobs.formats.discovery.bing import BingLinks
from jobs.formats.sync.run import SyncParts, sync_due
from jobs.pages.answers import answers
from jobs.pages.reading import Reading
from jobs.partners.remind import ClaimReminders
from jobs.prospects.look import look_at
from jobs.prospects.remind import remind_of_prospects
from jobs.prospects.vet import FEW, ChannelKnown, Step, Vetting
from jobs.prospects.vetting import Vetted
from jobs.relevance.all_targets import compare_with_all
from jobs.relevance.comparer import Comparer
from jobs.rules import alerts
from jobs.store.errors import StoreUnwritableError
from jobs.store.protocol import Store
from jobs.telemetry.heartbeat import EVERY_SECONDS, Heartbeat
from jobs.telemetry.observe import Parts
from jobs.units.clock import Clock

Act = Callable[[], Awaitable[None]]
"""Something that is done at a tick."""


def outbox_for(
    config: Config,
    store: Store,
    client: AsyncWebClient,
    clock: Clock,
    identity: Identity,
    *,
    directory: Directory,
    webhooks: Webhooks | None = None,
    sharing: SharedWork = ALONE,
) -> Outbox:
    """The outbox, which does what the app's scopes allow, while this bot leads."""
    pictures = Pictures(client, clock, allowed=identity.can_upload)
    once = config.slack.at_most_once
    sender = Sender(store, client, clock, config, at_most_once=once, can_look=identity.can_look, pictures=pictures)
    sender.leads = sharing.leads
    admin, every = config.slack.admin_channel, sharing.look_every
    return Outbox(sender, admin_channel=admin, directory=directory, webhooks=webhooks, look_every=every)


def deps_for(
    config: Config,
    client: AsyncWebClient,
    work: Work,
    outbox: Outbox,
    clock: Clock,
    *,
    directory: Directory,
    comparer: Comparer,
    words_comparer: Comparer,
    regions: OtherRegions | None = None,
) -> Deps:
    """What the handlers work with."""

    async def check_now(url: str) -> None:
        await work.dispatcher.ask(url)
        await work.waiter.wait(url)

    async def vet_now(pages: Sequence[str], target: str, known: ChannelKnown, step: Step) -> list[Vetted] | Reading:
        comparing = comparer if len(pages) <= FEW else words_comparer
        return await Vetting(work.reader.read, comparing.compare, clock).pages(pages, target, known, step)

    return Deps(
        config=config,
        store=work.store,
        client=client,
        now=clock.now,
        wake=work.dispatcher.wake,
        wake_outbox=outbox.wake,
        check_now=check_now,
        answers=partial(answers, work.reader.read),
        audit=partial(audit_page, work.reader, clock, most=MOST_WHILE_WAITING),
        look_at=lambda page, target: look_at(work.reader, comparer.compare, page, target, clock.now()),
        vet=vet_now,
        relevance=partial(compare_with_all, work.reader.read, comparer.compare_all),
        promise=lambda: outbox.promise,
        sync=_sync_parts(config, work, clock),
        directory=directory,
        regions=regions,
    )


def _sync_parts(config: Config, work: Work, clock: Clock) -> SyncParts:
    return SyncParts(
        work.store, work.reader.download, clock, work.longest_visit, config.our_sites, config.checks.jitter
    )


def ticks_for(
    config: Config,
    work: Work,
    outbox: Outbox,
    clock: Clock,
    *,
    every_seconds: float,
    watch: TroubleWatch,
    bing: BingLinks | None = None,
    heartbeat: Heartbeat | None = None,
    leads: Callable[[], bool] = always,
    answers: Callable[[], bool] = always,
) -> list[Tick]:
    """What is done again and again, whatever else happens: a safety net, for everything is woken when it is due.

    Where there are several bots the one that leads does it; that each is alive is its own to say. What is wrong is told
    by the one that answers: while the database is away, nobody leads.
    """
    acts = _acts(config, work, outbox, clock, bing)
    stored = {name: partial(_while_stored, work.store, act) for name, act in acts.items()}
    ticks = [Tick(name, partial(_while_leading, leads, act), every_seconds) for name, act in stored.items()]
    ticks.append(Tick("troubles", partial(_tell_troubles, answers, watch), every_seconds))
    return [*ticks, Tick("heartbeat", heartbeat.beat, EVERY_SECONDS)] if heartbeat else ticks


def _acts(config: Config, work: Work, outbox: Outbox, clock: Clock, bing: BingLinks | None) -> Mapping[str, Act]:
    """What a tick does, by its name."""
    audit = partial(audit_page, work.reader, clock, most=0)
    asking = {"bing": partial(_look, partial(bing.look, work.store))} if bing else {}
    return {
        "clock": partial(_watch_clock, ClockGuard(work.store), clock),
        "wake": partial(_wake, work, outbox),
        "digests": partial(_tell, Digests(work.store, config).write_due, outbox, clock),
        "sheets": partial(_follow_sheets, _sync_parts(config, work, clock), work, outbox),
        "prune": partial(_prune, work.store, config.alerts.keep_evidence, clock),
        "escalations": partial(_tell, Escalations(work.store, config, outbox.is_shared).write_due, outbox, clock),
        "claims": partial(_tell, ClaimReminders(work.store).write_due, outbox, clock),
        "prospects": partial(_tell, partial(remind_of_prospects, work.store), outbox, clock),
        **asking,
        "our pages": partial(_look, our_page_watch(config, work, clock).look),
        "audits": partial(_tell, MonthlyAudits(work.store, config, audit).write_due, outbox, clock),
        "reach": partial(_look, reach_watch(config, work, clock).look),
        "deals": partial(_follow_deals, frozenset(config.alerts.silent), work.store, outbox, clock),
    }


@contextlib.contextmanager
def left_alone() -> Iterator[None]:
    """Have the garbage collector work, but pass over all that there is now, which is there until the bot stops.

    To look through every module and table holds everybody up for a tenth of a second, again and again.
    """
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()


def parts_of(work: Work, outbox: Outbox, connection: Connection) -> Parts:
    """What is asked how it is."""
    return Parts(
        connection.is_connected,
        last_check=lambda: work.dispatcher.last_check,
        last_sent=lambda: outbox.last_sent,
        refusal=lambda: outbox.refusal,
        failing_receivers=outbox.failing_receivers,
    )


async def _watch_clock(guard: ClockGuard, clock: Clock) -> None:
    await guard.look(clock.now())


async def _wake(work: Work, outbox: Outbox) -> None:
    work.dispatcher.wake()
    outbox.wake()


async def _tell(write_due: Callable[[datetime], Awaitable[object]], outbox: Outbox, clock: Clock) -> None:
    """Have written what is due; where that was anything, have it said."""
    if await write_due(clock.now()):
        outbox.wake()


async def _look(look: Callable[[], Awaitable[object]]) -> None:
    await look()


async def _prune(store: Store, keep_evidence: timedelta, clock: Clock) -> None:
    """Once a day."""
    now = clock.now()
    if await store.claim_once("prune", "", _day(now)):
        await store.prune(now)
        await forget_proof(store, keep_evidence, now)


async def _follow_sheets(parts: SyncParts, work: Work, outbox: Outbox) -> None:
    if await sync_due(parts):
        work.dispatcher.wake()
        outbox.wake()


async def _follow_deals(silent: frozenset[str], store: Store, outbox: Outbox, clock: Clock) -> None:
    if await follow_clock(store, partial(alerts, silent=silent), clock.now()):
        outbox.wake()


def our_page_watch(config: Config, work: Work, clock: Clock) -> OurPageWatch:
    """What reads our own pages for the links that we give."""
    rhythm = OurPageRhythm.of(config)
    return OurPageWatch(work.store, work.reader, clock, addresses_of(config.our_pages), rhythm)


def reach_watch(config: Config, work: Work, clock: Clock) -> ReachWatch:
    """What looks whether partner pages are still reached from the home pages of their sites."""
    return ReachWatch(work.store, work.reader, clock, config.partners.reach_pages, work.dispatcher.wake)


async def _while_leading(leads: Callable[[], bool], act: Act) -> None:
    if leads():
        await act()


async def _tell_troubles(answers: Callable[[], bool], watch: TroubleWatch) -> None:
    if answers():
        await watch.look()
    else:
        await watch.hand_over()


async def _while_stored(store: Store, act: Act) -> None:
    """Nothing of this need be tried while nothing can be stored; the store itself says that it cannot."""
    if not await store.write_trouble():
        with contextlib.suppress(StoreUnwritableError):
            await act()


def _day(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y-%m-%d}"
