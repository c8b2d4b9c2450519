"""One page in one browser with a fresh profile, behind the proxy; only the process that renders loads this.

That process takes a question from standard input and answers on standard output.
"""

import asyncio
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp.abc import AbstractResolver
from playwright.async_api import BrowserContext, Page, Response, Route, async_playwright
from playwright.async_api import Error as BrowserError

from jobs.web.http.dns import Names
from jobs.web.http.url_gate import gate
from jobs.web.render.proxy import GuardedProxy
from jobs.web.render.proxy_request import USER
from jobs.web.render.rendering import SECONDS, NotRendered, Rendered, RenderQuestion

_LOADING = 7.0
"""Seconds for a page to come to rest; the browser's start and end are outside of them."""
_WIDTH, _HEIGHT = 1280, 4000
"""A window so high that most parts of a page which load when they are scrolled to are in sight."""
_NOT_LOADED = frozenset({"image", "media", "font"})
_LONGEST_HTML = 10 * 2**20
_OF_THE_BODY = frozenset({"content-type", "content-encoding", "content-length", "transfer-encoding"})
_SCRIPTS = {name: Path(__file__).with_name(f"{name}.js").read_text("utf-8") for name in ("before", "sight", "written")}

_OWN_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-extensions",
    "--disable-software-rasterizer",
    "--renderer-process-limit=1",
    "--js-flags=--max-old-space-size=192",
)


def flags(proxy: str) -> tuple[str, ...]:
    """How the browser is kept from every way out but the proxy at this address.

    Its default is to dial loopback past any proxy, to look names up itself, and to send datagrams for WebRTC.
    """
    return (
        *_OWN_FLAGS,
        f"--proxy-server={proxy}",
        "--proxy-bypass-list=<-loopback>",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    )


async def render(question: RenderQuestion, resolver: AbstractResolver) -> Rendered | NotRendered:
    """The page as a browser has it, or why there is none; never longer than `SECONDS`."""
    try:
        async with (
            asyncio.timeout(SECONDS),
            GuardedProxy(question.policy, resolver, download=question.download) as proxy,
        ):
            drawing = asyncio.ensure_future(_drawn(question, proxy))
            cut_off = asyncio.ensure_future(proxy.ended.wait())
            try:
                await asyncio.wait({drawing, cut_off}, return_when=asyncio.FIRST_COMPLETED)
                if not drawing.done():
                    return NotRendered("the proxy that the browser goes through ended")
                drawn = drawing.result()
            finally:
                cut_off.cancel()
                drawing.cancel()
                await asyncio.gather(drawing, cut_off, return_exceptions=True)
            return NotRendered("its page loads more than is allowed") if proxy.is_over_limit else drawn
    except TimeoutError:
        return NotRendered("it took the browser too long")
    except BrowserError as error:
        return NotRendered(f"the browser gave up: {error.message.splitlines()[0][:200]}")


async def _drawn(question: RenderQuestion, proxy: GuardedProxy) -> Rendered | NotRendered:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=question.chromium, args=flags(proxy.address), chromium_sandbox=_may_use_sandbox()
        )
        try:
            # The browser's own requests go by the flags, without a password; those of the page by this.
            context = await browser.new_context(
                proxy={"server": proxy.address, "username": USER, "password": proxy.password},
                user_agent=question.policy.browser_form,
                viewport={"width": _WIDTH, "height": _HEIGHT},
                service_workers="block",
                accept_downloads=False,
            )
            return await _in_context(context, question)
        finally:
            await browser.close()


async def _in_context(context: BrowserContext, question: RenderQuestion) -> Rendered | NotRendered:
    await context.route("**/*", _without_pictures)
    await context.add_init_script(_SCRIPTS["before"])
    page = await context.new_page()
    moves = _Moves(page, question.policy.max_redirects)
    loop = asyncio.get_running_loop()
    until = loop.time() + _LOADING
    response = await page.goto(question.url, wait_until="commit", timeout=_LOADING * 1000)
    settled = await _come_to_rest(page, until - loop.time(), moves)
    if moves.is_endless:
        return NotRendered("its scripts send the browser on and on")
    return await _written(page, moves.last_response or response, question, settled=settled)


class _Moves:
    """Counts how often scripts take the page elsewhere, and keeps the answer that it stands on."""

    def __init__(self, page: Page, most: int) -> None:
        self._most = most
        self._count = -1  # the first is no move
        self.last_response: Response | None = None
        self.endless = asyncio.Event()
        page.on("framenavigated", self._on_navigated)
        page.on("response", self._on_response)
        self._page = page

    @property
    def is_endless(self) -> bool:
        return self.endless.is_set()

    def _on_navigated(self, frame: Any) -> None:
        if frame == self._page.main_frame:
            self._count += 1
            if self._count > self._most:
                self.endless.set()

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self._page.main_frame:
            self.last_response = response


async def _come_to_rest(page: Page, seconds: float, moves: _Moves) -> bool:
    """Wait until nothing is loaded any more; False where time was up first."""
    at_rest = asyncio.ensure_future(page.wait_for_load_state("networkidle", timeout=max(seconds, 0.1) * 1000))
    endless = asyncio.ensure_future(moves.endless.wait())
    try:
        await asyncio.wait({at_rest, endless}, return_when=asyncio.FIRST_COMPLETED)
        return at_rest.done() and at_rest.exception() is None
    finally:
        for each in (at_rest, endless):
            each.cancel()
        await asyncio.gather(at_rest, endless, return_exceptions=True)


async def _written(
    page: Page, response: Response | None, question: RenderQuestion, *, settled: bool
) -> Rendered | NotRendered:
    html: str = await page.evaluate(f"({_SCRIPTS['written']})({_SCRIPTS['sight']})")
    if len(html) > _LONGEST_HTML:
        return NotRendered("its page grew larger than is allowed")
    final_url = page.url
    why = gate(final_url, question.policy)
    if why is not None or response is None:
        return NotRendered(why or "the server did not answer the browser")
    headers = [(each["name"].lower(), each["value"]) for each in await response.headers_array()]
    kept = tuple(each for each in headers if each[0] not in _OF_THE_BODY)
    typed = (*kept, ("content-type", "text/html; charset=utf-8"))
    return Rendered(question.url, final_url, response.status, typed, html, settled)


async def _without_pictures(route: Route) -> None:
    with suppress(BrowserError):  # the page was closed meanwhile
        if route.request.resource_type in _NOT_LOADED:
            await route.abort()
        else:
            await route.continue_()


def _may_use_sandbox() -> bool:
    """Chromium refuses its sandbox to root."""
    return hasattr(os, "geteuid") and os.geteuid() != 0


async def _answer(question: RenderQuestion) -> Rendered | NotRendered:
    resolver = Names(search_domains=question.policy.allow_private)
    try:
        return await render(question, resolver)
    finally:
        await resolver.close()


def main() -> None:
    """Answer the one question."""
    question: RenderQuestion = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    pickle.dump(asyncio.run(_answer(question)), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
