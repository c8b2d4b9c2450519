import json
from pathlib import Path
from typing import Any

import pytest

from jobs.cli.inspect import as_json, main, read_body
from jobs.model.page import FetchFailure, Hop, Outcome
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import what_it_is
from tests.tools.times import NOON

PAGE = """<!doctype html><html lang=en><head><title>Walks &amp; more</title><base href="https://partner.example/a/">
<link rel=canonical href=/walks><meta name=robots content="noindex"></head><body>
<nav><a href="b?q=ü" rel="NoFollow,ugc">Über</a></nav><p><a href="https://ours.example/" hidden>x</a>
<map><area href="//maps.example/" alt="a map"></map><a href="http://[broken">broken</a></body></html>"""


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def inspected(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_file_is_read_as_if_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    seen = inspected(capsys, "page.html", "--base-url", "https://partner.example/start")
    assert seen["url"] == seen["final_url"] == "https://partner.example/start"
    assert (seen["outcome"], seen["status"], seen["redirects"]) == ("ok", None, [])
    assert (seen["title"], seen["encoding"], seen["base"]) == ("Walks & more", "utf-8", "https://partner.example/a/")
    assert seen["canonical"] == "https://partner.example/walks"
    assert seen["robots"] == [{"source": "meta robots", "value": "noindex"}]


def test_links_are_in_document_order_with_all_their_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    links = inspected(capsys, "page.html", "--base-url", "https://partner.example/")["links"]
    assert [link["href"] for link in links] == [
        "https://partner.example/a/b?q=%C3%BC",
        "https://ours.example/",
        "https://maps.example/",
        "http://[broken",
    ]
    assert {key: links[0][key] for key in ("href", "raw_href", "rel", "text", "place", "hidden")} == {
        "href": "https://partner.example/a/b?q=%C3%BC",
        "raw_href": "b?q=ü",
        "rel": ["nofollow", "ugc"],
        "text": "Über",
        "place": "nav",
        "hidden": False,
    }
    assert [link["hidden"] for link in links] == [False, True, False, False]


def test_the_content_type_says_the_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_bytes("<title>Straße</title>".encode("latin-1"))
    seen = inspected(capsys, "page.html", "--content-type", "text/html; charset=iso-8859-1")
    assert (seen["title"], seen["encoding"]) == ("Straße", "windows-1252")


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\xfe", b"\xff\xfeh\x00\x00\xd8", b"<title>&#xD800;</title>", b"<" * 5000]
)
def test_any_bytes_give_an_answer(body: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_bytes(body)
    assert inspected(capsys, "page.html")["outcome"] == "ok"


def test_people_get_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert main(["page.html"]) == 0
    written = capsys.readouterr().out
    assert "Walks & more" in written
    assert "noindex (by meta robots)" in written
    assert "https://ours.example/" in written


def test_foreign_text_moves_no_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text("<title>\x1b[2J\u202eevil</title><a href=/>[red]\x1b[0m</a>", encoding="utf-8")
    main(["page.html"])
    written = capsys.readouterr().out
    assert "\x1b" not in written
    assert "\u202e" not in written
    assert "[red]" in written


@pytest.mark.parametrize("name", ["nonsense", "no-such-file.html", "http://", "x" * 5000, "a\x00b"])
def test_neither_address_nor_file_ends_with_2(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name])
    assert ended.value.code == 2
    assert "for example" in capsys.readouterr().err


def test_wrong_configuration_ends_with_78_and_every_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "config.yaml").write_text("digest: {day: someday}\nnonsense: 1\n", encoding="utf-8")
    assert main(["page.html"]) == 78
    errors = capsys.readouterr().err
    assert "digest.day" in errors
    assert "nonsense" in errors
    monkeypatch.setenv("LINKWATCH_CONFIG", str(tmp_path / "missing.yaml"))
    assert main(["page.html"]) == 78


def test_a_failure_is_told_with_the_way_there() -> None:
    url = "https://partner.example/"
    failure = FetchFailure(url, Outcome.GONE, "why", NOON, f"{url}b", 410, (), (Hop(url, 301, "/b"),))
    written = as_json(Reading(Outcome.GONE, "why", failure_facts(failure), failure=failure))
    assert (written["outcome"], written["status"], written["links"]) == ("gone", 410, [])
    assert written["redirects"] == [{"url": url, "status": 301, "location": "/b"}]


async def test_a_page_from_the_web_is_judged_by_itself() -> None:
    reading = await read_body(b"<title>404 Not Found</title>", "https://partner.example/", "text/html")
    assert what_it_is(reading).outcome is Outcome.SOFT_404


def test_secrets_are_masked_for_people_and_true_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = '<a href="https://me:hunter2@a.example/?token=s3cret&q=x">a</a>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    arguments = ("page.html", "--base-url", "https://partner.example/?api_key=k1tten")
    assert main(arguments) == 0
    written = capsys.readouterr().out.replace("\n", "")
    assert [secret for secret in ("hunter2", "s3cret", "k1tten") if secret in written] == []
    seen = inspected(capsys, *arguments)
    assert seen["url"] == "https://partner.example/?api_key=k1tten"
    assert seen["links"][0]["href"] == "https://me:hunter2@a.example/?token=s3cret&q=x"
