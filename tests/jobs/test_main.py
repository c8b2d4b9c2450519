"""The commands as a shell runs them: a process, its output, its exit code."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from jobs import NAMED
from tests.tools.process import environment

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "jobs" / "corpus"
TARGET = "https://ours.example/guide"


class Corpus(SimpleHTTPRequestHandler):
    """The corpus, twice: what lies below /barred/ is shut to Googlebot."""

    def do_GET(self) -> None:
        if self.path != "/robots.txt":
            self.path = self.path.removeprefix("/barred")
            super().do_GET()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"User-agent: Googlebot\nDisallow: /barred/\n")

    def log_message(self, *_: object) -> None:
        """Requests are no news."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Corpus, directory=str(CORPUS)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def jobs(*arguments: str, stdin: bytes = b"", private: str = "false") -> subprocess.CompletedProcess[bytes]:
    surroundings = environment(PYTHONPATH=str(ROOT), LC_ALL="C", LINKWATCH_NETWORK__ALLOW_PRIVATE=private)
    command = [sys.executable, "-m", "jobs", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env=surroundings, check=False, timeout=60)


@pytest.mark.parametrize(
    ("page", "code", "outcome", "link"),
    [
        ("plain.html", 0, "ok", "present"),
        ("rel_with_comma.html", 1, "ok", "present"),
        ("absent.html", 1, "ok", "absent"),
        ("no-such-page.html", 1, "gone", "absent"),
        ("challenge.html", 3, "blocked", "unknown"),
    ],
)
def test_check(site: str, page: str, code: int, outcome: str, link: str) -> None:
    ended = jobs("check", f"{site}/{page}", TARGET, "--json", private="true")
    assert ended.returncode == code, ended.stderr.decode()
    written = json.loads(ended.stdout)
    assert (written["outcome"], written["link"]) == (outcome, link)


def test_a_page_that_robots_txt_bars_to_googlebot_is_weakened(site: str) -> None:
    ended = jobs("check", f"{site}/barred/plain.html", TARGET, "--json", private="true")
    assert ended.returncode == 1, ended.stderr.decode()
    found = json.loads(ended.stdout)["findings"]
    assert [(finding["kind"], finding["now"]) for finding in found] == [("robots_blocked", "Disallow: /barred/")]


def test_inspect_reads_standard_input_and_writes_utf_8_in_any_locale() -> None:
    ended = jobs("inspect", "-", "--base-url", "https://a.example/", "--json", stdin="<title>Straße</title>".encode())
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout)["title"] == "Straße"


def test_private_addresses_are_refused_unless_allowed(site: str) -> None:
    ended = jobs("inspect", f"{site}/plain.html", "--json")
    assert (ended.returncode, json.loads(ended.stdout)["outcome"]) == (3, "refused_address")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "jobs", "findings"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    errors = child.stderr.read()
    child.stderr.close()
    assert (child.wait(60), errors) == (0, b"")


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("--help",), 0), (("nonsense",), 2)])
def test_the_verbs_are_listed(arguments: tuple[str, ...], code: int) -> None:
    ended = jobs(*arguments)
    assert ended.returncode == code
    assert b"inspect" in ended.stdout + ended.stderr


@pytest.mark.parametrize("arguments", [("--version",), ("doctor", "--version"), ("import", "--version")])
def test_the_version_is_told(arguments: tuple[str, ...]) -> None:
    ended = jobs(*arguments)
    assert (ended.returncode, ended.stdout.decode()) == (0, f"{NAMED}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no /dev/full to stand for a full disk")
def test_an_answer_that_cannot_be_written_is_said_and_takes_no_page_s_exit_code(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>hello</p>", encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "jobs", "inspect", str(page)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ended.returncode == 74
    assert ended.stderr.decode().startswith("The answer could not be written")
