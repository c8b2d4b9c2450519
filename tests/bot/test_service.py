"""`python -m bot run`, as a process: it starts, refuses, and stops as it should."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession
from tinydb import TinyDB

from bot.sandbox import RunningSlack, start_sandbox
from jobs import NAMED
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.write import Write
from jobs.store.tiny.store import open_tiny
from tests.tools.process import ended, environment, finished, settings, started, stopped

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture
async def slack() -> AsyncIterator[RunningSlack]:
    async with await start_sandbox() as running:
        yield running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_and_stops_in_order(slack: RunningSlack, tmp_path: Path, number: signal.Signals) -> None:
    async with started("run", env=settings(slack, tmp_path / "data")) as process:
        await slack.connected(30)
        answer = await slack.command("U0ADA", "#links", "/links help")
        await slack.until(lambda: answer.replies)
        assert await stopped(process, number) == 0
    assert slack.socket.connections == []


async def test_the_log_begins_with_what_questions_begin_with_and_leads_from_a_link_to_its_check(
    slack: RunningSlack, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text("log:\n  format: json\n", encoding="utf-8")
    env = settings(slack, tmp_path / "data", LINKWATCH_NETWORK__ALLOW_PRIVATE="true")
    async with started("run", "--config", str(tmp_path / "own.yaml"), env=env) as process:
        await slack.connected(30)
        added = await slack.command("U0ADA", "#links", "/links add http://127.0.0.1:9/x -> https://b.example/y")
        await slack.until(lambda: added.replies)
        process.send_signal(signal.SIGTERM)
        _, written = await asyncio.wait_for(process.communicate(), 120)
    lines = [json.loads(line) for line in written.splitlines()]
    [start] = [line for line in lines if line["event"] == f"{NAMED} is connected to Slack"]
    assert (start["config"], start["data"]) == (str(tmp_path / "own.yaml"), str(tmp_path / "data"))
    assert (start["links"], start["next_look"]) == (0, "never")
    [check] = [line for line in lines if line.get("page") == "http://127.0.0.1:9/x"]
    assert (check["event"], check["outcome"], check["links"]) == ("Checked", "connection_error", "L-1=new")
    assert "xoxb-" not in written.decode()


async def test_monitors_are_answered_and_a_port_that_is_taken_is_named(slack: RunningSlack, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        env = settings(slack, tmp_path / "data", LINKWATCH_HEALTH__PORT=port)
        code, _, errors = await finished("run", env=env)
        assert code == 78
        assert f"health.port: 127.0.0.1:{port} cannot be listened on: Address already in use" in errors
    async with started("run", env=env) as process, ClientSession() as session:
        await slack.connected(30)
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")
        assert await stopped(process) == 0


async def test_a_second_bot_on_one_store_is_refused_by_name(slack: RunningSlack, tmp_path: Path) -> None:
    env = settings(slack, tmp_path / "data")
    async with started(env=env) as first:
        await slack.connected(30)
        code, _, errors = await finished("run", env=env)
        assert code == 75
        assert str(first.pid) in errors
        assert "Traceback" not in errors


async def test_after_a_kill_the_store_is_free_and_what_was_added_is_there(slack: RunningSlack, tmp_path: Path) -> None:
    env = settings(slack, tmp_path / "data")
    async with started(env=env) as process:
        await slack.connected(30)
        added = await slack.command("U0ADA", "#links", "/links add https://a.example/x -> https://b.example/y")
        await slack.until(lambda: added.replies)
        process.kill()
        await process.wait()
    await slack.until(lambda: not slack.socket.connections)
    async with started(env=env) as process:
        await slack.connected(30)
        listed = await slack.command("U0ADA", "#links", "/links list")
        await slack.until(lambda: listed.replies)
        assert "a.example" in repr(listed.replies[0].blocks)
        assert await stopped(process) == 0


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "SLACK_BOT_TOKEN: Slack does not know"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "SLACK_APP_TOKEN: Slack does not know"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is not set"),
        (
            {"LINKWATCH_STORE__PATH": "/dev/null/data"},
            "store.path: '/dev/null/data' will not do: /dev/null is no folder",
        ),
        ({"DATABASE_URL": "mysql://db/links"}, "DATABASE_URL: is no address of a PostgreSQL database"),
        ({"LINKWATCH_DIGEST__DAY": "someday", "LINKWATCH_CHECKS__EVERY": "soon"}, "digest.day"),
    ],
)
@pytest.mark.parametrize("verb", ["run", "preflight"])
async def test_settings_that_cannot_work_end_it_with_78(
    slack: RunningSlack, tmp_path: Path, verb: str, more: dict[str, str], named: str
) -> None:
    code, _, errors = await finished(verb, env=settings(slack, tmp_path / "data") | more)
    assert (code, named in errors, "Traceback" in errors) == (78, True, False), errors
    assert len(errors.strip().splitlines()) == (2 if "LINKWATCH_DIGEST__DAY" in more else 1)


async def test_preflight_says_what_works(slack: RunningSlack, tmp_path: Path) -> None:
    code, out, errors = await finished("preflight", env=settings(slack, tmp_path / "data"))
    assert (code, errors) == (0, "")
    assert "SLACK_BOT_TOKEN: linkwatch in " in out
    assert "without  chat:write.public: " in out
    assert not (tmp_path / "data").exists()


async def test_while_slack_is_away_it_waits_and_can_be_stopped(slack: RunningSlack, tmp_path: Path) -> None:
    slack.faults.away = True
    async with started("run", env=settings(slack, tmp_path / "data")) as process:
        assert process.stderr is not None
        line = await asyncio.wait_for(process.stderr.readline(), 30)
        assert b"Slack cannot be reached" in line
        assert await stopped(process) == 0


async def test_a_second_signal_ends_it_at_once(slack: RunningSlack, tmp_path: Path) -> None:
    """A handler hangs: the page it asked for never answers."""
    over = asyncio.Event()

    async def hang(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    hanging = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = hanging.sockets[0].getsockname()[1]
    env = settings(slack, tmp_path / "data", LINKWATCH_NETWORK__ALLOW_PRIVATE="true")
    async with started("run", env=env) as process:
        await slack.connected(30)
        await slack.command("U0ADA", "#links", f"/links add http://127.0.0.1:{port}/x -> https://b.example/y")
        process.send_signal(signal.SIGTERM)
        await slack.until(lambda: not slack.socket.connections)
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == 128 + signal.SIGTERM  # an orderly stop ends with 0
    over.set()
    hanging.close()
    await hanging.wait_closed()


async def test_it_stops_without_waiting_for_what_hangs(slack: RunningSlack, tmp_path: Path) -> None:
    """A page that never answers, the handler that waits for it, and a message whose answer never comes."""
    over = asyncio.Event()

    async def hang(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    hanging = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = hanging.sockets[0].getsockname()[1]
    folder = tmp_path / "data"
    store = await open_tiny(folder)
    await store.write(Write(notices=[Notice("t/1", "C0LINKS", NoticeKind.TEXT, datetime.now(UTC), text="once")]))
    await store.close()
    slack.faults.hold_answer("chat.postMessage")
    env = settings(slack, folder, LINKWATCH_NETWORK__ALLOW_PRIVATE="true", LINKWATCH_NETWORK__TIMEOUT="1h")
    async with started("run", env=env) as process:
        await slack.connected(30)
        await slack.until(lambda: slack.messages("#links"))
        await slack.command("U0ADA", "#links", f"/links add http://127.0.0.1:{port}/x -> https://b.example/y")
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == 0  # the page alone might take an hour
    over.set()
    hanging.close()
    await hanging.wait_closed()
    left = await open_tiny(folder)
    assert await left.warnings() == []
    assert [notice.status for notice in await left.notices()] == [NoticeStatus.SENDING]
    assert len(await left.links()) == 1
    await left.close()


async def test_the_terminal_reads_beside_the_running_bot(slack: RunningSlack, tmp_path: Path) -> None:
    env = settings(slack, tmp_path / "data")
    async with started("run", env=env) as process:
        await slack.connected(30)
        added = await slack.command("U0ADA", "#links", "/links add https://a.example/x -> https://b.example/y")
        await slack.until(lambda: added.replies)
        code, _, errors = await finished("backup", str(tmp_path / "b.json"), env=env, module="jobs")
        assert (code, errors) == (0, "")
        code, out, errors = await finished("status", env=env, module="jobs")
        assert (code, errors) == (0, "")
        assert out.startswith(f"{NAMED} runs (process {process.pid})\n")
        code, _, errors = await finished("restore", str(tmp_path / "b.json"), env=env, module="jobs")
        assert code != 0
        assert str(process.pid) in errors
        assert await stopped(process) == 0
    with TinyDB(tmp_path / "b.json") as backup:
        assert len(backup.table("links")) == 1


async def test_the_version_is_told(tmp_path: Path) -> None:
    assert await finished("--version", env=environment(), cwd=tmp_path) == (0, f"{NAMED}\n", "")


async def test_a_wrong_verb_is_told(tmp_path: Path) -> None:
    code, _, errors = await finished("dance", env=environment(), cwd=tmp_path)
    assert (code, "invalid choice" in errors) == (2, True)


def test_the_exit_code_for_a_lock_is_the_systems_own() -> None:
    from bot.__main__ import EXIT_TEMPORARY

    assert os.EX_TEMPFAIL == EXIT_TEMPORARY
