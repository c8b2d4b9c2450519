"""`/healthz`, `/metrics` and the heartbeat, over a real store and real sockets."""

import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from aiohttp import ClientSession, web
from prometheus_client.parser import text_string_to_metric_families

from jobs import VERSION
from jobs.checks.visit import LONGEST_VISIT
from jobs.config import Config
from jobs.config.sections import Monitoring
from jobs.model.link import NewLink
from jobs.model.page import Outcome
from jobs.store.errors import StoreUnreachableError
from jobs.store.tiny.store import TinyStore, open_tiny
from jobs.telemetry.health_server import health_server
from jobs.telemetry.heartbeat import open_heartbeat
from jobs.telemetry.metrics import CheckCounts
from jobs.telemetry.observe import Observer, Parts
from jobs.telemetry.vitals import TroubleKind
from tests.tools.clocks import HandClock


class Bot:
    """What the parts of a bot say, as a test wants it."""

    def __init__(self, store: TinyStore, folder: Path) -> None:
        self.clock = HandClock()
        self.connected = True
        self.parts = Parts(self.is_connected, self.clock.now, lambda: None, lambda: None)
        self.looks, self.store, self.folder = 0, store, folder
        self.observer = Observer(store, self.clock, self.parts, patience=LONGEST_VISIT)

    async def is_connected(self) -> bool:
        self.looks += 1
        return self.connected


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    opened = await open_tiny(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def bot(store: TinyStore, tmp_path: Path) -> Bot:
    return Bot(store, tmp_path)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def got(url: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def test_a_receiver_that_fails_makes_nobody_start_the_bot_anew(bot: Bot) -> None:
    long_ago = bot.clock.now() - 2 * LONGEST_VISIT
    parts = replace(bot.parts, failing_receivers=lambda: {"hooks.example": long_ago})
    observer = Observer(bot.store, bot.clock, parts, patience=LONGEST_VISIT)
    assert [kind.value for kind in await observer.troubles()] == ["webhooks"]
    assert await observer.ails() == {}


async def test_healthz_is_ok_and_names_what_is_wrong(bot: Bot) -> None:
    health = Monitoring(port=free_port())
    async with health_server(health, bot.observer, CheckCounts()):
        address = f"http://127.0.0.1:{health.port}/healthz"
        assert await got(address) == (200, "ok\n")
        bot.connected = False
        assert await got(address) == (200, "ok\n")  # it may come back
        bot.clock.move(LONGEST_VISIT)
        status, said = await got(address)
        assert (status, said.partition(" ")[0]) == (503, "slack:")
        bot.connected = True
        assert await got(address) == (200, "ok\n")


async def test_of_a_database_that_is_away_it_is_said_that_it_is(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.store, "next_due_at", AsyncMock(side_effect=StoreUnreachableError("links", "no answer")))
    assert await bot.observer.ails() == {TroubleKind.STORE: "The database cannot be reached (links): no answer"}


async def test_without_a_port_nothing_is_opened(bot: Bot) -> None:
    async with health_server(Monitoring(), bot.observer, CheckCounts()):
        pass  # port 0 would be any free one


async def test_metrics_are_prometheus_s_and_name_nothing_that_is_tracked(bot: Bot, store: TinyStore) -> None:
    await store.add_link(NewLink("C1", "https://secret.example/a", "https://ours.example/"), bot.clock.now())
    bot.clock.move(LONGEST_VISIT / 2)
    counts, health = CheckCounts(), Monitoring(port=free_port())
    counts.checked(Outcome.OK, 0.2)
    counts.checked(Outcome.TIMEOUT, 30)
    bot.parts.failing_ticks["digests"] = "TypeError"
    async with health_server(health, bot.observer, counts):
        status, text = await got(f"http://127.0.0.1:{health.port}/metrics")
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert (status, bot.looks) == (200, 1)
    assert "secret.example" not in text
    assert samples["linkwatch_build_info", VERSION] == 1
    assert samples["linkwatch_checks_total", "ok"] == samples["linkwatch_checks_total", "timeout"] == 1
    assert samples["linkwatch_checks_total", "blocked"] == 0
    assert samples["linkwatch_check_seconds_count",] == 2
    assert samples["linkwatch_stored", "links"] == 1
    assert samples["linkwatch_oldest_due_seconds",] == (LONGEST_VISIT / 2).total_seconds()
    assert samples["linkwatch_store_bytes",] > 0
    assert (samples["linkwatch_trouble", "schedule"], samples["linkwatch_trouble", "store"]) == (1, 0)


async def test_the_heart_beats_while_all_is_well_and_its_address_stays_out_of_the_log(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    beats: list[str] = []
    answers = iter([200, 500, 500, 200])

    async def hear(request: web.Request) -> web.Response:
        beats.append(request.path)
        return web.Response(status=next(answers), text="OK")

    application = web.Application()
    application.add_routes([web.get("/{secret}", hear)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    address = f"http://127.0.0.1:{port}/my-check-id"
    config = Config.model_validate({"health": {"heartbeat": address}, "network": {"allow_private": True}})
    with caplog.at_level(logging.INFO):
        async with open_heartbeat(config, bot.observer, bot.clock) as heart:
            assert heart is not None
            for _ in range(4):
                await heart.beat()
            bot.parts.failing_ticks["digests"] = "TypeError"
            await heart.beat()
    await runner.cleanup()
    assert beats == ["/my-check-id"] * 4
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.INFO]
    assert "my-check-id" not in caplog.text


async def test_a_private_heartbeat_is_refused_unless_allowed(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    config = Config(health=Monitoring.model_validate({"heartbeat": f"http://127.0.0.1:{free_port()}/x"}))
    async with open_heartbeat(config, bot.observer, bot.clock) as heart:
        assert heart is not None
        await heart.beat()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


async def test_no_address_no_heart(bot: Bot) -> None:
    async with open_heartbeat(Config(), bot.observer, bot.clock) as heart:
        assert heart is None
