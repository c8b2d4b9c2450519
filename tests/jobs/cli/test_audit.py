"""`python -m jobs audit`: what is tracked, audited on loopback."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.model.partner import NewPartner
from tests.tools.stores import name_store, open_store

TARGET = "https://ours.example/guide"
PAGES = {
    "/": "<p>Hills</p><a href='/walk'>A walk</a><a href='/talk'>A talk</a>",
    "/walk": f"<p>We walked the long ridge and found <a rel=nofollow href='{TARGET}'>boots</a> there.</p>",
    "/talk": f"<p>We talked of the long ridge and of <a href='{TARGET}'>boots</a> for it.</p>",
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the name that the library calls
        body = PAGES.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((body or "not found").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's own name
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.setenv("LINKWATCH_NETWORK__ALLOW_PRIVATE", "true")
    monkeypatch.chdir(tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


async def _fill(folder: Path, site: str) -> None:
    store = await open_store(folder)
    for path in ("/walk", "/talk"):
        await store.add_link(NewLink("C1", f"{site}{path}", TARGET), datetime.now(UTC))
    await store.add_partner(NewPartner("C1", f"{site}/talk", 100), datetime.now(UTC))
    await store.close()


@pytest.mark.both_stores
def test_a_link_a_partner_page_or_a_site_is_audited(
    site: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(tmp_path / "data", site))
    assert main(["audit", "L-1"]) == 1
    said = capfd.readouterr().out
    assert "L-1: rel says nofollow, ugc or sponsored, which was not agreed." in said
    assert said.endswith("1 of 1 page with something found.\n")
    assert main(["audit", "p-1", "--json"]) == 0
    [told] = json.loads(capfd.readouterr().out)
    assert told["page"] == f"{site}/talk"
    assert {point["found"] for point in told["points"]} == {False}
    assert main(["audit", site]) == 1
    assert "1 of 2 pages with something found." in capfd.readouterr().out


def test_what_is_not_tracked_is_said_to_be(site: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(tmp_path / "data", site))
    assert main(["audit", "L-9"]) == 3
    assert main(["audit", "L-1", "--channel", "C2"]) == 3
    assert "Nothing of that name is tracked." in capfd.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["audit", "no address"])
