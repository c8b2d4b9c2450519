"""The Bolt app with every listener registered; all that it works with comes in `deps`."""

import asyncio
import re
from dataclasses import replace
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.access.asker import Body, asker_of, response_url_of
from bot.actions import register_actions
from bot.actions.channel_events import register_channel_events
from bot.actions.forms.open_reply import open_form
from bot.actions.mentions import register_mentions
from bot.actions.presence import for_those_present
from bot.commands import carry_out
from bot.home.publisher import HomePublisher
from bot.messages.answers.help import not_understood
from bot.request.ask import OpenModal, Request
from bot.request.deps import Deps
from bot.request.errors import apologise
from bot.request.response import Responder

_ACK_IS_SEEN_SECONDS = 0.05
"""Bolt looks every 10 ms whether a listener has acknowledged; an error that is dealt with sooner would undo that."""


def build_app(deps: Deps, publisher: HomePublisher | None = None) -> AsyncApp:
    """An app that answers the slash command and every click; how Slack reaches it is the caller's business.

    `homes` is given where others have news for it too.
    """
    publisher = publisher or HomePublisher(deps.store, deps.client, deps.config, deps.directory, deps.now)
    deps = _telling(deps, publisher)
    app = AsyncApp(
        name="linkwatch",
        client=deps.client,
        signing_secret=deps.config.secrets.slack_signing_secret.get_secret_value(),
    )
    _register_commands(app, deps, publisher)
    register_actions(app, deps, publisher)
    register_channel_events(app, deps, publisher)
    register_mentions(app, deps)
    _register_errors(app, deps)
    return app


def _telling(deps: Deps, publisher: HomePublisher) -> Deps:
    """The same parts; whoever sets something in motion with them makes Homes look too."""

    async def check_now(url: str) -> None:
        await deps.check_now(url)
        publisher.changed()

    def wake() -> None:
        deps.wake()
        publisher.changed()

    def wake_outbox() -> None:
        deps.wake_outbox()
        publisher.changed()

    return replace(deps, check_now=check_now, wake=wake, wake_outbox=wake_outbox)


def _register_commands(app: AsyncApp, deps: Deps, publisher: HomePublisher) -> None:
    async def on_command(_: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        answer = Responder(deps.client, response_url_of(body))
        request = Request(asker_of(body, context.authorize_result), answer, str(body.get("trigger_id") or ""))
        response = await carry_out(str(body.get("text") or ""), request, deps)
        if isinstance(response, OpenModal):
            await open_form(response, request, deps)
        else:
            await request.answer.say(response)

    async def on_other_command(ack: AsyncAck, body: Body) -> None:
        """The manifest and the configuration name different commands."""
        await ack()
        name = str(body.get("command") or "")
        message = not_understood(deps.config.slack.command, name, "is not my command.", "help", "")
        await Responder(deps.client, response_url_of(body)).say(message)

    app.command(deps.config.slack.command)(for_those_present(on_command, deps, publisher))
    app.command(re.compile(".*"))(on_other_command)


def _register_errors(app: AsyncApp, deps: Deps) -> None:
    async def on_error(error: Exception, body: dict[str, Any], response: BoltResponse | None) -> BoltResponse | None:
        """Bolt gives no response where the listener had acknowledged, and takes none there."""
        if response is None:
            await asyncio.sleep(_ACK_IS_SEEN_SECONDS)
        return await apologise(error, body, acknowledged=response is None, deps=deps)

    app.error(on_error)
