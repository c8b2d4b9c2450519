"""`python -m jobs vet`: one page in words, a list as a table, a file or JSON."""

import csv
import io
import json
from pathlib import Path

import pytest

from jobs.__main__ import main
from tests.jobs.cli.test_terminal import lines_of, site

__all__ = ["site"]


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKWATCH_RELEVANCE__ENGINE", "words")


def test_one_page_is_advised_on_with_its_reasons(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["vet", f"{site}/garden", "--target", f"{site}/plain"]) == 0
    lines = lines_of(capfd)
    assert lines[0].startswith(("ask: ", "think twice: ", "avoid: "))
    assert "our rule of thumb" in lines[0]
    assert any(line.startswith("relevance ") for line in lines)


def test_what_is_not_there_is_avoided(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["vet", f"{site}/nowhere", "--target", f"{site}/plain"]) == 0
    lines = lines_of(capfd)
    assert lines[0].startswith("avoid: ")
    assert lines[1].startswith("100 There is no such page")


def test_a_file_is_ranked_as_table_csv_and_json(site: str, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    listed = tmp_path / "prospects.csv"
    listed.write_text(f"Page\n{site}/nowhere\n{site}/garden\n{site}/garden\n", encoding="utf-8")
    arguments = ["vet", str(listed), "--target", f"{site}/plain"]
    main(arguments)
    head, first, second = lines_of(capfd)
    assert head.split()[:2] == ["advice", "points"]
    assert (f"{site}/garden" in first, f"{site}/nowhere" in second) == (True, True)
    main([*arguments, "--csv"])
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert [(row["rank"], row["page"]) for row in rows] == [("1", f"{site}/garden"), ("2", f"{site}/nowhere")]
    assert "no such page" in rows[1]["reasons"]
    main([*arguments, "--json"])
    told = json.loads(capfd.readouterr().out)
    assert told[1]["reasons"][0] | {"text": ""} == {"kind": "not_there", "points": 100, "text": ""}


def test_our_page_has_to_be_readable(site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["vet", f"{site}/garden", "--target", f"{site}/nowhere"]) == 3
    assert "Our page" in capfd.readouterr().err


def test_a_target_is_needed(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["vet", "https://a.example/"])
    assert "names none in our_sites" in capfd.readouterr().err
