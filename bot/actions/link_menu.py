"""What the menu of a link's row does, wherever the row is: the same as the link's card and the commands."""

from datetime import timedelta

from bot.access.permissions import may_manage, may_view
from bot.actions.click import Click
from bot.actions.forms.edit import open_edit
from bot.messages.alerts.letters import LetterLanguage
from bot.messages.alerts.mails import language_of, mail_drafted
from bot.messages.alerts.pages import first_page
from bot.messages.answers import decided
from bot.messages.answers.checked import check_answer
from bot.messages.answers.contacts import before_writing
from bot.messages.answers.help import closed_already, not_allowed, not_here
from bot.messages.answers.link_menu import MARKING, LinkAction, link_action_of
from bot.messages.answers.shown import shown
from bot.messages.forms.partner import ask_stop
from bot.messages.kit.blocks import Message
from bot.messages.kit.controls import is_the_partners
from bot.operations import decide
from bot.operations.check import check
from bot.operations.contacts import is_unwanted
from bot.operations.details import details_of
from bot.operations.tracked import NotHereError
from bot.outbox.reachability import with_warning
from bot.request.ask import Request, show_view
from bot.request.deps import Deps
from jobs.alerts.cases import case_of, incidents_of
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.ref import Ref, link_ref
from jobs.web.urls import registrable_domain

SNOOZED_FOR = timedelta(days=3)
"""What the menu's entry says."""
VIEWING = frozenset({LinkAction.SHOW, LinkAction.CHECK, LinkAction.MAIL})
"""What changes nothing, and so is for whoever may view."""


async def clicked(click: Click, deps: Deps) -> None:
    """Carry out a choice, if it is allowed and the link is of this channel."""
    request, asked = click.request, link_action_of(click.value)
    if asked is None:
        await request.answer.say(closed_already("This entry is from an older version of the bot."))
        return
    action, number = asked
    link = await deps.store.link(number)
    if link is None or link.channel != request.channel:
        await request.answer.say(not_here([str(link_ref(number))], deps.config.slack.command))
        return
    views = action in VIEWING
    allowed = may_view if views else may_manage
    if not allowed(deps.config.permissions, request.asker):
        what = "see links" if views else "do that"
        await request.answer.say(not_allowed(what, request.asker, to_view=views))
    elif action is LinkAction.STOP:
        await show_view(request, ask_stop(link.ref, link=link.id, channel=link.channel), deps)
    elif action is LinkAction.EDIT:
        await open_edit(request, link, deps)
    else:
        await request.answer.say(await answer_about(action, link, request, deps))


async def answer_about(action: LinkAction, link: Link, request: Request, deps: Deps) -> Message:
    """Do something about a link, and say what became of it; whether this person may is for the caller to know."""
    ref = link_ref(link.id)
    if action is LinkAction.MAIL:
        return await mail_about_link(link, deps)
    if action is LinkAction.ACKNOWLEDGE:
        return decided.acknowledged(await decide.acknowledge([ref], request.asker, deps))
    if action in MARKING:
        indexed = action is LinkAction.INDEXED
        decision = await decide.mark_index([ref], request.asker, deps, indexed=indexed)
        return decided.index_marked(decision, deps.config.slack.command, indexed=indexed)
    return await answer_in_words(action, ref, request, deps)


async def answer_in_words(action: LinkAction, ref: Ref, request: Request, deps: Deps) -> Message:
    """Do what a command does too about a link or partner page, and say so as it does; the caller knows who may."""
    try:
        return await with_warning(_answer(action, ref, request, deps), request.channel, deps)
    except NotHereError as missing:
        return not_here(missing.refs, deps.config.slack.command)


async def _answer(action: LinkAction, ref: Ref, request: Request, deps: Deps) -> Message:
    who, command, now = request.asker, deps.config.slack.command, deps.now()
    match action:
        case LinkAction.SHOW:
            manages = may_manage(deps.config.permissions, who)
            return shown(await details_of(ref, who, deps), now, may_manage=manages)
        case LinkAction.CHECK:
            return check_answer(await check([ref], who, deps, request.answer.while_checking), deps.now(), command)
        case LinkAction.SNOOZE:
            return decided.snoozed(await decide.snooze([ref], SNOOZED_FOR, who, deps), SNOOZED_FOR, now, command)
        case LinkAction.UNSNOOZE:
            return decided.unsnoozed(await decide.unsnooze([ref], who, deps), command)
        case LinkAction.ACCEPT:
            return decided.accepted(await decide.accept([ref], who, deps), command)
        case LinkAction.UNACCEPT:
            return decided.unaccepted(await decide.unaccept([ref], who, deps), command)
    raise ValueError(action)


async def mail_about_link(link: Link, deps: Deps) -> Message:
    """A draft about what is open and the partner's to mend: of several incidents, the one with the fewest links."""
    theirs = [incident for incident in await incidents_of(deps.store, [link]) if is_the_partners(incident)]
    if not theirs:
        return decided.nothing_open([link.ref])
    return await mail_about(min(theirs, key=lambda incident: len(incident.members)), deps)


async def mail_about(incident: Incident, deps: Deps, language: LetterLanguage | None = None) -> Message:
    """The draft, in the page's own language where none is given."""
    case = await case_of(deps.store, incident)
    url = first_page(case)
    page = await deps.store.page(url)
    spoken = language or language_of(page.facts.lang if page and page.facts else "")
    site = registrable_domain(url)
    return mail_drafted(case, spoken).with_blocks(before_writing(site, is_unwanted=await is_unwanted(site, deps)))
