"""Clicks in App Home: another place, filter or page, and what the menu of a row offers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.actions.add_form import open_add, show_result
from bot.actions.people import Person
from bot.actions.settings_form import settings_view
from bot.answers import Answer
from bot.commands import carry_out
from bot.commands.asking import Ask
from bot.deps import Deps
from bot.membership import Viewer
from bot.messages import forms, home
from bot.messages.blocks import Message, note
from bot.messages.helping import not_allowed
from bot.messages.home import Choice, choice_of, row_deed, shown_by
from bot.messages.modals import ask_stop
from bot.messages.views import View, loading, said
from bot.permissions import Asker, may_manage
from jobs.model.link import Link

_TITLE = "One moment"


@dataclass(frozen=True, slots=True)
class HomeClick:
    """A click in somebody's Home."""

    person: Person
    choice: Choice
    """What the Home showed when it was clicked."""
    value: str
    trigger_id: str


def click_in_home(body: Mapping[str, Any], person: Person) -> HomeClick:
    """What a `block_actions` payload from a Home says."""
    [action, *_] = body.get("actions") or [{}]
    value = (action.get("selected_option") or action).get("value")
    return HomeClick(person, shown_by(body.get("view")), str(value or ""), str(body.get("trigger_id") or ""))


async def opened(event: Mapping[str, Any], person: Person) -> None:
    """Home was opened: as it was left, or for the first time."""
    if event.get("tab", "home") == "home":
        await person.homes.show(person.user, shown_by(event.get("view")), at_home=person.at_home)


async def place(click: HomeClick, _deps: Deps) -> None:
    """Another channel's links."""
    await _show(click, Choice(click.value, click.choice.shown))


async def narrow(click: HomeClick, _deps: Deps) -> None:
    """Other states."""
    await _show(click, Choice(click.choice.place, click.value))


async def turn(click: HomeClick, _deps: Deps) -> None:
    """Another page."""
    await _show(click, choice_of(click.value))


async def add(click: HomeClick, deps: Deps) -> None:
    """The form; the channel that Home shows is offered."""
    likely = "" if click.choice.place == home.MINE else click.choice.place
    await open_add(click.trigger_id, deps, likely_channel=likely)


async def settings(click: HomeClick, deps: Deps) -> None:
    """The settings of the channel that Home shows."""
    view_id = await _open(click, deps)
    channel = click.choice.place
    viewer = await click.person.viewer()
    allowed = viewer.is_in(channel) and may_manage(deps.config.permissions, viewer.asker_in(channel))
    refused = said("Channel settings", not_allowed("change the settings of this channel"))
    await show_result(view_id, await settings_view(channel, deps) if allowed else refused, deps)


async def row(click: HomeClick, deps: Deps) -> None:
    """What the menu of a link offers, in a modal of its own."""
    view_id = await _open(click, deps)
    await show_result(view_id, await _row(click, deps), deps)
    click.person.homes.changed()


async def _row(click: HomeClick, deps: Deps) -> View:
    """Done for whoever may see the link; all others learn nothing of it."""
    viewer = await click.person.viewer()
    asked = row_deed(click.value)
    link = await deps.store.link(asked[1]) if asked else None
    if asked is None or link is None or not viewer.may_see(link, deps.config.permissions):
        return said("Not here", note("This link is not watched any more, or not yours to see."))
    deed = _ROWS.get(asked[0])
    if deed is None:
        return said("Not here", note("This entry is from an older version of the bot."))
    return await deed(link, viewer, deps)


Deed = Callable[[Link, Viewer, Deps], Awaitable[View]]


async def _edit(link: Link, viewer: Viewer, deps: Deps) -> View:
    if not may_manage(deps.config.permissions, viewer.asker_in(link.channel)):
        return said(link.ref, not_allowed("change this link"))
    return forms.edit_form(link)


async def _stop(link: Link, viewer: Viewer, deps: Deps) -> View:
    if not may_manage(deps.config.permissions, viewer.asker_in(link.channel)):
        return said(link.ref, not_allowed("stop tracking this link"))
    return ask_stop(link.ref, link=link.id, channel=link.channel)


def _typed(command: str) -> Deed:
    """A deed that a command does too."""

    async def deed(link: Link, viewer: Viewer, deps: Deps) -> View:
        if not may_manage(deps.config.permissions, viewer.asker_in(link.channel)) and command not in _LOOKS:
            return said(link.ref, not_allowed("do that"))
        ask = Ask(Asker(viewer.user, link.channel, viewer.at_home), Answer(deps.client, ""))
        reply = await carry_out(command.format(link.ref), ask, deps)
        assert isinstance(reply, Message), "these commands answer in words"
        return said(link.ref, reply)

    return deed


_LOOKS = ("show {}", "check {}")
_ROWS: Mapping[str, Deed] = {
    home.SHOW: _typed("show {}"),
    home.CHECK: _typed("check {}"),
    home.EDIT: _edit,
    home.SNOOZE: _typed("snooze {} 3d"),
    home.UNSNOOZE: _typed("unsnooze {}"),
    home.STOP: _stop,
}


async def _show(click: HomeClick, choice: Choice) -> None:
    await click.person.homes.show(click.person.user, choice, at_home=click.person.at_home)


async def _open(click: HomeClick, deps: Deps) -> str:
    """A modal at once, while the trigger lives; what it shows is looked up then."""
    answer = await deps.client.views_open(trigger_id=click.trigger_id, view=loading(_TITLE))
    return str(answer["view"]["id"])
