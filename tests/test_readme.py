"""What the README has people run runs: the terminal's commands against a small site and a store, make's by name."""

import asyncio
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.store.tiny.store import open_tiny

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TERMINAL = re.findall(r"^\.venv/bin/python -m jobs (.+?)(?: +#.*)?$", README, re.MULTILINE)
WALK = "The river runs past the old mill, and the path follows it for an hour or two. " * 9
SERVED = {
    "/": f"<title>Walks</title><p>{WALK}",
    "/page": f"<title>A walk</title><p>{WALK} Read <a href='/guide'>our guide</a> to it.",
    "/guide": f"<title>Guide</title><p>{WALK} A guide to the river.",
}
MEASURES = "bench parse"
"""Takes minutes, as a measurement does: tests/jobs/cli/test_bench.py runs the command with parts of its own."""
SPEAKS = "mcp"
"""Answers a client until its input ends: tests/jobs/cli/test_mcp.py has one."""


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in SERVED else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(SERVED.get(self.path, "not found").encode())

    def log_message(self, *_: object) -> None:
        """Requests are no news."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


async def fill(folder: Path) -> None:
    store = await open_tiny(folder)
    added = datetime.now(UTC) - timedelta(days=40)
    for number in range(3):
        link = NewLink("C0123456789", f"https://partner.example/{number}", "https://ours.example/")
        await store.add_link(link, added)
    await store.close()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: str) -> Path:
    """A folder with a store and the files that the commands name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINKWATCH_NETWORK__ALLOW_PRIVATE", "true")
    asyncio.run(fill(tmp_path / "data"))
    listed = "Linking page,Last crawled\nhttps://{}.example/1,2026-0{}-01\n"
    for name, text in {
        "links.csv": f"page,target\n{site}/page,{site}/guide\n",
        "ours.example-latest-links-2026-02-03.csv": listed.format("a", 1),
        "ours.example-latest-links-2026-03-03.csv": listed.format("b", 2),
        "live.txt": "domain:older.example\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def meant(command: str, site: str) -> list[str]:
    """A command of the README with what its words in capitals stand for."""
    words = {
        "PAGE": f"{site}/page",
        "TARGET": f"{site}/guide",
        "https://example.com/": site,
        "OLD.csv": "ours.example-latest-links-2026-02-03.csv",
        "NEW.csv": "ours.example-latest-links-2026-03-03.csv",
    }
    return [words.get(word, word) for word in shlex.split(command)]


@pytest.mark.parametrize("command", TERMINAL)
def test_each_command_for_the_terminal_runs(
    command: str, desk: Path, site: str, capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    if command in {MEASURES, SPEAKS}:
        return
    if "postgres" in command:
        request.getfixturevalue("monkeypatch").setenv("DATABASE_URL", request.getfixturevalue("migrated_url"))
    assert main(meant(command, site)) == 0, capfd.readouterr().err
    told = re.findall(r"(?:-o|backup) (\S+)", command)
    assert all((desk / name).exists() for name in told)


def test_the_terminal_is_told_of() -> None:
    assert len(TERMINAL) > 10
    assert {MEASURES, SPEAKS} <= set(TERMINAL)


def test_what_make_is_asked_for_is_in_the_makefile() -> None:
    papers = [README, *(path.read_text(encoding="utf-8") for path in [*ROOT.glob("C*.md"), *ROOT.glob("docs/*.md")])]
    asked = {target for paper in papers for target in re.findall(r"(?:^|`)make ([a-z]+)", paper, re.MULTILINE)}
    there = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test", "run"} <= asked
    assert asked - there == set()


def test_files_to_be_copied_are_there() -> None:
    copied = re.findall(r"\bcp (\S+) \S+", README)
    assert copied
    assert all((ROOT / name).exists() for name in copied)
