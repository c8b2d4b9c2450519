"""Who is taken out of a channel reads no more of it: asked again at each command and click, in one place.

A submitted form and a row of App Home ask for themselves: their refusals stand at a field, or in a modal of their own.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.access.asker import Body, asker_of, response_url_of
from bot.actions.actor import actor_of
from bot.home.publisher import HomePublisher
from bot.messages.answers.help import no_longer_here
from bot.messages.kit.views import about_of, said
from bot.request.deps import Deps
from bot.request.response import Responder
from bot.slack.errors import ErrorMeaning, trouble_of

Listener = Callable[[AsyncAck, Body, AsyncBoltContext], Awaitable[None]]


def for_those_present(listener: Listener, deps: Deps, publisher: HomePublisher) -> Listener:
    """The listener, for people who have not left the channel that their command or click is about."""

    async def asked(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        person, view = actor_of(body, context.authorize_result, publisher), body.get("view") or {}
        window = view.get("type") == "modal"
        channel = str(about_of(view).get("channel") or "") if window else asker_of(body, None).channel
        if await (person.may_read_on(channel) if window else person.is_not_known_gone(channel)):
            await listener(ack, body, context)
        elif window:
            await _close(view, deps)
        else:
            await Responder(deps.client, response_url_of(body)).say(no_longer_here())

    return asked


async def _close(view: Mapping[str, Any], deps: Deps) -> None:
    """Nothing of the channel is left in the window."""
    shown = said(str(view["title"]["text"]), no_longer_here())
    try:
        await deps.client.views_update(view_id=view["id"], view=shown)
    except SlackApiError as error:
        if trouble_of(error).meaning is not ErrorMeaning.NO_VIEW:
            raise
