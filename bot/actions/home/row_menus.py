"""What the menu of a row in App Home offers: done for whoever may see it, and shown in a modal of its own."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.access.permissions import Asker, may_manage
from bot.access.viewer import Viewer
from bot.actions import link_menu as deeds
from bot.actions.forms.add import show_result
from bot.actions.forms.edit import edit_view
from bot.actions.home.clicks import HomeClick, open_modal
from bot.commands import carry_out
from bot.messages.answers.help import not_allowed
from bot.messages.answers.link_menu import LinkAction
from bot.messages.forms.partner import ask_stop, limit_form
from bot.messages.home import rows as home_rows
from bot.messages.home.rows import row_action
from bot.messages.kit.blocks import Message, note
from bot.messages.kit.views import View, answered, said
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.request.response import Responder
from jobs.model.link import Link
from jobs.model.partner import Partner

RowDeed = Callable[[Link | Partner, Viewer, Deps], Awaitable[View]]


async def link_row(click: HomeClick, deps: Deps) -> None:
    """The menu of a link."""
    asked = row_action(click.value)
    await _row(click, await deps.store.link(asked[1]) if asked else None, deps)


async def partner_row(click: HomeClick, deps: Deps) -> None:
    """The menu of a partner page."""
    asked = row_action(click.value)
    await _row(click, await deps.store.partner(asked[1]) if asked else None, deps)


async def _row(click: HomeClick, watched: Link | Partner | None, deps: Deps) -> None:
    view_id = await open_modal(click, deps)
    await show_result(view_id, await _done(click, watched, deps), deps)
    click.person.publisher.changed()


async def _done(click: HomeClick, watched: Link | Partner | None, deps: Deps) -> View:
    """Done for whoever may see it; all others learn nothing of it."""
    viewer = await click.person.viewer()
    asked = row_action(click.value)
    if asked is None or watched is None or not viewer.may_see(watched, deps.config.permissions):
        return said("Not here", note("This is not watched any more, or not yours to see."))
    deed = _DEEDS.get(asked[0])
    if deed is None:
        return said("Not here", note("This entry is from an older version of the bot."))
    if asked[0] not in _LOOKS and not may_manage(deps.config.permissions, viewer.asker_in(watched.channel)):
        return said(watched.ref, not_allowed("do that", viewer.asker_in(watched.channel)))
    return await deed(watched, viewer, deps)


async def _edit(watched: Link | Partner, _viewer: Viewer, deps: Deps) -> View:
    return await edit_view(watched, deps) if isinstance(watched, Link) else limit_form(watched)


async def _stop(watched: Link | Partner, _viewer: Viewer, _deps: Deps) -> View:
    about: dict[str, Any] = {"link" if isinstance(watched, Link) else "partner": watched.id}
    return ask_stop(watched.ref, channel=watched.channel, **about)


def _typed(command: str) -> RowDeed:
    """A deed that a command does too."""

    async def deed(watched: Link | Partner, viewer: Viewer, deps: Deps) -> View:
        request = Request(Asker(viewer.user, watched.channel, viewer.at_home), Responder(deps.client, ""))
        reply = await carry_out(command.format(watched.ref), request, deps)
        assert isinstance(reply, Message), "these commands answer in words"
        may_act = may_manage(deps.config.permissions, viewer.asker_in(watched.channel))
        return answered(watched.ref, reply, watched.channel) if may_act else said(watched.ref, reply)

    return deed


async def _hold(watched: Link | Partner, viewer: Viewer, deps: Deps) -> View:
    assert isinstance(watched, Link), "partner pages are not offered it"
    return said(watched.ref, await deeds.acknowledge(watched, viewer.user, deps))


async def _mail(watched: Link | Partner, _viewer: Viewer, deps: Deps) -> View:
    assert isinstance(watched, Link), "partner pages are not offered it"
    return answered(watched.ref, await deeds.mail(watched, deps), watched.channel)


_LOOKS = frozenset({home_rows.SHOW, home_rows.CHECK})
_DEEDS: Mapping[str, RowDeed] = {
    home_rows.SHOW: _typed("show {}"),
    home_rows.CHECK: _typed("check {}"),
    home_rows.EDIT: _edit,
    home_rows.SNOOZE: _typed("snooze {} 3d"),
    home_rows.UNSNOOZE: _typed("unsnooze {}"),
    home_rows.STOP: _stop,
    LinkAction.ACCEPT: _typed("accept {}"),
    LinkAction.UNACCEPT: _typed("unaccept {}"),
    LinkAction.HOLD: _hold,
    LinkAction.MAIL: _mail,
}
