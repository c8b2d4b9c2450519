import json

import pytest

from jobs.bench import Figure
from jobs.cli import bench

MET = Figure("pages a second", 200.0, "pages/s", "at least 100", ok=True)
MISSED = Figure("memory", 900.0, "MB", "at most 600", ok=False)


@pytest.fixture
def _two_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"parse": [MET], "memory": [MISSED]}
    monkeypatch.setattr(bench, "parts", lambda: tuple(figures))
    monkeypatch.setattr(bench, "run", figures.__getitem__)


@pytest.mark.usefixtures("_two_parts")
def test_an_aim_that_is_met_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["parse"]) == 0
    written = capsys.readouterr().out
    assert "at least 100" in written
    assert "200 pages/s" in written


@pytest.mark.usefixtures("_two_parts")
def test_an_aim_that_is_missed_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([]) == 1
    assert "MISSED" in capsys.readouterr().out


@pytest.mark.usefixtures("_two_parts")
def test_figures_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--json", "memory"])
    assert json.loads(capsys.readouterr().out) == [
        {"part": "memory", "name": "memory", "value": 900.0, "unit": "MB", "aim": "at most 600", "ok": False}
    ]


def test_an_unknown_part_ends_with_2_and_names_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.main(["nonsense"])
    assert ended.value.code == 2
    assert "relevance" in capsys.readouterr().err


def test_the_slack_face_measures_itself_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"parse", "slack", "store"} <= set(bench.parts())
    monkeypatch.setattr(bench, "HOMES", ("jobs.bench", "nobody.bench"))
    assert "slack" not in bench.parts()
    assert "store" in bench.parts()
