"""The running bot: start everything, wait for a signal, stop in order."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.access.viewer import Directory, directory_of
from bot.home.publisher import HomePublisher
from bot.outbox.reachability import settings_troubles
from bot.outbox.trouble_watch import TroubleWatch
from bot.outbox.webhooks import open_webhooks
from bot.outbox.worker import Outbox
from bot.preflight import (
    OPTIONAL_SCOPES,
    REQUIRED_SCOPES,
    Identity,
    RefusedError,
    preflight,
    unusable_store,
    wrong_settings,
)
from bot.progress.check_run import CheckRuns
from bot.slack.connection import InFlight, connection_for, slack_client, slack_session
from bot.slack.standby import StandbyConnection
from bot.wiring import deps_for, left_alone, outbox_for, parts_of, ticks_for
from jobs import NAMED
from jobs.alerts.webhooks import webhook_notices
from jobs.checks.dispatcher import LEASE, SharedWork
from jobs.checks.opening import open_sharing
from jobs.checks.ticks import TICK_SECONDS, Tick, start_ticking
from jobs.checks.visit import LONGEST_VISIT
from jobs.checks.work import Work, work_on
from jobs.config import Config, SlackMode
from jobs.formats.discovery.bing import open_bing
from jobs.pages.reader import open_reader
from jobs.relevance.comparer import Comparer, open_comparer, open_words_comparer
from jobs.store.opening import folder_of, open_store
from jobs.store.protocol import Store
from jobs.telemetry.heartbeat import open_heartbeat
from jobs.telemetry.observe import Observer
from jobs.telemetry.service_manager import ServiceManager
from jobs.units.clock import Clock
from jobs.units.stop import Stop

if TYPE_CHECKING:
    from jobs.telemetry.metrics import CheckCounts

log = logging.getLogger(__name__)

HANDLERS_SECONDS = 4.0
"""For handlers at work when we stop, and beside them the pages being read; then the outbox: ten seconds in all."""


async def serve(
    config: Config,
    clock: Clock,
    stop: Stop,
    *,
    tick_seconds: float = TICK_SECONDS,
    longest_visit: timedelta = LONGEST_VISIT,
    lease: timedelta = LEASE,
    started: Callable[[Store, Work], Coroutine[Any, Any, None]] | None = None,
    config_file: Path | None = None,
    manager: ServiceManager = ServiceManager(),
) -> None:
    """Run the bot until it is asked to stop.

    `started` is called when all is there but Slack cannot reach us yet; `config_file` is named in the log, and
    `manager` hears when we are up and that we are alive. Raises RefusedError, StoreLockedError, StoreDamagedError and
    StoppedError, with everything closed that was opened.
    """
    if errors := wrong_settings(config):
        raise RefusedError(errors)  # before the folder of the data is made
    async with AsyncExitStack() as opened:
        sharing = await opened.enter_async_context(open_sharing(config, may_lead=True))
        setup = _Setup(config, clock, stop, opened, tick_seconds, sharing)
        office = await _open_office(setup)
        homes = HomePublisher(office.store, office.client, config, office.directory, clock.now)
        opened.push_async_callback(homes.close)
        reader = await opened.enter_async_context(open_reader(config, clock, sharing.turns))
        counts = _counts_for(config)
        heard = (office.outbox.wake, homes.changed)
        comparer = await opened.enter_async_context(open_comparer(config))
        work = work_on(
            config,
            office.store,
            reader,
            clock,
            heard,
            compare=comparer.compare,
            longest_visit=longest_visit,
            lease=lease,
            counts=counts,
            sharing=sharing,
        )
        if started is not None:
            await started(office.store, work)
        words = await opened.enter_async_context(open_words_comparer())
        line = _line_to_slack(setup, office, work, homes, (comparer, words))
        parts = parts_of(work, office.outbox, line.connection)
        observer = Observer(office.store, clock, parts, patience=longest_visit)
        await _open_line(setup, line, observer, counts)
        await _log_start(office, config_file, stands_by=not line.connection.is_open)
        opened.enter_context(left_alone())
        await manager.ready()
        ticks = [*await _ticks(setup, office, work, observer), Tick("watchdog", manager.alive, tick_seconds)]
        async with sharing.leading():
            await _work_until_stopped(setup, office, work, line, start_ticking(ticks, parts.failing_ticks))


class _Setup(Struct, frozen=True):
    """What everything is started with, and where it is put to be closed again."""

    config: Config
    clock: Clock
    stop: Stop
    opened: AsyncExitStack
    tick_seconds: float
    sharing: SharedWork


class _Office(Struct, frozen=True):
    """What is kept and said, before any page is read."""

    store: Store
    client: AsyncWebClient
    identity: Identity
    directory: Directory
    outbox: Outbox


class _Line(Struct, frozen=True):
    """The way by which Slack reaches us, and what came in by it that is still at work."""

    connection: StandbyConnection
    in_flight: InFlight
    runs: CheckRuns


async def _open_office(setup: _Setup) -> _Office:
    config, clock = setup.config, setup.clock
    session = await setup.opened.enter_async_context(slack_session())
    if folder := folder_of(config):
        _make_folder(folder)
    store = await open_store(config, notices_for=webhook_notices(config, clock.now))
    setup.opened.push_async_callback(store.close)
    client = slack_client(config, session)
    identity = await setup.stop.unless_asked(preflight(config, client, clock))
    directory = directory_of(client, clock.now)
    troubles = await settings_troubles(directory.channels, config)
    hooks = await setup.opened.enter_async_context(open_webhooks(config, clock))
    sharing = setup.sharing
    outbox = outbox_for(config, store, client, clock, identity, directory=directory, webhooks=hooks, sharing=sharing)
    _mention(identity, [*troubles, *await store.warnings()], outbox.promise)
    return _Office(store, client, identity, directory, outbox)


def _counts_for(config: Config) -> "CheckCounts | None":
    if not config.health.port:
        return None
    from jobs.telemetry.metrics import CheckCounts

    return CheckCounts()


def _line_to_slack(
    setup: _Setup, office: _Office, work: Work, homes: HomePublisher, comparing: tuple[Comparer, Comparer]
) -> _Line:
    """`comparing`: what compares pages as the configuration asks, and by their words alone."""
    from bot.app import build_app

    deps = deps_for(
        setup.config,
        office.client,
        work,
        office.outbox,
        setup.clock,
        directory=office.directory,
        comparer=comparing[0],
        words_comparer=comparing[1],
        regions=setup.sharing.regions,
    )
    app = build_app(deps, homes)
    in_flight = InFlight()
    in_flight.watch(app)
    runs = deps.check_runs
    connection = StandbyConnection(connection_for(setup.config, app), setup.sharing.answers, runs.close)
    return _Line(connection, in_flight, runs)


async def _open_line(setup: _Setup, line: _Line, observer: Observer, counts: "CheckCounts | None") -> None:
    """From now on whoever asks how we are is answered, and Slack reaches us."""
    config, opened = setup.config, setup.opened
    opened.push_async_callback(line.connection.close)
    if counts:
        from jobs.telemetry.health_server import health_server

        with _listening("health.port", config.health.host, config.health.port):
            await opened.enter_async_context(health_server(config.health, observer, counts))
    with _reached(config):
        await setup.stop.unless_asked(line.connection.open())


async def _ticks(setup: _Setup, office: _Office, work: Work, observer: Observer) -> list[Tick]:
    channel, clock, passing = setup.config.slack.admin_channel, setup.clock, office.outbox.webhooks_pass
    return ticks_for(
        setup.config,
        work,
        office.outbox,
        clock,
        every_seconds=setup.tick_seconds,
        watch=TroubleWatch(observer.troubles, office.client, channel, office.store, clock, webhooks_pass=passing),
        bing=await setup.opened.enter_async_context(open_bing(setup.config, clock)),
        heartbeat=await setup.opened.enter_async_context(open_heartbeat(setup.config, observer, clock)),
        leads=setup.sharing.leads,
        answers=setup.sharing.answers,
    )


async def _work_until_stopped(
    setup: _Setup, office: _Office, work: Work, line: _Line, scheduler: AsyncIOScheduler
) -> None:
    running = [asyncio.create_task(work.dispatcher.run()), asyncio.create_task(office.outbox.run())]
    following = [asyncio.create_task(_follow(setup, line, every))] if (every := setup.sharing.look_every) else []
    try:
        await _until_stopped(setup.stop, [*running, *following])
    finally:
        scheduler.shutdown(wait=False)
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
        await _wind_down(line, work, office.outbox)
        await asyncio.gather(*running, return_exceptions=True)


async def _follow(setup: _Setup, line: _Line, every: timedelta) -> None:
    """Have Slack reach the one of several bots that answers."""
    with _reached(setup.config):
        await line.connection.follow(every)


def _make_folder(folder: Path) -> None:
    """Make the folder of the data; raises RefusedError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusedError([unusable_store(str(folder), error.strerror or str(error))]) from error


def _reached(config: Config) -> contextlib.AbstractContextManager[None]:
    """What an error while the connection is opened means: over HTTP, that nobody can listen there."""
    if config.slack.mode is SlackMode.HTTP:
        return _listening("slack.port", config.slack.host, config.slack.port)
    return contextlib.nullcontext()


@contextlib.contextmanager
def _listening(setting: str, host: str, port: int) -> Iterator[None]:
    """Raises RefusedError, with the setting named, where nobody can listen there."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise RefusedError([f"{setting}: {host}:{port} cannot be listened on: {why}; name another one"]) from error


async def _until_stopped(stop: Stop, running: Sequence[asyncio.Task[None]]) -> None:
    """Work until asked to stop; whatever ends by itself is a fault, and ends the bot."""
    asked = asyncio.ensure_future(stop.wait())
    done, _ = await asyncio.wait({asked, *running}, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    for task in done - {asked}:
        task.result()


async def _wind_down(line: _Line, work: Work, outbox: Outbox) -> None:
    """Nothing new comes in; what is at work ends; what it left to say is said."""
    await line.connection.close()
    handled = line.in_flight.ended(HANDLERS_SECONDS)
    ended, *_ = await asyncio.gather(handled, work.dispatcher.stop(), line.runs.close())
    if not ended:
        log.warning("%d handlers were still at work", line.in_flight.count)
    await outbox.stop()


async def _log_start(office: _Office, config_file: Path | None, *, stands_by: bool) -> None:
    """One line with all that a question about this bot begins with."""
    store, identity = office.store, office.identity
    totals, next_look = await store.totals(), await store.next_due_at()
    facts = {
        "config": config_file or "none",
        "data": (await store.facts()).place,
        "links": totals["links"],
        "next_look": next_look.isoformat(timespec="seconds") if next_look else "never",
        "workspace": identity.team,
        "as": identity.user,
    }
    how = "has started, and answers Slack while it leads" if stands_by else "is connected to Slack"
    log.info("%s %s", NAMED, how, extra=facts)


def _mention(identity: Identity, advice: list[str], promise: str) -> None:
    log.info("Each message is posted %s", promise)
    for scope, cost in identity.missing({**REQUIRED_SCOPES, **OPTIONAL_SCOPES}).items():
        log.info("The app has no scope %s: %s", scope, cost)
    for line in advice:
        log.warning("%s", line)
