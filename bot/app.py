"""The Bolt app with every listener registered; all that it works with comes in `deps`."""

import logging
import re
import secrets
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.actions import register_actions
from bot.answers import Answer
from bot.askers import Body, asker_of, response_url_of
from bot.commands import carry_out
from bot.commands.asking import Ask
from bot.deps import Deps
from bot.messages.helping import not_understood, went_wrong

log = logging.getLogger(__name__)


def build_app(deps: Deps) -> AsyncApp:
    """An app that answers the slash command and every click; how Slack reaches it is the caller's business."""
    app = AsyncApp(
        name="linkwatch",
        client=deps.client,
        signing_secret=deps.config.secrets.slack_signing_secret.get_secret_value(),
    )
    _register_commands(app, deps)
    register_actions(app, deps)
    _register_errors(app, deps)
    return app


def _register_commands(app: AsyncApp, deps: Deps) -> None:
    async def on_command(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        ask = Ask(asker_of(body, context.authorize_result), Answer(deps.client, response_url_of(body)))
        await ask.answer.say(await carry_out(str(body.get("text") or ""), ask, deps))

    async def on_other_command(ack: AsyncAck, body: Body) -> None:
        """The manifest and the configuration name different commands."""
        await ack()
        name = str(body.get("command") or "")
        message = not_understood(deps.config.slack.command, name, "is not my command.", "help", "")
        await Answer(deps.client, response_url_of(body)).say(message)

    app.command(deps.config.slack.command)(on_command)
    app.command(re.compile(".*"))(on_other_command)


def _register_errors(app: AsyncApp, deps: Deps) -> None:
    async def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Whatever went wrong, the person gets an answer, and the log what we need to mend it."""
        reference = secrets.token_hex(4)
        log.error("A request failed; its reference is %s", reference, exc_info=error)
        if url := response_url_of(body):
            await Answer(deps.client, url).say(went_wrong(reference))
        return BoltResponse(status=200, body="")

    app.error(on_error)
