"""What a click does; forms, shortcuts and Home beside the buttons of messages."""

import re
from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.access.asker import Body, asker_of, response_url_of
from bot.actions import answer_buttons as answers
from bot.actions import incidents, link_menu, sharing
from bot.actions.actor import actor_of
from bot.actions.click import Click, click_of
from bot.actions.presence import Listener, for_those_present
from bot.actions.views import register_views
from bot.home.publisher import HomePublisher
from bot.messages.answers.help import unknown_button
from bot.messages.answers.link_menu import ROW
from bot.messages.kit import controls
from bot.messages.kit.views import about_of
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.request.response import Modal, Responder


def register_actions(app: AsyncApp, deps: Deps, publisher: HomePublisher) -> None:
    """Tell the app which click goes where; the last listener takes what nobody knows any more."""

    async def on_incident(_: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        click = _click_anywhere(body, context, deps, publisher)
        message = await incidents.clicked(click, deps)
        if message and click.action_id in incidents.TAKE_ITS_PLACE:
            await click.request.answer.replace(message)
        elif message:
            await click.request.answer.say(message)

    async def on_row(_: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await link_menu.clicked(_click_anywhere(body, context, deps, publisher), deps)

    for action_id in incidents.HANDLERS:
        app.action(action_id)(for_those_present(on_incident, deps, publisher))
    app.action(ROW)(for_those_present(on_row, deps, publisher))
    _register_answers(app, deps, publisher)
    register_views(app, deps, publisher)

    async def on_unknown(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        await _click(body, context, deps).request.answer.say(unknown_button(deps.config.slack.command))

    app.action(re.compile(".*"))(on_unknown)


def _register_answers(app: AsyncApp, deps: Deps, publisher: HomePublisher) -> None:
    def to(act: Callable[[Click, Deps], Awaitable[None]]) -> Listener:
        async def listener(_: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
            await act(_click(body, context, deps), deps)

        return listener

    def anywhere(act: Callable[[Click, Deps], Awaitable[None]]) -> Listener:
        async def listener(_: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
            await act(_click_anywhere(body, context, deps, publisher), deps)

        return listener

    listeners: Mapping[str | re.Pattern[str], Listener] = {
        controls.BULK: to(answers.do_bulk),
        controls.BULK_UNDO: anywhere(answers.undo_bulk),
        controls.STOP_RUN: to(answers.stop_run),
        controls.STOP_DIGEST: anywhere(answers.stop_digest),
        controls.SHARE: to(sharing.share),
        controls.MEND: to(answers.mend),
        re.compile(rf"^{re.escape(controls.TURN)}\."): to(answers.turn),
        re.compile(rf"^{re.escape(controls.RUN)}\."): anywhere(answers.run),
        controls.SHARE_DIGEST: to(sharing.share_digest),
    }
    for action_id, listener in listeners.items():
        app.action(action_id)(for_those_present(listener, deps, publisher))


def _click(body: Body, context: AsyncBoltContext, deps: Deps) -> Click:
    asker = asker_of(body, context.authorize_result)
    answer = Responder(deps.client, response_url_of(body))
    return click_of(body, Request(asker, answer, str(body.get("trigger_id") or "")))


def _click_anywhere(body: Body, context: AsyncBoltContext, deps: Deps, publisher: HomePublisher) -> Click:
    """A click on a message, or in a modal, as one that shows the links of a channel."""
    view = body.get("view") or {}
    if view.get("type") != "modal":
        return _click(body, context, deps)
    person, channel = actor_of(body, context.authorize_result, publisher), str(about_of(view).get("channel") or "")
    asker, trigger = person.asker_in(channel), str(body.get("trigger_id") or "")
    modal = Modal(str(view["id"]), str(view["title"]["text"]), channel, trigger)
    return click_of(body, Request(asker, Responder(deps.client, "", modal=modal), trigger))
