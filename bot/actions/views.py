"""Tells the app which form, shortcut and click in Home goes where."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.access.asker import Body
from bot.actions import incidents, see_all, shortcuts
from bot.actions.actor import Actor, actor_of
from bot.actions.click import ClickHandler
from bot.actions.forms import add as add_form
from bot.actions.forms import discover as discover_form
from bot.actions.forms import edit as edit_form
from bot.actions.forms import exchange as exchange_form
from bot.actions.forms import import_ as import_form
from bot.actions.forms import partner as partner_form
from bot.actions.forms import prospect as prospect_form
from bot.actions.forms import settings as settings_form
from bot.actions.forms import stop as stop_form
from bot.actions.home import clicks as home
from bot.actions.home import prospect_menu as home_prospects
from bot.actions.home import row_menus as home_rows
from bot.actions.presence import Listener, for_those_present
from bot.home.publisher import HomePublisher
from bot.messages.forms import link as forms
from bot.messages.forms import see_all as see_all_messages
from bot.messages.forms.discover import DISCOVER
from bot.messages.forms.exchange import EXCHANGE_EDIT, EXCHANGE_FORM
from bot.messages.forms.import_ import IMPORT
from bot.messages.forms.partner import CONTACT_FORM, LIMIT_FORM, STOP
from bot.messages.forms.prospect import PROSPECT_EDIT, PROSPECT_FORM
from bot.messages.forms.settings import SETTINGS
from bot.messages.home import view as home_messages
from bot.messages.home.board import PROSPECT_ROW
from bot.messages.home.rows import PARTNER_ROW, ROW
from bot.messages.kit.views import FORM
from bot.request.deps import Deps

Submit = Callable[[AsyncAck, Mapping[str, Any], Actor, Deps], Awaitable[None]]
"""Acknowledges a submitted form, with words at a field where something is wrong, and does what it asks for."""
HomeHandler = Callable[[home.HomeClick, Deps], Awaitable[None]]

SUBMITTED: Mapping[str, Submit] = {
    forms.ADD: add_form.submit,
    forms.EDIT: edit_form.submit,
    EXCHANGE_FORM: exchange_form.submit_new,
    EXCHANGE_EDIT: exchange_form.submit_edit,
    PROSPECT_FORM: prospect_form.submit_new,
    PROSPECT_EDIT: prospect_form.submit_edit,
    IMPORT: import_form.submit,
    DISCOVER: discover_form.submit,
    SETTINGS: settings_form.submit,
    STOP: stop_form.submit,
    LIMIT_FORM: partner_form.submit,
    CONTACT_FORM: partner_form.submit_contact,
}
IN_HOME: Mapping[str, HomeHandler] = {
    home_messages.ADD: home.add,
    home_messages.SETTINGS: home.settings,
    home_messages.PLACE: home.place,
    home_messages.FILTER: home.narrow,
    home_messages.COUNT: home.count,
    home_messages.TURN: home.turn,
    home_messages.DOMAIN: home.seek,
    home_messages.CLEAR: home.clear,
    ROW: home_rows.link_row,
    PARTNER_ROW: home_rows.partner_row,
    PROSPECT_ROW: home_prospects.prospect_row,
}

IN_ALL: Mapping[str, ClickHandler | None] = {
    see_all_messages.TURN: None,
    see_all_messages.ACKNOWLEDGE: incidents.acknowledge,
    see_all_messages.SNOOZE: incidents.snooze,
}
"""What is done in the modal with all that an alert is about; None: look only."""


def register_views(app: AsyncApp, deps: Deps, publisher: HomePublisher) -> None:
    """Forms, shortcuts and Home; before the listeners that take whatever is left."""
    for callback_id, submit in SUBMITTED.items():
        app.view(callback_id)(_submitted(submit, deps, publisher))
    for action_id, handler in IN_HOME.items():
        app.action(_numbered(action_id))(_in_home(handler, deps, publisher))
    for action_id, on_all in IN_ALL.items():
        app.action(_numbered(action_id))(for_those_present(_in_all(on_all, deps, publisher), deps, publisher))
    _register_typing(app, deps, publisher)
    _register_shortcuts(app, deps, publisher)

    async def on_home_opened(body: Body, event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await home.opened(event, actor_of(body, context.authorize_result, publisher))

    app.event("app_home_opened")(on_home_opened)


def _submitted(submit: Submit, deps: Deps, publisher: HomePublisher) -> Callable[..., Awaitable[None]]:
    async def on_submit(ack: AsyncAck, body: Body, view: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await submit(ack, view, actor_of(body, context.authorize_result, publisher), deps)
        publisher.changed()

    return on_submit


def _in_home(handler: HomeHandler, deps: Deps, publisher: HomePublisher) -> Callable[..., Awaitable[None]]:
    async def on_click(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        await handler(home.click_in_home(body, actor_of(body, context.authorize_result, publisher)), deps)

    return on_click


def _in_all(handler: ClickHandler | None, deps: Deps, publisher: HomePublisher) -> Listener:
    async def on_click(_: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await see_all.clicked(body, actor_of(body, context.authorize_result, publisher), handler, deps)

    return on_click


def _numbered(action_id: str) -> re.Pattern[str]:
    """The id alone, or with a number where one view has several."""
    return re.compile(rf"^{re.escape(action_id)}(\.\d+)?$")


def _register_typing(app: AsyncApp, deps: Deps, publisher: HomePublisher) -> None:
    async def on_typed(_: AsyncAck, body: Body, _context: AsyncBoltContext) -> None:
        view = body.get("view") or {}
        if view.get("callback_id") == forms.ADD:
            await add_form.check(view, deps)
        if view.get("callback_id") == forms.EDIT:
            await edit_form.check(view, deps)

    app.action(re.compile(rf"^{re.escape(FORM)}"))(for_those_present(on_typed, deps, publisher))


def _register_shortcuts(app: AsyncApp, deps: Deps, publisher: HomePublisher) -> None:
    async def on_track(_: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await shortcuts.track(body, context.authorize_result, deps)

    async def on_add(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        await shortcuts.add(body, context.authorize_result, deps)

    app.message_shortcut(shortcuts.TRACK)(for_those_present(on_track, deps, publisher))
    app.global_shortcut(shortcuts.ADD)(on_add)
