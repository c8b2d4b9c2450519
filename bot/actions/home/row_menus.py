"""What the menu of a row in App Home offers: done for whoever may see it, and shown in a modal of its own."""

from typing import Any

from bot.access.permissions import Asker, may_manage
from bot.access.viewer import Viewer
from bot.actions.forms.add import show_result
from bot.actions.forms.edit import edit_view
from bot.actions.home.clicks import HomeClick, open_modal
from bot.actions.link_menu import VIEWING, answer_about, answer_in_words
from bot.messages.answers.help import not_allowed
from bot.messages.answers.link_menu import LinkAction
from bot.messages.forms.partner import ask_stop, limit_form
from bot.messages.home.rows import row_action
from bot.messages.kit.blocks import note
from bot.messages.kit.views import View, answered, said
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.request.response import Responder
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.ref import partner_ref


async def link_row(click: HomeClick, deps: Deps) -> None:
    """The menu of a link."""
    asked = row_action(click.value)
    await _row(click, await deps.store.link(asked[1]) if asked else None, deps)


async def partner_row(click: HomeClick, deps: Deps) -> None:
    """The menu of a partner page."""
    asked = row_action(click.value)
    await _row(click, await deps.store.partner(asked[1]) if asked else None, deps)


async def _row(click: HomeClick, tracked: Link | Partner | None, deps: Deps) -> None:
    view_id = await open_modal(click, deps)
    await show_result(view_id, await _done(click, tracked, deps), deps)
    click.person.publisher.changed()


async def _done(click: HomeClick, tracked: Link | Partner | None, deps: Deps) -> View:
    """Done for whoever may see it; all others learn nothing of it."""
    viewer = await click.person.viewer()
    asked = row_action(click.value)
    if asked is None or tracked is None or not viewer.may_see(tracked, deps.config.permissions):
        return said("Not here", note("This is not tracked any more, or not yours to see."))
    if asked[0] not in set(LinkAction):
        return said("Not here", note("This entry is from an older version of the bot."))
    action = LinkAction(asked[0])
    if action not in VIEWING and not may_manage(deps.config.permissions, viewer.asker_in(tracked.channel)):
        return said(tracked.ref, not_allowed("do that", viewer.asker_in(tracked.channel)))
    match action:
        case LinkAction.EDIT:
            return await edit_view(tracked, deps) if isinstance(tracked, Link) else limit_form(tracked)
        case LinkAction.STOP:
            about: dict[str, Any] = {"link" if isinstance(tracked, Link) else "partner": tracked.id}
            return ask_stop(tracked.ref, channel=tracked.channel, **about)
    return await _answer(action, tracked, viewer, deps)


async def _answer(action: LinkAction, tracked: Link | Partner, viewer: Viewer, deps: Deps) -> View:
    """What was done, in words; with buttons for whoever may act."""
    asker = Asker(viewer.user, tracked.channel, viewer.at_home)
    request = Request(asker, Responder(deps.client, ""))
    if isinstance(tracked, Link):
        answer = await answer_about(action, tracked, request, deps)
    else:
        answer = await answer_in_words(action, partner_ref(tracked.id), request, deps)
    may_act = may_manage(deps.config.permissions, viewer.asker_in(tracked.channel))
    return answered(tracked.ref, answer, tracked.channel) if may_act else said(tracked.ref, answer)
