"""`python -m bot demo`, as a newcomer meets it: open the address, spoil a page, see the alert, mend it."""

import asyncio
import contextlib
import signal
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.clock import SHORTEST_SLEEP, QuickClock
from tests.tools.demo import open_demo
from tests.tools.process import stopped

pytestmark = pytest.mark.alone


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@pytest.mark.slow
async def test_a_spoiled_page_is_told_and_so_is_its_recovery(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo:
        await demo.until(lambda message: "all is well" in message["text"])
        await demo.do("spoil", page="trail-notes", action="remove_link")
        alert = await demo.until(lambda message: "L-1" in message["text"] and "actions" in repr(message["blocks"]))
        holds = next(
            element
            for block in alert["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
            if "on it" in element.get("text", {}).get("text", "")
        )
        await demo.do("click", ts=alert["ts"], action_id=holds["action_id"], value=holds.get("value"))
        await demo.until(lambda message: message["ts"] == alert["ts"] and "U0ADA" in repr(message["blocks"]))
        await demo.do("spoil", page="trail-notes", action="put_back")
        green = await demo.until(lambda message: message["ts"] == alert["ts"] and "back" in message["text"])
        assert "actions" not in [block["type"] for block in green["blocks"]]
        await demo.until(lambda message: message.get("thread_ts") == alert["ts"] and "L-1 is back" in message["text"])
        assert len([one for one in await demo.messages() if "L-1 on" in one["text"]]) == 1
        assert await stopped(demo.process, signal.SIGINT) == 0
    assert left_in(tmp_path) == []


@pytest.mark.slow
async def test_a_partner_page_over_its_limit_is_told(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo:
        await demo.do("spoil", page="outdoor-directory", action="many_links")
        alert = await demo.until(lambda message: "over its limit" in message["text"])
        assert "cheap-loans-1.example" in repr(alert["blocks"])
        assert await stopped(demo.process) == 0
    assert left_in(tmp_path) == []


@pytest.mark.slow
async def test_where_they_break_the_exchange_our_page_still_links_to_them_for_nothing(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo:
        await demo.until(lambda message: "all is well" in message["text"])
        await demo.do("spoil", page="gear-bench", action="remove_link")
        await demo.until(lambda message: "They broke the exchange: X-1" in message["text"])
        await demo.do("line", text="/links reciprocity")
        told = await demo.until(lambda message: "Given for nothing" in repr(message.get("blocks")))
        assert "gear-bench.localhost: L-2 is lost, and our page still links there" in repr(told["blocks"])
        assert await stopped(demo.process) == 0


@pytest.mark.slow
async def test_we_can_break_the_exchange_too(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo:
        await demo.until(lambda message: "all is well" in message["text"])
        await demo.do("spoil", page="our-friends", action="remove_link")
        await demo.until(lambda message: "We broke the exchange: X-1" in message["text"])
        assert await stopped(demo.process) == 0


@pytest.mark.slow
async def test_a_report_comes_as_files_that_can_be_saved(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo:
        await demo.do("line", text="/links report")
        await demo.until(lambda message: "is in your messages with me" in message["text"])
        asked = {"user": "U0ADA", "channel": "D0ADA"}
        async with demo.session.get(f"{demo.address}/page/channel", params=asked) as answer:
            files = [file for message in (await answer.json())["messages"] for file in message.get("files") or ()]
        assert [file["name"].rpartition(".")[2] for file in files] == ["html", "xlsx"]
        async with demo.session.get(f"{demo.address}/page/uploads/{files[0]['id']}") as answer:
            assert "attachment" in answer.headers["Content-Disposition"]
            assert "Backlinks in" in await answer.text()
        assert await stopped(demo.process) == 0
    assert left_in(tmp_path) == []


async def test_a_command_is_answered(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as demo:
        assert (await demo.do("line", text="/links list"))["acked"]
        listed = await demo.until(lambda message: "trail-notes.localhost" in repr(message.get("blocks")))
        assert listed["is_ephemeral"]
        assert await stopped(demo.process) == 0


@pytest.mark.slow
async def test_where_the_usual_port_is_taken_the_next_will_do(tmp_path: Path) -> None:
    from bot.demo import PORT

    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for _ in range(300):  # another demo that has it may end before ours begins
            with contextlib.suppress(OSError):
                taken.bind(("127.0.0.1", PORT))
                taken.listen()
                break
            await asyncio.sleep(0.2)
        async with open_demo(tmp_path) as demo:
            assert demo.address != f"http://127.0.0.1:{PORT}"
            assert await stopped(demo.process) == 0


@pytest.mark.slow
async def test_it_needs_no_proxy_and_none_of_the_settings_around_it(tmp_path: Path) -> None:
    around = {"HTTP_PROXY": "http://127.0.0.1:9", "SLACK_BOT_TOKEN": "xoxb-real", "LINKWATCH_STORE__PATH": "/nowhere"}
    async with open_demo(tmp_path, **around) as demo:
        await demo.until(lambda message: "all is well" in message["text"])
        assert await stopped(demo.process) == 0


async def test_the_quick_clock_runs_as_fast_as_it_says() -> None:
    clock = QuickClock(speed=1000)
    began = clock.now()
    await clock.sleep(timedelta(seconds=50))
    assert clock.now() - began >= timedelta(seconds=50)
    before = clock.now()
    await clock.sleep(timedelta(0))
    assert clock.now() - before >= timedelta(seconds=SHORTEST_SLEEP * 900)
