"""What a person reads in the terminal, of pages on loopback: every line that a page can give."""

import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from jobs.__main__ import main
from jobs.cli.common import table
from jobs.exchanges.legs import new_leg
from jobs.model.exchange import NewExchange, Side
from jobs.model.link import NewLink
from jobs.store.tiny.store import open_tiny

GARDEN = (
    "<p>Spade and compost: how to dig a garden bed in spring, with seedlings, mulch and a good watering can.</p>" * 9
)
TARGET = "https://ours.example/guide"
FULL = f"""<!doctype html><html lang="en"><head><title>Garden</title>
<meta name="robots" content="noindex"><meta http-equiv="refresh" content="9;url=/elsewhere">
<link rel="canonical" href="https://original.example/"><link rel="alternate" hreflang="de" href="/de"></head><body>
{GARDEN}<p><a href="{TARGET}" rel="nofollow" style="display:none">our guide</a></p>
<iframe srcdoc='<a href="https://framed.example/" hidden>within</a>'></iframe></body></html>"""
PAGES = {
    "/robots.txt": (200, "User-agent: Googlebot\nDisallow: /full\n"),
    "/full": (200, FULL),
    "/plain": (200, f"{GARDEN}<p>Read <a href='{TARGET}'>our guide</a>.</p>"),
    "/garden": (200, f'<html lang="de"><title>Beds</title>{GARDEN}'),
    "/moved": (301, "/plain"),
}


class Site(BaseHTTPRequestHandler):
    """A small site with a page of every kind."""

    def do_GET(self) -> None:
        status, text = PAGES.get(self.path, (404, "not found"))
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8")
        if status == 301:
            self.send_header("Location", text)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Requests are no news."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINKWATCH_NETWORK__ALLOW_PRIVATE", "true")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def lines_of(capfd: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capfd.readouterr().out.splitlines() if line]


def test_inspect_names_all_that_is_said_on_a_page(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", f"{site}/full"]) == 0
    lines = lines_of(capfd)
    assert lines[0] == f"{site}/full: the page was read"
    for line in [
        "status 200",
        "title Garden",
        "encoding utf-8 (by header)",
        "canonical https://original.example/ (by link)",
        "robots noindex (by meta robots)",
        "robots.txt forbids Googlebot Disallow: /full",
        f"refresh after 9 s to {site}/elsewhere",
        f"hreflang de {site}/de",
        "links 1; 0 of 1 external ones followed",
        f"body nofollow hidden our guide {TARGET}",
        "iframe hidden within https://framed.example/",
    ]:
        assert line in lines


def test_inspect_shows_the_way_to_a_page_that_moved(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", f"{site}/moved"]) == 0
    lines = lines_of(capfd)
    assert lines[1:3] == ["redirect 301 to /plain", f"ended at {site}/plain"]
    assert "title (none)" in lines


def test_inspect_of_a_page_that_is_gone_ends_with_1(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", f"{site}/nowhere"]) == 1
    assert lines_of(capfd) == [f"{site}/nowhere: the page is gone (the page answered 404 Not Found)"]


@pytest.mark.parametrize("arguments", [["discover", "no.csv"], ["import", "no.csv", "--channel", "C0LINKS"]])
def test_a_file_that_is_not_there_is_named(
    arguments: list[str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    assert capfd.readouterr().err == "no.csv: No such file or directory.\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["inspect", "no-such-file.html"], "neither an address nor a file"),
        (["inspect", "-", "--base-url", "nowhere"], "is not an address"),
        (["relevance", "https://a.example/"], "names none in our_sites"),
        (["relevance", "no/such-file.html", "https://a.example/"], "there is no such file"),
        (["check", "https://a.example/", "http://"], "http://"),
    ],
)
def test_arguments_that_cannot_work_end_with_2_and_an_example(
    arguments: list[str], named: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    errors = capfd.readouterr().err
    assert named in errors
    assert "for example: python -m jobs" in errors


def test_check_says_where_a_link_stands_and_what_is_wrong(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"{site}/full", TARGET]) == 1
    lines = lines_of(capfd)
    assert lines[0] == f"The link is present. {site}/full: the page was read"
    assert f"link {TARGET}" in lines
    assert "place body, hidden, rel=nofollow" in lines
    assert any(line.startswith("weakened nofollow: ") for line in lines)
    assert any(line.startswith("expected: ") for line in lines)


def test_check_of_a_link_that_is_well_says_so(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"{site}/plain", TARGET]) == 0
    lines = lines_of(capfd)
    assert "place body, followed" in lines
    assert lines[-1] == "nothing is wrong with it"


def test_check_says_where_a_page_ended(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"{site}/moved", TARGET]) == 0
    assert f"ended at {site}/plain" in lines_of(capfd)


def test_relevance_is_said_in_words(
    site: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKWATCH_RELEVANCE__ENGINE", "words")
    assert main(["relevance", f"{site}/garden", f"{site}/plain"]) == 0
    lines = lines_of(capfd)
    assert lines[0].endswith(
        "(low confidence; our rule of thumb, words are compared, and the topics that each belongs to)"
    )
    assert "compost" in next(line for line in lines if line.startswith("shared "))
    assert any(line.startswith("theirs ") and "(language en" in line for line in lines)
    assert any(line.startswith("links out ") for line in lines)
    assert any(line.startswith("doubt ") for line in lines)


def test_relevance_as_json_holds_the_same(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["relevance", f"{site}/garden", f"{site}/plain", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["score"] > 50
    assert "compost" in told["shared"]


def test_relevance_compares_files(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = "A hiking boot needs a stiff sole, a dry tongue and laces that hold on wet rock. " * 12
    for name, title in (("theirs.html", "Boots we like"), ("ours.html", "Hiking boots")):
        (tmp_path / name).write_text(f"<title>{title}</title><h1>{title} today</h1><p>{text}", encoding="utf-8")
    assert main(["relevance", str(tmp_path / "theirs.html"), str(tmp_path / "ours.html")]) == 0
    lines = lines_of(capfd)
    assert "100 of 100" in lines[0]
    assert "h1 Boots we like today" in lines
    assert "h1 Hiking boots today" in lines


def test_relevance_takes_our_site_where_no_target_is_given(
    site: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKWATCH_OUR_SITES", f"{site}/plain")
    assert main(["relevance", f"{site}/garden"]) == 0
    assert "our rule of thumb" in lines_of(capfd)[0]


def test_relevance_takes_what_is_tracked_where_no_target_is_given(
    site: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def track() -> None:
        store = await open_tiny(tmp_path)
        now = datetime.now(UTC)
        tracked = [
            NewLink("C0LINKS", "https://blog.example/", f"{site}/{page}") for page in ("plain", "full", "garden")
        ]
        got, _, given = [(await store.add_link(new, now))[0] for new in tracked]
        legs = new_leg(got, Side.THEIRS), new_leg(given, Side.OURS)
        await store.add_exchange(NewExchange("C0LINKS", legs), now)
        await store.close()

    asyncio.run(track())
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path))
    assert main(["relevance", f"{site}/garden", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["site"]["pages"] == 2
    assert told["site"]["nearest"][0]["url"] == told["ours"]["url"] == f"{site}/plain"
    assert main(["relevance", f"{site}/garden"]) == 0
    assert any(line.startswith("all of ours ") for line in lines_of(capfd))
    assert main(["relevance", f"{site}/nowhere"]) == 3
    assert "gone" in lines_of(capfd)[0]
    assert main(["relevance", f"{site}/garden", f"{site}/full", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["ours"]["url"] == f"{site}/full"
    assert (told["site"]["pages"], len(told["site"]["nearest"])) == (2, 2)


def test_relevance_of_a_named_target_needs_no_store_that_can_be_read(
    site: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "linkwatch.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path))
    assert main(["relevance", f"{site}/garden", f"{site}/plain", "--json"]) == 0
    told = capfd.readouterr()
    assert json.loads(told.out)["site"] is None
    assert "What is tracked is left out." in told.err


def test_relevance_compares_a_kept_page_whatever_a_visitor_would_be_shown(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = "A hiking boot needs a stiff sole, a dry tongue and laces that hold on wet rock. " * 12
    (tmp_path / "theirs.html").write_text(f"<title>404 Not Found</title><p>{text[:200]}", encoding="utf-8")
    (tmp_path / "ours.html").write_text(f"<title>Hiking boots</title><p>{text}", encoding="utf-8")
    assert main(["relevance", str(tmp_path / "theirs.html"), str(tmp_path / "ours.html")]) == 0
    assert "our rule of thumb" in lines_of(capfd)[0]


def test_relevance_of_a_file_that_is_no_page_says_what_it_is(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    (tmp_path / "ours.html").write_text("<title>Boots</title><p>A hiking boot.", encoding="utf-8")
    assert main(["relevance", str(tmp_path / "paper.pdf"), str(tmp_path / "ours.html")]) == 3
    assert lines_of(capfd)[0].endswith("the page could not be read: the file is a PDF, not a page")


def test_relevance_by_a_model_that_is_not_there_says_so(
    site: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKWATCH_RELEVANCE__MODEL", "no/model")
    assert main(["relevance", f"{site}/garden", f"{site}/plain"]) == 78
    assert capfd.readouterr().err == "relevance.model: no/model is no folder with a model2vec model\n"


def test_relevance_of_a_page_that_cannot_be_read_says_which(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["relevance", f"{site}/nowhere", f"{site}/plain"]) == 3
    assert lines_of(capfd)[0] == f"{site}/nowhere: the page is gone (the page answered 404 Not Found)"
    assert main(["relevance", f"{site}/nowhere", f"{site}/plain", "--json"]) == 3
    assert [page["outcome"] for page in json.loads(capfd.readouterr().out)["pages"]] == ["gone"]


ROWS = [
    ["body", "https://ours.example/guide", "a guide"],
    ["nav", "", "日本語のリンク"],
    ["", "https://ours.example/", "Прогулки вдоль хребта"],
    ["footer", "x", "cafe\u0301 \uff21"],
]


def test_a_table_that_is_piped_is_laid_out_as_in_a_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = table(("place", "href", "text"), ROWS)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert piped == table(("place", "href", "text"), ROWS)
    assert len(piped) == 1 + len(ROWS)


def test_in_a_narrow_terminal_cells_are_folded_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")  # which has 80 columns
    folded = table(("text",), [["https://ours.example/" + "a" * 60]])
    assert max(map(len, folded)) == 80
    assert "".join(folded) == "texthttps://ours.example/" + "a" * 60


def test_a_row_is_one_line_whatever_its_cells_hold() -> None:
    assert table(("text", "href"), [["two\nlines", "x"]]) == ["text       href", "two lines  x"]
