"""The page: what a person's browser asks of the local Slack, and what it is told as things change."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.clock import QuickClock
from bot.sandbox.local import LocalSlack
from bot.sandbox.methods.chat import as_slack as message_as_slack
from bot.sandbox.methods.files import as_slack as file_as_slack
from bot.sandbox.methods.files import new_file
from bot.sandbox.methods.views import as_slack as view_as_slack
from bot.sandbox.nouns import Channel, Interaction, Json, Message, User, View
from bot.sandbox.sites import DemoSites
from bot.sandbox.workspace import BOT_USER, TEAM

FOLDER = files("bot.sandbox").joinpath("page_files")
PICTURES = {"image/png", "image/jpeg", "image/gif"}
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SHOWN = 200
"""How many messages of a channel the page shows."""
PAUSE = 15.0
TOLD = frozenset({"message", "removed", "view", "channels", "panel", "connected", "disconnected"})
"""The changes that the page hears of."""
OWN: Mapping[str, Callable[[LocalSlack, str], Awaitable[bool]]] = {
    "/invite": LocalSlack.invite_bot,
    "/remove": LocalSlack.remove_bot,
}
"""Slack's own commands, as far as they concern the app: whomever they name, it is meant."""
Asked = Callable[[Json], Awaitable[Json]]


class Page:
    """Serves the page for a local Slack, with the panel if there are demo sites; `note` stands above the panel.

    `clock` is the app's, where it is not that of the machine: days and times are told by it.
    """

    def __init__(
        self, slack: LocalSlack, sites: DemoSites | None = None, note: str = "", clock: QuickClock | None = None
    ) -> None:
        self.slack = slack
        self.clock = clock
        self.sites = sites
        self.note = note
        self._stopping = asyncio.Event()
        if sites is not None:
            sites.changed = lambda: slack.workspace.changed("panel")

    def routes(self) -> list[web.RouteDef]:
        """Where everything is."""
        asked: dict[str, Asked] = {
            "line": self.line,
            "click": self.click,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "shortcut": self.shortcut,
            "spoil": self.spoil,
        }
        posts = [web.post(f"/page/{name}", _json(handler)) for name, handler in asked.items()]
        return [
            web.get("/", self.file),
            web.get("/page/files/{name}", self.file),
            web.get("/page/pictures/{file}", self.picture),
            web.get("/page/uploads/{file}", self.upload_of),
            web.get("/page/state", self.state),
            web.get("/page/channel", self.channel),
            web.get("/page/events", self.events),
            web.post("/page/upload", self.upload),
            *posts,
        ]

    def stop(self) -> None:
        """Let the streams of events go."""
        self._stopping.set()
        self.slack.workspace.changed("stopping")

    async def file(self, request: web.Request) -> web.Response:
        """A file of the page itself."""
        name = request.match_info.get("name", "index.html")
        kind = KINDS.get(name[name.rfind(".") :])
        if kind is None or not FOLDER.joinpath(name).is_file():
            return web.Response(status=404)
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'self'; img-src * data:"}
        return web.Response(text=FOLDER.joinpath(name).read_text("utf-8"), content_type=kind, headers=headers)

    async def picture(self, request: web.Request) -> web.Response:
        """An uploaded picture that a block shows: of the kinds that Slack shows."""
        found = self.slack.workspace.files.get(request.match_info["file"])
        if found is None or found.mimetype not in PICTURES:
            raise web.HTTPNotFound
        return web.Response(body=found.content, content_type=found.mimetype)

    async def upload_of(self, request: web.Request) -> web.Response:
        """An uploaded file to save: it is never shown as a page of this address."""
        found = self.slack.workspace.files.get(request.match_info["file"])
        if found is None:
            raise web.HTTPNotFound
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
        return web.Response(body=found.content, content_type="application/octet-stream", headers=headers)

    async def state(self, request: web.Request) -> web.Response:
        """Everything but the messages, for one person."""
        workspace = self.slack.workspace
        me = request.query.get("user", "U0ADA")
        modal, home = self.slack.modal(me), self.slack.home(me)
        channels = [one for one in workspace.channels.values() if me in one.members]
        body = {
            "users": {user.id: _user(user) for user in workspace.users.values()},
            "channels": [self._channel(channel, me) for channel in channels],
            "commands": sorted(workspace.commands),
            "shortcuts": workspace.shortcuts,
            "bot": BOT_USER,
            "connected": bool(self.slack.socket.connections),
            "modal": _view(modal, workspace.modals[me]) if modal else None,
            "home": view_as_slack(home) if home else None,
            "note": self.note,
            "clock": {"now": self.clock.now().timestamp() * 1000, "speed": self.clock.speed} if self.clock else None,
            "panel": self.sites.cards() if self.sites else None,
        }
        return web.json_response(body)

    async def channel(self, request: web.Request) -> web.Response:
        """The last messages of a channel, with their threads and what only this person sees."""
        me, channel_id = request.query["user"], request.query["channel"]
        seen = [one for one in self.slack.workspace.messages(channel_id) if one.only_for in {"", me}]
        roots = [one for one in seen if not one.is_reply or one.broadcast][-SHOWN:]
        replies = [one for one in seen if one.is_reply]
        shown = {"messages": [self._message(one) for one in roots], "replies": [self._message(one) for one in replies]}
        return web.json_response(shown)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one line per change."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        with self.slack.workspace.watching() as changes:
            while not self._stopping.is_set():
                try:
                    change = await asyncio.wait_for(changes.get(), PAUSE)
                except TimeoutError:
                    change = {"kind": "quiet"}
                if change["kind"] in TOLD or change["kind"] == "quiet":
                    try:
                        await stream.write(f"data: {json.dumps(change)}\n\n".encode())
                    except ConnectionError:
                        break
        return stream

    async def line(self, asked: Json) -> Json:
        """What was typed: a command goes to the app, `/invite` and `/remove` are Slack's own, the rest is a message."""
        text = str(asked["text"]).strip()
        verb = text.split(maxsplit=1)[0] if text else ""
        if not verb.startswith("/"):
            await self.slack.write(asked["user"], asked["channel"], text, asked.get("thread_ts", ""))
            return {}
        if verb in OWN:
            await OWN[verb](self.slack, asked["channel"])
            return {}
        if verb not in self.slack.workspace.commands:
            return {"error": f"{verb} is not a valid command."}
        return _told(await self.slack.command(asked["user"], asked["channel"], text))

    async def click(self, asked: Json) -> Json:
        """A click on a button, or a choice in a menu, of a message or a view."""
        target = self._target(asked)
        if target is None:
            return {"error": "This is no longer there."}
        try:
            answer = await self.slack.click(
                target,
                asked["action_id"],
                asked.get("chosen"),
                user=asked["user"],
                value=asked.get("value"),
                block_id=asked.get("block_id"),
                values=asked.get("values"),
            )
        except LookupError:  # the message was edited between its drawing and the click
            return {"error": "This is no longer there."}
        return _told(answer)

    async def submit(self, asked: Json) -> Json:
        """A modal sent off; the files of file inputs come as ids."""
        if self.slack.modal(asked["user"]) is None:
            return {"errors": {}}
        return _told(await self.slack.submit_view(asked["user"], self._with_files(asked["values"])))

    async def close(self, asked: Json) -> Json:
        """A modal closed."""
        await self.slack.close_view(asked["user"])
        return {}

    async def home(self, asked: Json) -> Json:
        """App Home opened."""
        return {"acked": await self.slack.open_home(asked["user"])}

    async def shortcut(self, asked: Json) -> Json:
        """A shortcut chosen: a message's, or a global one."""
        message = self.slack.workspace.find(asked["channel"], asked["ts"]) if asked.get("ts") else None
        if message is not None:
            return _told(await self.slack.message_shortcut(asked["user"], message, asked["callback_id"]))
        return _told(await self.slack.shortcut(asked["user"], asked["callback_id"]))

    async def spoil(self, asked: Json) -> Json:
        """Something done to a demo page."""
        if self.sites is not None:
            self.sites.spoil(asked["page"], asked["action"])
        return {}

    async def upload(self, request: web.Request) -> web.Response:
        """A file chosen in a file input."""
        name = request.query.get("name", "file")
        file = new_file(self.slack.workspace, name, request.query["user"], await request.read())
        return web.json_response({"id": file.id})

    def _target(self, asked: Json) -> Message | View | None:
        if not asked.get("view_id"):
            return self.slack.workspace.find(asked["channel"], asked["ts"])
        stack = self.slack.workspace.modals.get(asked["user"], [])
        home = self.slack.home(asked["user"])
        return next((view for view in [*stack, *([home] if home else [])] if view.id == asked["view_id"]), None)

    def _with_files(self, values: Json) -> Json:
        workspace = self.slack.workspace
        return {
            name: [file_as_slack(workspace, workspace.files[one["file"]]) for one in value]
            if isinstance(value, list) and value and isinstance(value[0], dict)
            else value
            for name, value in values.items()
        }

    def _channel(self, channel: Channel, me: str) -> Json:
        seen = [one for one in self.slack.workspace.messages(channel.id) if one.only_for in {"", me}]
        return {
            "id": channel.id,
            "name": channel.name,
            "is_im": channel.is_im,
            "is_private": channel.is_private,
            "is_archived": channel.is_archived,
            "is_shared": bool(channel.teams),
            "has_bot": BOT_USER in channel.members,
            "last_ts": seen[-1].ts if seen else "",
            "unread_of": [one.ts for one in seen[-20:] if one.user != me],
        }

    def _message(self, message: Message) -> Json:
        return {**message_as_slack(self.slack.workspace, message), "channel": message.channel}


def _user(user: User) -> Json:
    return {
        "name": user.name,
        "real_name": user.real_name,
        "is_bot": user.is_bot,
        "is_app": user.id == BOT_USER,
        "is_foreign": user.team_id != TEAM,
    }


def _view(view: View, stack: list[View]) -> Json:
    return {**view_as_slack(view), "depth": len(stack)}


def _told(interaction: Interaction) -> Json:
    return {"acked": interaction.acked, "errors": interaction.errors}


def _json(handler: Asked) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler of JSON; other content types are refused, so that no foreign page can post here unasked."""

    async def answer(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.Response(status=415)
        asked: Any = await request.json()
        return web.json_response(await handler(asked))

    return answer
