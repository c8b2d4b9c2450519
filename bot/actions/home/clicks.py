"""Clicks in App Home: another place, filter or page, and its forms."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from bot.access.permissions import may_manage
from bot.actions.actor import Actor
from bot.actions.forms.add import open_add, show_result
from bot.actions.forms.settings import settings_view
from bot.messages.answers.help import not_allowed
from bot.messages.home.filters import LONGEST_DOMAIN, MINE, Choice, choice_of, kept_wrong, shown_by
from bot.messages.kit.views import loading, said
from bot.request.deps import Deps
from jobs.web.urls import from_person, host

_TITLE = "One moment"


class HomeClick(Struct, frozen=True):
    """A click in somebody's Home."""

    person: Actor
    choice: Choice
    """What the Home showed when it was clicked."""
    value: str
    trigger_id: str


def click_in_home(body: Mapping[str, Any], person: Actor) -> HomeClick:
    """What a `block_actions` payload from a Home says."""
    [action, *_] = body.get("actions") or [{}]
    value = (action.get("selected_option") or action).get("value")
    return HomeClick(person, shown_by(body.get("view")), str(value or ""), str(body.get("trigger_id") or ""))


async def opened(event: Mapping[str, Any], person: Actor) -> None:
    """Home was opened: as it was left, or for the first time. The event does not say of which workspace they are."""
    if event.get("tab", "home") == "home":
        await person.publisher.show(person.user, shown_by(event.get("view")), at_home=None)


async def place(click: HomeClick, _deps: Deps) -> None:
    """Another channel's links."""
    await _show(click, click.choice.moved(click.value))


async def narrow(click: HomeClick, _deps: Deps) -> None:
    """Other states, or partner pages."""
    await _show(click, click.choice.narrowed(click.value))


async def count(click: HomeClick, _deps: Deps) -> None:
    """What a counter counts."""
    await _show(click, click.choice.counted(click.value))


async def seek(click: HomeClick, _deps: Deps) -> None:
    """Only what stands in a domain; what is typed and is none is kept, so that Home can say so."""
    typed = from_person(click.value)
    name = host(typed.url)
    await _show(click, click.choice.sought(name if 0 < len(name) <= LONGEST_DOMAIN else kept_wrong(click.value)))


async def clear(click: HomeClick, _deps: Deps) -> None:
    """No filter any more."""
    await _show(click, click.choice.cleared())


async def turn(click: HomeClick, _deps: Deps) -> None:
    """Another page."""
    await _show(click, choice_of(click.value))


async def add(click: HomeClick, deps: Deps) -> None:
    """The form; the channel that Home shows is offered. Whether this person may is seen when it is sent, too."""
    if not click.person.at_home:
        refused = not_allowed("add links", click.person.asker_in(click.choice.place))
        await deps.client.views_open(trigger_id=click.trigger_id, view=said("Add links", refused))
        return
    likely = "" if click.choice.place == MINE else click.choice.place
    await open_add(click.trigger_id, deps, likely_channel=likely)


async def settings(click: HomeClick, deps: Deps) -> None:
    """The settings of the channel that Home shows."""
    view_id = await open_modal(click, deps)
    channel = click.choice.place
    viewer = await click.person.viewer()
    allowed = viewer.is_in(channel) and may_manage(deps.config.permissions, viewer.asker_in(channel))
    refused = said("Channel settings", not_allowed("change the settings of this channel", viewer.asker_in(channel)))
    await show_result(view_id, await settings_view(channel, deps) if allowed else refused, deps)


async def open_modal(click: HomeClick, deps: Deps) -> str:
    """A modal at once, while the trigger lives; what it shows is looked up then."""
    answer = await deps.client.views_open(trigger_id=click.trigger_id, view=loading(_TITLE))
    return str(answer["view"]["id"])


async def _show(click: HomeClick, choice: Choice) -> None:
    await click.person.publisher.show(click.person.user, choice, at_home=click.person.at_home)
