"""`prospect`: keep pages to ask for a link, list, show, change, write to and remove them."""

from dataclasses import replace

from bot.access.permissions import may_manage
from bot.grammar.prospect_values import (
    MINE,
    OPEN,
    AddProspects,
    EditProspect,
    FindCandidates,
    ListProspects,
    MailProspect,
    OpenProspect,
    RemoveProspects,
    SentMail,
    ShowProspect,
    UndoProspect,
)
from bot.grammar.prospects import ADD_EXAMPLE
from bot.messages.answers.candidates import candidates_shown, list_hint
from bot.messages.answers.first_mails import mail_drafted
from bot.messages.answers.listing import ROWS, Listed, nothing_listed, rows_listed
from bot.messages.answers.prospects import (
    nothing_to_undo,
    our_own_page,
    prospect_changed,
    prospect_restored,
    prospect_row,
    prospect_shown,
    prospects_added,
    prospects_removed,
)
from bot.messages.answers.terms import costs_hidden
from bot.messages.kit.blocks import Message, foreign, note
from bot.operations import prospects as operations
from bot.request.ask import Form, OpenModal, Request, Response
from bot.request.deps import Deps
from jobs.model.prospect import ProspectState
from jobs.model.queries import ProspectQuery
from jobs.prospects.find import find_candidates

_READING = note("Reading the pages …")


async def open_form(command: OpenProspect, request: Request, deps: Deps) -> OpenModal:
    """Ask for it in a modal: a new one, or the one that is named; raises NotHereError."""
    if command.ref is None:
        return OpenModal(Form.PROSPECT)
    return OpenModal(Form.PROSPECT, prospect=await operations.prospect_at(command.ref, request.asker, deps))


async def add(command: AddProspects, request: Request, deps: Deps) -> Message:
    """Keep the pages, read them and show what they say."""
    try:
        adding = operations.add_prospects(command, request.asker, deps)
        added = await request.answer.while_waiting(adding, _READING)
    except operations.OurPageError as wrong:
        return our_own_page(str(wrong))
    except operations.DayOverError as wrong:
        return _day_over(wrong)
    hidden = any(each.cost_hidden for each in added) and command.said.cost is not None
    return prospects_added(added, deps.now()).with_blocks(costs_hidden() if hidden else [])


async def list_prospects(command: ListProspects, request: Request, deps: Deps) -> Message:
    """The channel's prospects in the states asked for, those with the nearest day first."""
    person = request.user if command.person == MINE else command.person
    query = ProspectQuery(request.channel, frozenset(command.states), person=person, domain=command.domain)
    found = await deps.store.list_prospects(query, (command.page - 1) * ROWS, ROWS)
    what = "open prospect" if command.states == OPEN else _what(command.states)
    listed = Listed(str(command), what, command.domain, found.total, command.page, in_direct=request.in_direct)
    if not found.total:
        manages = may_manage(deps.config.permissions, request.asker)
        slash = deps.config.slack.command
        everything = f"{slash} prospect list" if command != ListProspects() else ""
        return nothing_listed(listed, f"{slash} {ADD_EXAMPLE}" if manages else "", everything)
    if listed.page > listed.pages:
        return await list_prospects(replace(command, page=listed.pages), request, deps)
    return rows_listed([prospect_row(each, deps.now()) for each in found.prospects], listed)


def _what(states: tuple[ProspectState, ...]) -> str:
    return f"{' or '.join(state.words for state in states)} prospect".lstrip()


async def candidates(command: FindCandidates, request: Request, deps: Deps) -> Message:
    """Who else may be asked, by what the channel has or of a list that was pasted."""
    finding = find_candidates(deps.store, deps.config, request.channel, command.rows)
    found = await request.answer.while_waiting(finding, note("Looking through what this channel has …"))
    manages = may_manage(deps.config.permissions, request.asker)
    shown = candidates_shown(found, may_manage=manages, is_list=bool(command.rows))
    return shown if command.rows or not found.ranked else shown.with_blocks(list_hint(deps.config.slack.command))


async def show(command: ShowProspect, request: Request, deps: Deps) -> Message:
    """Everything about one; raises NotHereError."""
    manages = may_manage(deps.config.permissions, request.asker)
    found = await operations.prospect_details(command.ref, request.asker, deps)
    return prospect_shown(found, deps.now(), may_manage=manages)


async def edit(command: EditProspect, request: Request, deps: Deps) -> Response:
    """What was said holds from now on; where it is placed and nobody said what it leads to, a form asks."""
    wait = request.answer.while_checking
    try:
        done = await operations.edit_prospect(command.ref, command.said, request.asker, deps, wait)
    except operations.TargetUnknownError as wrong:
        return OpenModal(Form.PROSPECT, prospect=wrong.prospect, placed=True)
    except operations.DayOverError as wrong:
        return _day_over(wrong)
    hidden = done.details.cost_hidden and command.said.cost is not None
    return prospect_changed(done).with_blocks(costs_hidden() if hidden else [])


async def mail(command: MailProspect, request: Request, deps: Deps) -> Message:
    """A draft of a first mail, unless nobody may write to them; raises NotHereError."""
    return mail_drafted(await operations.prospect_details(command.ref, request.asker, deps), command.language)


async def sent(command: SentMail, request: Request, deps: Deps) -> Message:
    """Somebody wrote to them; raises NotHereError."""
    done = await operations.sent_mail(command.ref, request.asker, deps)
    if done.changed:
        return prospect_changed(done)
    return note("It is kept with its site that you wrote to them.")


async def remove(command: RemoveProspects, request: Request, deps: Deps) -> Message:
    """They are prospects no longer; raises NotHereError before any is removed."""
    for ref in command.refs:
        await operations.prospect_at(ref, request.asker, deps)
    return prospects_removed([await operations.remove_prospect(ref, request.asker, deps) for ref in command.refs])


async def undo(command: UndoProspect, request: Request, deps: Deps) -> Message:
    """Take its removal or last change back; raises NotHereError."""
    before = await deps.store.prospect(command.ref.number)
    try:
        found = await operations.undo_prospect(command, request.asker, deps)
    except operations.NothingToUndoError:
        return nothing_to_undo(str(command.ref), deps.config.slack.command)
    was_placed = before is not None and not before.removed_at and before.is_placed
    left = found.prospect.link if was_placed and not found.prospect.is_placed else None
    stays = left if left is not None and await deps.store.link(left) else None
    return prospect_restored(found, deps.now(), stays=stays)


def _day_over(wrong: operations.DayOverError) -> Message:
    return note("That day ", foreign(str(wrong), 200), ". Nothing was changed.")
