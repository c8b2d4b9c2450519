"""The local Slack as a web server on loopback: start it, use it, stop it."""

from typing import Self

from aiohttp import web

from bot.sandbox.clock import QuickClock
from bot.sandbox.files import download, receive
from bot.sandbox.hooks import Hooks
from bot.sandbox.local import LocalSlack
from bot.sandbox.page import Page
from bot.sandbox.sites import DemoSites
from bot.sandbox.workspace import Workspace, default_workspace

HOST = "127.0.0.1"
LARGEST_BODY = 20 * 1024 * 1024


class RunningSlack(LocalSlack):
    """A LocalSlack that listens; `base_url` is where its page is, `api_url` what an SDK client needs."""

    def __init__(
        self, workspace: Workspace, sites: DemoSites | None = None, note: str = "", clock: QuickClock | None = None
    ) -> None:
        super().__init__(workspace)
        self.page = Page(self, sites, note, clock)
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """Where it listens, without a slash at the end."""
        return self.workspace.base_url

    @property
    def api_url(self) -> str:
        """The `base_url` of slack_sdk's clients."""
        return f"{self.base_url}/api/"

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 is any free one."""
        app = web.Application(client_max_size=LARGEST_BODY)
        self._add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, port).start()
        self.workspace.base_url = f"http://{HOST}:{self._runner.addresses[0][1]}"

    def _add_routes(self, app: web.Application) -> None:
        hooks = Hooks(self.workspace, self.faults)
        app.add_routes(
            [
                web.post("/api/{method}", self.web_api.answer),
                web.get("/api/{method}", self.web_api.answer),
                web.get("/socket", self.socket.accept),
                web.post("/hooks/{token}", hooks.answer),
                web.post("/upload/{file}", receive(self.workspace)),
                web.get("/files-pri/{file}/download/{name}", download(self.workspace)),
                web.get("/files-pri/{file}/{name}", download(self.workspace)),
                *self.page.routes(),
            ]
        )

    async def stop(self) -> None:
        """Close everything; what hangs is let go."""
        self.web_api.stopping.set()
        self.page.stop()
        await self.socket.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


async def start_sandbox(
    workspace: Workspace | None = None,
    *,
    port: int = 0,
    sites: DemoSites | None = None,
    note: str = "",
    clock: QuickClock | None = None,
) -> RunningSlack:
    """A local Slack that listens on loopback, on any free port for 0; it is a context manager, or `stop()` it.

    With `sites` its page has a panel to spoil them, and above it the `note`, which says how the `clock` is quickened.
    """
    slack = RunningSlack(workspace or default_workspace(), sites, note, clock)
    await slack.start(port)
    return slack
