"""The worker's command where there is nothing to do, or what is typed is wrong."""

import pytest

from jobs.__main__ import main


def test_without_a_database_it_says_that_there_is_nothing_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["worker", "--concurrency", "4"]) == 0
    assert capsys.readouterr().out.startswith("There is nothing to do for a worker: DATABASE_URL is not set")


@pytest.mark.parametrize("missing", ["psycopg", "psycopg_pool", "procrastinate"])
def test_without_the_libraries_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada@127.0.0.1:1/links")
    monkeypatch.setattr("jobs.store.opening.find_spec", lambda name: None if name == missing else object())
    assert main(["worker"]) == 75
    assert "run `make postgres`" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["0", "-1", "many", "1001", "1.5"])
def test_how_many_at_once_is_a_number_within_reason(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["worker", "--concurrency", typed])
    assert "give a number from 1 to 1,000" in capsys.readouterr().err or typed.startswith("-")


@pytest.mark.parametrize("typed", ["EU", "a region", "-eu", "e" * 21, ""])
def test_a_region_has_a_short_plain_name(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["worker", f"--region={typed}"])
    assert "give a short name of small letters" in capsys.readouterr().err
