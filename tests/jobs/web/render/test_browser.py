"""Real Chromium draws pages of every make, and has no way out but the proxy."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from jobs.web.http import address_guard
from jobs.web.http.policy import NetworkPolicy
from jobs.web.render import browser
from jobs.web.render.proxy import GuardedProxy
from jobs.web.render.rendering import NotRendered, Rendered, RenderQuestion
from tests.jobs.web.render.pages import CHROMIUM, DRAWN, LINK, NEEDS_CHROMIUM, ON_AND_ON, WORDS, drawn
from tests.tools.dials import watched_dials
from tests.tools.site import Answer, Asked, LoopbackNames, Sites

pytestmark = NEEDS_CHROMIUM
SITE = "127.0.0.2"


@pytest.mark.parametrize("name", DRAWN)
async def test_a_link_that_a_script_makes_is_drawn(name: str) -> None:
    async with Sites() as sites:
        sites["app.example/"], sites["app.example/part"] = DRAWN[name], LINK
        page = await drawn(sites.url("app.example/"), sites.policy, sites.resolver)
    assert isinstance(page, Rendered)
    assert 'href="https://ours.example/guide"' in page.html
    assert page.settled
    assert "<script" not in page.html


async def test_the_page_that_scripts_lead_to_is_drawn() -> None:
    async with Sites() as sites:
        sites["app.example/"] = f"<script>location.href = '{sites.url('other.example/new')}'</script>"
        sites["other.example/new"] = Answer(LINK, headers={"X-Robots-Tag": "noindex"})
        page = await drawn(sites.url("app.example/"), sites.policy, sites.resolver)
        final_url = sites.url("other.example/new")
    assert isinstance(page, Rendered)
    assert page.final_url == final_url
    assert ("x-robots-tag", "noindex") in page.headers


async def test_scripts_that_lead_on_and_on_are_left() -> None:
    async with Sites() as sites:
        sites["app.example/on"] = ON_AND_ON
        page = await drawn(sites.url("app.example/on?1"), replace(sites.policy, max_redirects=4), sites.resolver)
    assert page == NotRendered("its scripts send the browser on and on")


async def test_a_page_that_never_rests_is_kept_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_LOADING", 2.0)
    async with Sites() as sites:
        sites["app.example/"] = f"{LINK}<script>setInterval(() => fetch('/x?' + Math.random()), 100)</script>"
        page = await drawn(sites.url("app.example/"), sites.policy, sites.resolver)
    assert isinstance(page, Rendered)
    assert not page.settled


async def test_hidden_is_what_the_browser_does_not_show() -> None:
    links = {
        "shown": '<a href="/shown">shown</a>',
        "shown by a script": '<p hidden id="late"><a href="/late">late</a></p>',
        "hidden by a sheet": '<p class="x"><a href="/gone">gone</a></p>',
        "folded": '<details><a href="/folded">folded</a></details>',
    }
    async with Sites() as sites:
        sites["app.example/"] = (
            f'<link rel="stylesheet" href="/style.css">{"".join(links.values())}'
            "<script>document.getElementById('late').hidden = false</script>"
        )
        sites["app.example/style.css"] = Answer(".x { display: none }", headers={"Content-Type": "text/css"})
        page = await drawn(sites.url("app.example/"), sites.policy, sites.resolver)
    assert isinstance(page, Rendered)
    assert links["shown"] in page.html
    assert '<a href="/late">' in page.html
    assert '<a href="/gone" style="display:none">' in page.html
    assert '<a href="/folded" hidden="until-found">' in page.html


async def test_pictures_and_fonts_are_not_loaded() -> None:
    async with Sites() as sites:
        sites["app.example/"] = (
            "<style>@font-face { font-family: f; src: url(/f.woff2) } p { font-family: f }</style>"
            f"<p>words</p><img src=/i.png><video src=/v.mp4></video>{LINK}<script src=/s.js></script>"
        )
        await drawn(sites.url("app.example/"), sites.policy, sites.resolver)
        asked = {each.place for each in sites.asked}
    assert asked & {"app.example/f.woff2", "app.example/i.png", "app.example/v.mp4"} == set()
    assert "app.example/s.js" in asked


async def test_sites_hear_our_name() -> None:
    async with Sites() as sites:
        sites["app.example/"] = LINK
        await drawn(sites.url("app.example/"), sites.policy, sites.resolver)
        names = {each.headers.get("User-Agent") for each in sites.asked}
    assert names == {sites.policy.browser_form}


async def test_a_browser_that_is_not_there_is_said() -> None:
    page = await browser.render(RenderQuestion("https://a.example/", NetworkPolicy(), "/no/where"), LoopbackNames())
    assert isinstance(page, NotRendered)
    assert page.reason.startswith("the browser gave up")


class _Counter(asyncio.DatagramProtocol):
    """Counts what arrives at a port, over TCP and UDP."""

    def __init__(self) -> None:
        self.dials = 0
        self.datagrams = 0

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.datagrams += 1

    async def dialled(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.dials += 1
        writer.close()


@asynccontextmanager
async def _inside() -> AsyncIterator[tuple[_Counter, int]]:
    """What listens on loopback, where no page has anything to seek."""
    counter = _Counter()
    server = await asyncio.start_server(counter.dialled, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: counter, ("127.0.0.1", port))
    try:
        yield counter, port
    finally:
        transport.close()
        server.close()


def _tries(port: int) -> str:
    """A page that asks for an address inside in each way that pages have."""
    inside, by_name = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
    return f"""<!doctype html><p>words</p>
<link rel=preconnect href={inside}><link rel=prefetch href={inside}/a><link rel=dns-prefetch href={by_name}>
<iframe src={inside}/b></iframe><script src={by_name}/c></script><img src={inside}/d>
<form id=f action={inside}/e method=post target=g></form><iframe name=g></iframe>
<script>
const quietly = (what) => {{ try {{ return Promise.resolve(what()).catch(() => 0) }} catch {{ }} }};
quietly(() => fetch("{inside}/h")); quietly(() => fetch("{inside}/i", {{ mode: "no-cors" }}));
quietly(() => navigator.sendBeacon("{inside}/j")); quietly(() => new EventSource("{inside}/k"));
quietly(() => new WebSocket("ws://127.0.0.1:{port}/l")); quietly(() => new WebTransport("https://127.0.0.1:{port}/m"));
quietly(() => new Worker("{inside}/n")); quietly(() => fetch("/away")); quietly(() => f.submit());
quietly(async () => {{
  const peer = new RTCPeerConnection({{ iceServers: [{{ urls: "stun:127.0.0.1:{port}" }}] }});
  peer.createDataChannel("c"); await peer.setLocalDescription(await peer.createOffer());
}});
</script>"""


async def test_no_dial_and_no_datagram_goes_past_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """One address counts as public, so that there is a page at all; every other one is judged as ever."""
    judged = address_guard.refusal
    monkeypatch.setattr(address_guard, "refusal", lambda address: None if address == SITE else judged(address))
    names = LoopbackNames()
    names.addresses["app.example"] = [SITE]
    async with _inside() as (counter, port), _site_at(SITE, _tries(port), f"http://127.0.0.1:{port}/o") as own:
        policy = NetworkPolicy(ports=frozenset({own, port}))
        with watched_dials() as dials:
            page = await drawn(f"http://app.example:{own}/", policy, names)
        # Playwright speaks to its driver over pipes; what this process dialled is what the proxy did.
        targets = {address[0] for opened, address in dials if opened.family is socket.AF_INET}
    assert isinstance(page, Rendered)
    assert (counter.dials, counter.datagrams) == (0, 0)
    assert targets == {SITE}


@asynccontextmanager
async def _site_at(address: str, page: str, away: str) -> AsyncIterator[int]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"GET /away "):
            writer.write(f"HTTP/1.1 302 Found\r\nLocation: {away}\r\nContent-Length: 0\r\n\r\n".encode())
        else:
            body = page.encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, address, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def test_what_loads_too_much_is_not_drawn() -> None:
    async with Sites() as sites:
        sites["app.example/"] = WORDS * 10_000
        question = RenderQuestion(sites.url("app.example/"), sites.policy, str(CHROMIUM), download=50_000)
        assert isinstance(await browser.render(question, sites.resolver), NotRendered)


async def test_a_dead_proxy_ends_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[GuardedProxy] = []
    enter = GuardedProxy.__aenter__

    async def noted(proxy: GuardedProxy) -> GuardedProxy:
        opened.append(proxy)
        return await enter(proxy)

    async def end_it(asked: Asked) -> Answer:
        await opened[0].close()
        return Answer(LINK)

    monkeypatch.setattr(GuardedProxy, "__aenter__", noted)
    async with Sites() as sites:
        sites["app.example/"] = end_it
        page = await drawn(sites.url("app.example/"), sites.policy, sites.resolver)
    assert page == NotRendered("the proxy that the browser goes through ended")
