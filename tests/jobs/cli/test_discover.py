"""`python -m jobs discover`: two days of lists compared, beside a store or without one."""

import asyncio
import json
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.store.tiny.store import open_tiny
from tests.tools.times import NOON

OLD = "Linking page,Last crawled\nhttps://a.example/1,2026-02-01\nhttps://b.example/1,2026-02-02\n"
NEW = "Linking page,Last crawled\nhttps://a.example/1,2026-03-01\nhttps://c.example/1,2026-03-02\n"
SITES = "Site,Linking pages,Target pages\nc.example,3,1\nd.example,40,2\n"
TEXTS = "Rank,Link text\n1,our shop\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "ours.example-Latest links-2026-02-03.csv": OLD,
        "ours.example-Latest links-2026-03-03.csv": NEW,
        "ours.example-Top linking sites-2026-03-03.csv": SITES,
        "ours.example-Top linking text-2026-03-03.csv": TEXTS,
        "bing.csv": '"Source Url","Anchor text","Target Url"\n"https://a.example/1","x","https://ours.example/"\n',
        "undated.csv": "Linking page\nhttps://a.example/1\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def names(files: Path) -> list[str]:
    return sorted(str(path) for path in files.glob("ours*"))


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["discover", *arguments]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


def test_two_days_of_several_lists_are_compared(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, *names(files))
    assert "Google Search Console on ours.example of 3 Mar 2026, compared with 3 Feb 2026" in shown
    assert "1 link new to it and not tracked." in shown
    assert "New:\n  https://c.example/1 read 2026-03-02\n" in shown
    assert "No longer listed:\n  https://b.example/1 read 2026-02-02\n" in shown
    assert "samples" in shown, "that a list lacks a link proves nothing"
    assert shown.index("d.example  40") < shown.index("c.example  3")
    assert "Anchor texts:\n  our shop\n" in shown


async def seed(folder: Path) -> None:
    store = await open_tiny(folder)
    await store.add_link(NewLink("C0LINKS", "https://c.example/1", "https://ours.example/shop"), NOON)
    await store.close()


def test_beside_a_store_what_is_tracked_is_left_out(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(seed(files / "data"))
    found = json.loads(said(capsys, *names(files), "--channel", "C0LINKS", "--json"))
    assert (found["new"], found["tracked"]) == ([], ["L-1"])
    assert [each["name"] for each in found["untracked_sites"]] == ["d.example"]
    assert [each["page"] for each in found["gone"]] == ["https://b.example/1"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["undated.csv"], "name it with --site"),
        (["nothing.csv"], "nothing.csv"),
        (["undated.csv", "--site", "ours.example", "--channel", "C0LINKS"], "There is no store in"),
        (["ours.example-Latest links-2026-03-03.csv", "bing.csv", "--site", "ours.example"], "is not compared with"),
    ],
)
def test_what_cannot_be_compared_is_said(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert why in said(capsys, *arguments, code=1)


def test_a_site_can_be_named(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "1 link not tracked." in said(capsys, "undated.csv", "--site", "ours.example")
    assert "on ours.example" in said(capsys, "undated.csv", "--site", "https://www.ours.example/")
    with pytest.raises(SystemExit):
        main(["discover", "undated.csv", "--site", "ours"])
