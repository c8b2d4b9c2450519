"""A local server that answers as the documentation of Bing's Webmaster API shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

KEY = "0123456789abcdef0123456789abcdef"
SITE, SHOP, HOME = "https://ours.example/", "https://ours.example/shop", "https://ours.example/"


@dataclass
class BingServer:
    """Knows links; answers in pages of two, and remembers what it was asked."""

    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    redirects: bool = False
    refuse_after: int = 1000
    refuse_counts: bool = False
    """Whether it tells the first page of targets alone."""
    error: int = 4

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append({"method": request.match_info["method"], **request.query})
        if self.redirects:
            raise web.HTTPFound(f"/webmaster/api.svc/json/elsewhere?{request.query_string}")
        cut = self.refuse_counts and request.match_info["method"] == "GetLinkCounts" and request.query["page"] != "0"
        if cut or len(self.asked) > self.refuse_after:
            refusal = {"ErrorCode": self.error, "Message": "ERROR!!! ThrottleUser"}
            return web.json_response(refusal, status=400)
        if request.query["apikey"] != KEY:
            return web.json_response({"ErrorCode": 3, "Message": "ERROR!!! InvalidApiKey"}, status=400)
        return web.json_response({"d": self._page(request)})

    def _page(self, request: web.Request) -> dict[str, Any]:
        if request.match_info["method"] == "GetLinkCounts":
            rows: list[dict[str, Any]] = [{"Url": url, "Count": len(links)} for url, links in self.links.items()]
            name, kind = "Links", "LinkCounts"
        else:
            rows = [{"AnchorText": text, "Url": url} for url, text in self.links[request.query["link"]]]
            name, kind = "Details", "LinkDetails"
        begin = 2 * int(request.query["page"])
        typed = f"{kind}:#Microsoft.Bing.Webmaster.Api"
        return {"__type": typed, name: rows[begin : begin + 2], "TotalPages": -(-len(rows) // 2)}


@asynccontextmanager
async def bing_server() -> AsyncIterator[tuple[BingServer, str]]:
    """The server, with three links to one page of ours and one to another, and the address of its API."""
    to_shop = [(f"https://a.example/{n}", "ours") for n in range(3)]
    made = BingServer({SHOP: to_shop, HOME: [("https://b.example/", "")]})
    app = web.Application()
    app.router.add_get("/webmaster/api.svc/json/{method}", made.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield made, f"http://127.0.0.1:{runner.addresses[0][1]}/webmaster/api.svc/json/"
    finally:
        await runner.cleanup()
