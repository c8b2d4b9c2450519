"""What the menu of a prospect in App Home offers: done for whoever may see it, and shown in a modal of its own."""

from bot.access.permissions import Asker, may_manage
from bot.access.viewer import Viewer
from bot.actions.forms.add import show_result
from bot.actions.home.clicks import HomeClick, open_modal
from bot.grammar.prospect_values import ProspectSaid
from bot.messages.answers.first_mails import mail_drafted
from bot.messages.answers.help import not_allowed
from bot.messages.answers.prospects import prospect_changed, prospect_shown
from bot.messages.forms.prospect import prospect_edit_form
from bot.messages.home.board import EDIT, MAIL, SHOW
from bot.messages.home.rows import row_action
from bot.messages.kit.blocks import note
from bot.messages.kit.views import View, answered, said
from bot.operations.check import silently
from bot.operations.prospects import TargetUnknownError, as_shown, edit_prospect, prospect_details
from bot.request.deps import Deps
from jobs.alerts.costs import hides_costs
from jobs.model.prospect import Prospect, ProspectState
from jobs.model.ref import prospect_ref


async def prospect_row(click: HomeClick, deps: Deps) -> None:
    """The menu of a prospect."""
    view_id = await open_modal(click, deps)
    asked = row_action(click.value)
    prospect = await deps.store.prospect(asked[1]) if asked else None
    await show_result(view_id, await _done(asked[0] if asked else "", click, prospect, deps), deps)
    click.person.publisher.changed()


async def _done(deed: str, click: HomeClick, prospect: Prospect | None, deps: Deps) -> View:
    """Done for whoever may see it; all others learn nothing of it."""
    viewer = await click.person.viewer()
    if prospect is None or prospect.removed_at or not viewer.may_see(prospect, deps.config.permissions):
        return said("Not here", note("This is no prospect any more, or not yours to see."))
    may_act = may_manage(deps.config.permissions, viewer.asker_in(prospect.channel))
    asker = Asker(viewer.user, prospect.channel, viewer.at_home)
    if deed == SHOW:
        found = await prospect_details(prospect_ref(prospect.id), asker, deps)
        answer = prospect_shown(found, deps.now(), may_manage=may_act)
        return answered(prospect.ref, answer, prospect.channel) if may_act else said(prospect.ref, answer)
    if not may_act:
        return said(prospect.ref, not_allowed("do that", viewer.asker_in(prospect.channel)))
    return await _acted(deed, prospect, viewer, deps)


async def _acted(deed: str, prospect: Prospect, viewer: Viewer, deps: Deps) -> View:
    ref, asker = prospect_ref(prospect.id), Asker(viewer.user, prospect.channel, viewer.at_home)
    if deed == EDIT:
        return await _form(prospect, deps)
    if deed == MAIL:
        return answered(str(ref), mail_drafted(await prospect_details(ref, asker, deps)), asker.channel)
    if deed not in set(ProspectState):
        return said("Not here", note("This entry is from an older version of the bot."))
    try:
        done = await edit_prospect(ref, ProspectSaid(state=ProspectState(deed)), asker, deps, silently)
    except TargetUnknownError:
        return await _form(prospect, deps, placed=True)
    return answered(str(ref), prospect_changed(done), asker.channel)


async def _form(prospect: Prospect, deps: Deps, *, placed: bool = False) -> View:
    hidden = await hides_costs(deps.store, prospect.channel)
    return prospect_edit_form(await as_shown(prospect, deps), hide_costs=hidden, placed=placed)
