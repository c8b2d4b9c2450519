"""`python -m jobs claim`: the file for a vendor, also beside a running bot."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.write import Write
from jobs.store.tiny.store import open_tiny
from tests.tools.nouns import MISSING


async def _fill(folder: Path) -> None:
    store, now = await open_tiny(folder), datetime.now(UTC)
    for name, state in (("a", LinkState.LOST), ("b", LinkState.LIVE)):
        link, _ = await store.add_link(NewLink("C1", f"https://blog.example/{name}", "https://ours.example/"), now)
        found = (MISSING,) if state is LinkState.LOST else ()
        await store.write(Write(links=[replace(link, standing=LinkStatus(state, since=now, open=found))]))
    await store.close()


def test_the_file_is_written_or_why_not_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    assert main(["claim", "L-1"]) == 1
    assert "There is no store in" in capfd.readouterr().err
    asyncio.run(_fill(tmp_path / "data"))
    assert main(["claim", "L-1", "-o", "claims"]) == 0
    assert "claims/claim-L-1.html is written." in capfd.readouterr().out
    assert "https://blog.example/a" in Path("claims/claim-L-1.html").read_text(encoding="utf-8")
    assert main(["claim", "2"]) == 1
    assert "there is nothing to claim" in capfd.readouterr().err
    assert main(["claim", "L-9"]) == 1
    assert "L-9 is not tracked." in capfd.readouterr().err
