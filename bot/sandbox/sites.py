"""Web sites on loopback: three that link to "our" shop, one of another trade, one to be asked, and the shop itself.

Each has a name of its own under `localhost` (which never leaves the machine), all on one port.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from importlib.resources import files
from string import Template

from aiohttp import web

from bot.sandbox.nouns import Json
from bot.sandbox.spoils import LABELS, NEWS, PUT_BACK, DemoPage, Look, Spoil, answer, spoiled

SHOP = "fellside.localhost"
GUIDE = "/guides/choosing-hiking-boots"
BOOT = "/products/ridge-boot"
BENCH = "gear-bench.localhost"
REVIEW = "/reviews/ridge-boot"
FOLDER = files("bot.sandbox").joinpath("demo_pages")


_PAGES: tuple[tuple[str, ...], ...] = (
    ("trail-notes", "trail-notes.localhost", "/kit/five-wet-weeks", "Trail Notes",
     "A hiking blog that links to our guide.", SHOP + GUIDE, "Fellside's guide to choosing hiking boots"),
    ("gear-bench", BENCH, REVIEW, "Gear Bench",
     "A review that links to our boot, in exchange for the link below.", SHOP + BOOT, "Ridge Boot"),
    ("our-friends", SHOP, "/friends", "Fellside",
     "Our own page: the link that we give Gear Bench for theirs.", BENCH + REVIEW, "their long test of the Ridge Boot"),
    ("outdoor-directory", "outdoor-directory.localhost", "/partners/boots", "Outdoor Directory",
     "A partner page with about 60 outbound links.", SHOP + GUIDE, "how to choose hiking boots"),
    ("lucky-river", "lucky-river.localhost", "/bonuses/welcome", "Lucky River",
     "A casino page: try the relevance check on it.", SHOP + BOOT, "an offer we have not tried"),
    ("valley-paths", "valley-paths.localhost", "/journal/first-hut-walk", "Valley Paths",
     "A journal that does not link to us yet."),
    ("our-guide", SHOP, GUIDE, "Fellside", "Our own page: the target."),
    ("our-boot", SHOP, BOOT, "Fellside", "Our own page: the target."),
)  # fmt: skip
"""Of each page: id, host, path, site, what it is for; of those with a link, where it leads and its anchor."""


def read(name: str) -> str:
    """One of the files of the demo pages."""
    return FOLDER.joinpath(name).read_text("utf-8")


def demo_pages() -> tuple[DemoPage, ...]:
    """The pages as they should be, in the order in which the panel shows them."""
    return tuple(DemoPage(*row, template=read(f"{row[0]}.html")) for row in _PAGES)


class DemoSites:
    """The running sites; `state` says what was done to each page, by its id."""

    def __init__(self, pages: tuple[DemoPage, ...] | None = None) -> None:
        self.pages = {page.id: page for page in pages or demo_pages()}
        self.state: dict[str, frozenset[Spoil]] = dict.fromkeys(self.pages, frozenset())
        self.visits: dict[str, int] = dict.fromkeys(self.pages, 0)
        self.port = 0
        self.changed: Callable[[], None] = lambda: None
        self._style, self._challenge, self._news = read("style.css"), read("challenge.html"), read("news.html")
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None

    def url(self, page_id: str) -> str:
        """The address of a page."""
        page = self.pages[page_id]
        return f"http://{page.host}:{self.port}{page.path}"

    def target_url(self, page_id: str) -> str:
        """The address that a page's link should lead to; empty for our own pages."""
        host, slash, path = self.pages[page_id].target.partition("/")
        return f"http://{host}:{self.port}{slash}{path}" if host else ""

    def spoil(self, page_id: str, action: str) -> None:
        """Do something to a page (a Spoil's value), or `put_back`; KeyError, ValueError for what there is not."""
        self.state[page_id] = spoiled(self.state[page_id], action)
        self.changed()

    def cards(self) -> list[Json]:
        """What the panel shows: one card per page that links to us, or that we owe a link from."""
        return [self._card(page) for page in self.pages.values() if page.target]

    def _card(self, page: DemoPage) -> Json:
        state = self.state[page.id]
        actions = [{"id": spoil, "label": label, "on": spoil in state} for spoil, (label, _) in LABELS.items()]
        return {
            "id": page.id,
            "site": page.site,
            "purpose": page.purpose,
            "url": self.url(page.id),
            "target": self.target_url(page.id),
            "visits": self.visits[page.id],
            "state": [said for spoil, (_, said) in LABELS.items() if spoil in state],
            "actions": [*actions, {"id": PUT_BACK, "label": "Put it back", "on": False}],
        }

    async def start(self, port: int = 0) -> None:
        """Listen on loopback, on IPv6 too where there is any."""
        app = web.Application()
        app.add_routes([web.get("/{path:.*}", self._serve)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]
        if socket.has_ipv6:
            with contextlib.suppress(OSError):
                await web.TCPSite(self._runner, "::1", self.port).start()

    async def stop(self) -> None:
        """Close the sites; what hangs is let go."""
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _serve(self, request: web.Request) -> web.Response:
        host = request.host.partition(":")[0].lower()
        page = next((one for one in self.pages.values() if (one.host, one.path) == (host, request.path)), None)
        if page is None:
            return self._elsewhere(host, request.path)
        self.visits[page.id] += 1
        shop = f"http://{SHOP}:{self.port}"
        look = Look(self.url(page.id), self.target_url(page.id), shop, self._style, self._challenge)
        said = answer(page, self.state[page.id], look)
        if said.hangs:
            await self._stopping.wait()
        return web.Response(status=said.status, text=said.body, headers=said.headers, content_type="text/html")

    def _elsewhere(self, host: str, path: str) -> web.Response:
        if path == "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow:\n")
        site = next((page.site for page in self.pages.values() if page.host == host), "")
        if not site or path not in {"/", NEWS}:
            return web.Response(status=404, text="<!DOCTYPE html><title>Not Found</title>", content_type="text/html")
        body = f"<!DOCTYPE html><html lang=en><title>{site}</title><h1>{site}</h1><p>Welcome to our front page."
        if path == NEWS:
            body = Template(self._news).substitute(site=site, style=self._style)
        return web.Response(text=body, content_type="text/html")


async def start_sites(port: int = 0) -> DemoSites:
    """The demo sites, listening."""
    sites = DemoSites()
    await sites.start(port)
    return sites
