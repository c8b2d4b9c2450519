"""`python -m jobs report`: files for the client, also beside a running bot; errors say what to do."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jobs.__main__ import main
from jobs.config import Config
from jobs.model.channel import ChannelSettings
from jobs.model.link import NewLink
from jobs.model.write import Write
from jobs.units.months import month_of
from tests.tools.stores import name_store, open_store

HERE = ZoneInfo(Config().digest.zone)
"""Months follow the calendar there."""
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose bot is running: it is not closed."""
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


async def _fill(folder: Path, *channels: str) -> None:
    store = await open_store(folder)
    for channel in channels:
        added = datetime.now(UTC) - timedelta(days=40)
        await store.add_link(NewLink(channel, "https://a.example/", "https://ours.example/"), added)
    await store.write(Write(settings={"C1": ChannelSettings(client="Acme / Söhne")}))
    await store.close()


@pytest.mark.both_stores
def test_the_last_month_of_the_only_channel_is_written(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder, "C1"))
    assert main(["report", "-o", "out/of/it", "--json"]) == 0
    last = month_of(datetime.now(HERE).date()).plus(-1)
    said = json.loads(capfd.readouterr().out)
    assert said["month"] == str(last)
    assert f"out/of/it/backlinks-acme-söhne-{last}.html" in said["files"]
    assert Path(said["files"][1]).suffix == ".xlsx"
    assert last.name in Path(said["files"][0]).read_text(encoding="utf-8")


@pytest.mark.both_stores
def test_it_is_written_beside_a_running_bot_with_another_name_and_logo(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(folder, "C1"))
    Path("logo.bin").write_bytes(GIF)

    async def beside_a_bot() -> int:
        store = await open_store(folder)
        try:
            named = ["--client", "Other", "--logo", "logo.bin", "--month", "this month"]
            return await asyncio.to_thread(main, ["report", "--channel", "C1", *named])
        finally:
            await store.close()

    assert asyncio.run(beside_a_bot()) == 0
    name = f"backlinks-other-{month_of(datetime.now(HERE).date())}.html"
    assert f"{name} is written." in capfd.readouterr().out
    assert "data:image/gif;base64,R0lGODlh" in Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "No channel is named; write --channel and its id. Channels that track links: C1, C2."),
        (["--channel", "#links"], "#links is no channel that tracks links. Channels that track links: C1, C2."),
        (["--channel", "C1", "--month", "2099-01"], "The month has not begun; write for example"),
        (["--channel", "C1", "--logo", "logo.svg"], "This is no PNG, JPEG, GIF or WebP picture"),
        (["--channel", "C1", "--logo", "big.gif"], "The picture is larger than 200 kB"),
        (["--channel", "C1", "--logo", "nowhere.png"], "nowhere.png"),
    ],
)
def test_what_is_wrong_is_said(
    arguments: list[str], said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(folder, "C1", "C2"))
    Path("logo.svg").write_text("<svg/>", encoding="utf-8")
    Path("big.gif").write_bytes(GIF + bytes(200_000))
    assert main(["report", *arguments]) == 1
    assert said in capfd.readouterr().err


def test_without_a_store_there_is_no_report(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["report"]) == 1
    assert "store.path says where its store is" in capfd.readouterr().err
    assert not folder.exists()


def test_a_month_that_is_none_is_a_wrong_argument(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", "--month", "summer"])
    assert ended.value.code == 2
    assert "summer is not a month; write for example 2026-06" in capfd.readouterr().err
