"""There is one door to the web, and every dial goes through its guard."""

import ast
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.abc import ResolveResult

from jobs.model.page import FetchFailure, Outcome, Page
from jobs.web.http import address_guard as guard
from jobs.web.http.address_guard import JudgedSocket, refusal
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from jobs.web.robots.rules import parse_robots
from tests.tools.dials import watched_dials
from tests.tools.site import Answer, LoopbackNames, Sites

ROOT = Path(__file__).parents[4]
SOURCES = sorted(path for folder in ("jobs", "bot") for path in (ROOT / folder).rglob("*.py"))

# Who may open connections without the guard, and to where.
OWN_CONNECTIONS = {
    "jobs/web/http/session.py": "the one door",
    "jobs/web/http/address_guard.py": "the sockets behind the door",
    "jobs/web/http/dns.py": "the machine's own name servers",
    "jobs/web/render/proxy.py": "what a browser asks for, through the same judged sockets",
    "jobs/telemetry/service_manager.py": "the socket of systemd, on this machine",
    "bot/slack/connection.py": "Slack's own address",
    "bot/bench/response.py": "what Slack posts to the bot on loopback, for measuring",
    "jobs/bench/_lanes.py": "a bare GET on loopback, beside which a check is measured",
    "jobs/bench/_tls_site.py": "a name server on loopback, for measuring",
    "jobs/bench/_nginx.py": "nginx on loopback, until it answers, for measuring",
    "jobs/bench/_loopback.py": "a name server on loopback, for measuring",
}
OWN_FOLDERS = ("bot/sandbox/",)  # a Slack and web sites on loopback, for trying and testing

DIALLERS = {
    "ClientSession", "TCPConnector", "open_connection", "create_connection", "create_datagram_endpoint", "urlopen",
    "urlretrieve", "HTTPConnection", "HTTPSConnection", "socket", "sock_connect", "AsyncClient", "getaddrinfo",
}  # fmt: skip


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_nobody_else_opens_connections() -> None:
    found = [
        f"{place}:{node.lineno} calls {_name(node)}"
        for path in SOURCES
        if (place := path.relative_to(ROOT).as_posix()) not in OWN_CONNECTIONS and not place.startswith(OWN_FOLDERS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _name(node) in DIALLERS
    ]
    assert found == []


def test_nobody_imports_another_client() -> None:
    clients = {"requests", "httpx", "urllib3", "urllib.request", "http.client", "ftplib"}
    found = [
        f"{path.relative_to(ROOT)} imports {alias}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in ([node.module] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names])
        if alias in clients
    ]
    assert found == []


def now() -> datetime:
    return datetime(2026, 11, 23, 4, tzinfo=UTC)


async def test_each_dial_of_pages_redirects_and_robots_passed_the_guard() -> None:
    async with Sites() as sites, sites.session() as session, ParserPool(parse_robots.__module__) as pages:
        sites["a.example/"] = Answer.redirect(sites.url("b.example/"))
        sites["b.example/"] = "<p>here</p>"
        with watched_dials() as dials:
            page = await fetch(session, sites.url("a.example/"), policy=sites.policy, now=now)
            await RobotsFiles(session, sites.policy, now, pages).allowed(sites.url("c.example/"))
    assert isinstance(page, Page)
    assert len(dials) == 3
    assert all(isinstance(opened, JudgedSocket) for opened, _ in dials)


PUBLIC = NetworkPolicy(ports=frozenset(range(1, 65536)), total_seconds=5)

SPELLINGS = r"""
http://127.0.0.1/  http://127.1/  http://0x7f.1/  http://0x7f000001/  http://2130706433/  http://017700000001/
http://127.0.0.1./  http://0/  http://[::1]/  http://[::]/  http://[::ffff:127.0.0.1]/  http://[::ffff:7f00:1]/
http://[0:0:0:0:0:ffff:127.0.0.1]/  http://%31%32%37.0.0.1/  http://[::127.0.0.1]/  http://[fe80::1%25eth0]/
http://\uff11\uff12\uff17.0.0.1/  http://127\u30020\u30020\u30021/  http://\u2460\u2461\u2466.0.0.1/
http://localhost/  http://LOCALHOST/  http://localhost./  http://a.localhost/  http:\\127.0.0.1\  http:127.0.0.1
http:///127.0.0.1/  http://127.0.0.1#@8.8.8.8/  http://8.8.8.8@127.0.0.1/  http://127.0.0.1:80\@8.8.8.8/
http://127.0.0.1?@8.8.8.8/  http://169.254.169.254/latest/meta-data/  http://[fd00:ec2::254]/  http://10.0.0.1/
http://[64:ff9b::7f00:1]/  http://[2002:7f00:1::]/  http://metadata.google.internal/  http://user:pass@example.com/
file:///etc/passwd  ftp://127.0.0.1/  gopher://127.0.0.1:11211/  dict://127.0.0.1/  jar:http://127.0.0.1!/
//127.0.0.1/  127.0.0.1  data:text/html,hi  javascript:alert(1)  unix:/var/run/docker.sock  ht\ntp://127.0.0.1/
"""


class InsideNames(LoopbackNames):
    """A resolver under an attacker's control: every name is inside."""


@pytest.mark.parametrize("spelling", SPELLINGS.split())
async def test_no_spelling_of_an_inside_address_is_dialled(spelling: str) -> None:
    async with page_session(PUBLIC, InsideNames()) as session:
        with watched_dials() as dials:
            url = spelling.replace(r"\n", "\n").encode().decode("raw_unicode_escape")
            result = await fetch(session, url, policy=PUBLIC, now=now)
    assert dials == []
    assert isinstance(result, FetchFailure)
    assert result.outcome is Outcome.REFUSED_ADDRESS, result


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["::1"], ["::1", "127.0.0.1"], ["10.0.0.1", "fe80::1", "::ffff:192.168.1.1"], ["inside"]],
)
async def test_a_name_that_leads_inside_is_not_dialled(addresses: list[str]) -> None:
    names = LoopbackNames()
    names.addresses["rebinding.example"] = addresses
    async with page_session(PUBLIC, names) as session:
        with watched_dials() as dials:
            result = await fetch(session, "http://rebinding.example/", policy=PUBLIC, now=now)
    assert dials == []
    assert isinstance(result, FetchFailure)
    assert result.outcome is Outcome.REFUSED_ADDRESS, result


class TurningNames(LoopbackNames):
    """A name under an attacker's control: public when somebody checks it, inside ever after."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.addresses[host] = ["127.0.0.1"] if host in self.asked else ["93.184.216.34"]
        return await super().resolve(host, port, family)


async def test_a_name_that_turns_inside_after_it_was_checked_is_not_dialled() -> None:
    names = TurningNames()
    async with page_session(PUBLIC, names) as session:
        checked = await names.resolve("turning.example")
        with watched_dials() as dials:
            result = await fetch(session, "http://turning.example/", policy=PUBLIC, now=now)
    assert checked[0]["host"] == "93.184.216.34"
    assert dials == []
    assert isinstance(result, FetchFailure)
    assert result.outcome is Outcome.REFUSED_ADDRESS


@pytest.mark.parametrize(
    "target", ["http://inside.example/", "http://169.254.169.254/", "//10.0.0.1/", "http://[::1]/"]
)
async def test_a_redirect_that_leads_inside_is_not_followed(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The outside is loopback here, so this one address is let through and stands for a public one."""
    names = LoopbackNames()
    names.addresses["inside.example"] = ["127.0.0.2"]
    async with Sites() as sites, page_session(PUBLIC, names) as session:
        sites["outside.example/"] = Answer.redirect(target)
        monkeypatch.setattr(guard, "refusal", lambda address: None if address == "127.0.0.1" else refusal(address))
        with watched_dials() as dials:
            result = await fetch(session, sites.url("outside.example/"), policy=PUBLIC, now=now)
    assert [address[0] for _, address in dials] == ["127.0.0.1"]
    assert isinstance(result, FetchFailure)
    assert (result.outcome, [hop.location for hop in result.hops]) == (Outcome.REFUSED_ADDRESS, [target])
