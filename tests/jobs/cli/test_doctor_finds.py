"""Faults that were made on purpose: the doctor names each, and what has to be mended."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox import APP_TOKEN, BOT_TOKEN, Channel, RunningSlack, start_sandbox
from jobs.__main__ import main
from jobs.cli import checkups
from jobs.cli.checkups import Diagnosis, check_clock, check_disk, check_dns, check_network, check_slack
from jobs.config import Config
from jobs.model.link import NewLink
from jobs.store.tiny.store import open_tiny
from jobs.web.urls import printable
from tests.tools.process import ROOT
from tests.tools.times import NOON

Spoil = Callable[[RunningSlack, pytest.MonkeyPatch], None]


@pytest.fixture
async def slack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningSlack]:
    """A Slack in which all is well, and a store that tracks a link in one of its channels."""
    store = await open_tiny(tmp_path / "data")
    await store.add_link(NewLink("C0LINKS", "https://p.example/a", "https://us.example/"), NOON)
    await store.close()
    async with await start_sandbox() as running:
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
        monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
        monkeypatch.setenv("SLACK_APP_TOKEN", APP_TOKEN)
        monkeypatch.setenv("LINKWATCH_SLACK__BASE_URL", running.api_url)
        monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path / "data"))
        yield running


async def examined(slack: RunningSlack) -> Diagnosis:
    config = Config.model_validate({"slack": {"base_url": slack.api_url}})
    return await asyncio.to_thread(check_slack, config, None)


async def test_where_all_is_well_slack_has_no_fault(slack: RunningSlack) -> None:
    found = await examined(slack)
    assert found.faults == ()
    assert any("SLACK_BOT_TOKEN: linkwatch" in fact for fact in found.facts)


def swap(_: RunningSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", APP_TOKEN)
    monkeypatch.setenv("SLACK_APP_TOKEN", BOT_TOKEN)


def archive(slack: RunningSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    slack.workspace.channels["C0OPSROOM"] = Channel("C0OPSROOM", "ops", set())
    monkeypatch.setenv("LINKWATCH_SLACK__ADMIN_CHANNEL", "C0OPSROOM")


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda _, env: env.delenv("SLACK_BOT_TOKEN"), "SLACK_BOT_TOKEN is not set"),
        (swap, "are the two swapped?"),
        (lambda slack, _: slack.workspace.tokens.pop(BOT_TOKEN), "SLACK_BOT_TOKEN: Slack does not know this token"),
        (lambda slack, _: slack.workspace.tokens.pop(APP_TOKEN), "SLACK_APP_TOKEN: Slack does not know this token"),
        (lambda slack, _: slack.workspace.scopes.discard("chat:write"), "chat:write: nothing can be posted"),
        (lambda slack, _: slack.workspace.channels["C0LINKS"].members.clear(), "C0LINKS: I am not a member of it"),
        (archive, "slack.admin_channel: I am not a member"),
    ],
)
async def test_what_is_wrong_with_slack_is_named(
    slack: RunningSlack, monkeypatch: pytest.MonkeyPatch, spoil: Spoil, named: str
) -> None:
    spoil(slack, monkeypatch)
    found = await examined(slack)
    assert any(named in printable(fault) for fault in found.faults), found
    assert "***" not in printable(" ".join(found.faults))


async def test_a_slack_that_is_away_is_a_fault_not_a_wait(slack: RunningSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkups, "SLACK_SECONDS", 5)
    slack.faults.away = True
    (fault,) = (await examined(slack)).faults
    assert slack.api_url in fault


@pytest.mark.parametrize(
    ("setting", "named"),
    [("LINKWATCH_DIGEST__DAY=someday", "digest.day"), ("LINKWATCH_DIGSET__DAY=mon", "no such setting")],
)
def test_a_wrong_configuration_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], setting: str, named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(*setting.split("=", 1))
    assert main(["doctor"]) == 78
    assert named in capfd.readouterr().err


def test_a_disk_that_is_nearly_full_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config.model_validate({"store": {"path": str(tmp_path)}})
    monkeypatch.setattr(checkups, "LEAST_FREE", 0)
    assert check_disk(config, None).faults == ()
    monkeypatch.setattr(checkups, "LEAST_FREE", 10**18)
    assert "make room" in check_disk(config, None).faults[0]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (fault,) = check_disk(Config.model_validate({"store": {"path": str(tmp_path / "x")}}), None).faults
    assert "store.path" in fault


def test_a_name_without_an_address_is_named() -> None:
    found = check_dns(
        Config.model_validate(
            {
                "slack": {"base_url": "https://localhost/api/"},
                "checks": {"canaries": ["https://no-such-name.invalid/", "https://192.0.2.1/"]},
            }
        ),
        None,
    )
    assert [fault.partition(":")[0] for fault in found.faults] == ["no-such-name.invalid"]
    assert [fact.partition(":")[0] for fact in found.facts] == ["localhost"]


@asynccontextmanager
async def site(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    application = web.Application()
    application.add_routes([web.get("/", answer)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


def pages(*addresses: str) -> Config:
    return Config.model_validate({"checks": {"canaries": list(addresses)}, "network": {"allow_private": True}})


async def test_a_page_that_cannot_be_read_is_named() -> None:
    async def fail(_: web.Request) -> web.Response:
        return web.Response(status=500)

    async with site(fail) as address:
        found = await asyncio.to_thread(check_network, pages(address), None)
    assert found.faults[0].startswith(f"{address}: the page answered 500")
    assert "way out" in found.faults[-1]


@pytest.mark.parametrize(
    ("ahead", "named"),
    [(timedelta(0), ""), (timedelta(hours=2), "behind others"), (timedelta(hours=-2), "ahead of others")],
)
async def test_a_clock_that_is_off_is_named(ahead: timedelta, named: str) -> None:
    async def tell(_: web.Request) -> web.Response:
        date = format_datetime(datetime.now(UTC) + ahead, usegmt=True)
        return web.Response(text="<p>hello</p>", content_type="text/html", headers={"Date": date})

    async with site(tell) as address:
        found = await asyncio.to_thread(check_clock, pages(address), None)
    assert [named in fault for fault in found.faults] == ([True] if named else [])


def test_without_pages_nothing_is_asked_and_nothing_claimed() -> None:
    for check in (check_network, check_clock):
        found = check(Config(), None)
        assert (found.faults, len(found.facts)) == ((), 1)


async def test_each_check_says_how_it_went(slack: RunningSlack, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "jobs", "doctor", "--json", "--slack", "--store"]
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    told: dict[str, Any] = json.loads(out)
    assert (process.returncode, [*told]) == (0, ["slack", "store"])
