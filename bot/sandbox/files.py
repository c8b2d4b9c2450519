"""The bytes of files: uploads come in, downloads go out to whoever has the token."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.workspace import Workspace

Handler = Callable[[web.Request], Awaitable[web.Response]]
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to your workspace</body></html>"


def receive(workspace: Workspace) -> Handler:
    """POST to an upload_url: raw bytes, or a form with one file."""

    async def take(request: web.Request) -> web.Response:
        file = workspace.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        if request.content_type == "multipart/form-data":
            for part in (await request.post()).values():
                if isinstance(part, web.FileField):
                    file.content = part.file.read()
        else:
            file.content = await request.read()
        return web.Response(text=f"OK - {len(file.content)}")

    return take


def download(workspace: Workspace) -> Handler:
    """GET url_private: with a wrong token Slack answers 200 and a login page."""

    async def give(request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if workspace.tokens.get(token) != "bot" or "files:read" not in workspace.scopes:
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        file = workspace.files.get(request.match_info["file"].partition("-")[2])
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.mimetype)

    return give
