"""The slash command: text in, one answer out. `HANDLERS` lists the commands in the order of help."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.access.permissions import may_manage, may_view
from bot.commands import about
from bot.commands import add as adding
from bot.commands import check as checking
from bot.commands import decide as deciding
from bot.commands import digest as digests
from bot.commands import edit as editing
from bot.commands import exchanges as exchanging
from bot.commands import export as exporting
from bot.commands import partners as partnering
from bot.commands import prospects as prospecting
from bot.commands import reminders as reminding
from bot.commands import settings as choosing
from bot.commands import show as listing
from bot.commands import sync as syncing
from bot.commands import vet as vetting
from bot.commands.places import with_found, with_site
from bot.grammar.discoveries import OpenDiscover, SendDiscovered, ShowDiscovered, TrackDiscovered
from bot.grammar.edit_values import Bulk, Edit, EditPartner, OpenEdit
from bot.grammar.exchange_values import AddExchange, EditExchange, EndExchange, ListExchanges, OpenExchange
from bot.grammar.list_query import Disavow, Export, Guess, ListLinks, ListPartners, ShowHistory
from bot.grammar.of_channel import (
    DigestAt,
    DigestNow,
    DigestSwitch,
    DropReminder,
    HideCosts,
    ListReminders,
    MonthReport,
    OpenSettings,
    Remind,
    SetAudit,
    SetCompetitors,
    SetEscalation,
    SetQuiet,
    ShowAudit,
    ShowEscalation,
    ShowTodo,
    TellUntaken,
)
from bot.grammar.parse import parse
from bot.grammar.partner_values import (
    AuditPages,
    ListClaims,
    NoteSite,
    OpenContact,
    PackClaim,
    Rehearse,
    SendWorth,
    SetClaimed,
    SetContact,
    SetGuarantee,
    ShowForecast,
    ShowOurs,
    ShowReciprocity,
    ShowSite,
    ShowWorth,
)
from bot.grammar.places import OfPlaces
from bot.grammar.prospect_values import (
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
    Vet,
)
from bot.grammar.sheet_values import (
    ApplySheet,
    FollowSheet,
    KeepSheet,
    ListSheets,
    ReadSheet,
    StopSheet,
    UndoSync,
)
from bot.grammar.values import (
    Accept,
    Add,
    AddPartner,
    Check,
    CheckFrom,
    Command,
    Compare,
    Glance,
    Help,
    Mark,
    MarkFit,
    MarkIndex,
    OpenAdd,
    OpenImport,
    ParseError,
    Remove,
    Show,
    Snooze,
    Status,
    Unaccept,
    UndoImport,
    Unsnooze,
    changes,
)
from bot.grammar.words import as_typed
from bot.messages.answers.help import not_allowed, not_here, not_there, not_understood, taken_as
from bot.messages.answers.sync import no_sheet
from bot.messages.answers.terms import costs_not_asked
from bot.messages.kit.blocks import Message, note
from bot.operations.edit import NotMovedError
from bot.operations.sync import NoSheetError
from bot.operations.tracked import CostsHiddenError, NotHereError
from bot.outbox.reachability import with_warning
from bot.request.ask import Request, Response
from bot.request.deps import Deps
from bot.request.destination import NotThereError

Handler = Callable[[Any, Request, Deps], Awaitable[Response]]
"""Carries out a command of its own kind; says something meanwhile through `request.answer` if it takes long."""


async def _of_places(command: OfPlaces, request: Request, deps: Deps) -> Response:
    found = await with_found(command, request, deps)
    return await carry_out(found, request, deps) if isinstance(found, str) else found


async def _guessed(command: Guess, request: Request, deps: Deps) -> Response:
    """The answer to the command that comes nearest, under what it was taken for."""
    answer = await _in_words(carry_out(command.command, request, deps))
    return taken_as(deps.config.slack.command, as_typed(command.command), answer)


HANDLERS: Mapping[type[Command], Handler] = {
    Glance: listing.glance,
    OpenAdd: adding.open_form,
    Add: adding.add,
    AddPartner: adding.add_partner,
    OpenExchange: exchanging.open_form,
    AddExchange: exchanging.add,
    ListExchanges: exchanging.list_exchanges,
    EditExchange: exchanging.edit,
    EndExchange: exchanging.end,
    OpenProspect: prospecting.open_form,
    AddProspects: prospecting.add,
    ListProspects: prospecting.list_prospects,
    FindCandidates: prospecting.candidates,
    Vet: vetting.vet,
    ShowProspect: prospecting.show,
    EditProspect: prospecting.edit,
    MailProspect: prospecting.mail,
    SentMail: prospecting.sent,
    RemoveProspects: prospecting.remove,
    UndoProspect: prospecting.undo,
    OpenImport: adding.open_import,
    UndoImport: adding.undo_import,
    OpenDiscover: adding.open_discover,
    ShowDiscovered: adding.discovered,
    SendDiscovered: adding.send_discovered,
    TrackDiscovered: adding.track,
    Export: exporting.export,
    Disavow: exporting.disavow,
    FollowSheet: syncing.follow,
    ListSheets: syncing.list_sheets,
    ReadSheet: syncing.read_now,
    ApplySheet: syncing.apply_answer,
    KeepSheet: syncing.keep,
    UndoSync: syncing.undo,
    StopSheet: syncing.stop,
    ListLinks: listing.list_links,
    ListPartners: listing.list_partners,
    Show: listing.show,
    ShowSite: partnering.show_site,
    ShowReciprocity: partnering.reciprocity,
    AuditPages: partnering.audit,
    ShowForecast: partnering.show_forecast,
    ShowOurs: partnering.ours,
    ShowWorth: partnering.show_worth,
    SendWorth: partnering.send_worth,
    Rehearse: partnering.rehearse,
    ShowHistory: listing.history,
    NoteSite: partnering.note,
    OpenContact: partnering.open_contact,
    SetContact: partnering.contact,
    Check: checking.check,
    CheckFrom: checking.check_from,
    Compare: checking.relevance,
    Snooze: deciding.snooze,
    Unsnooze: deciding.unsnooze,
    Accept: deciding.accept,
    Unaccept: deciding.unaccept,
    Mark: deciding.mark,
    MarkIndex: deciding.mark_index,
    MarkFit: deciding.mark_fit,
    OpenEdit: editing.open_edit,
    Edit: editing.edit,
    ListClaims: partnering.list_claims,
    PackClaim: partnering.pack_claim,
    SetClaimed: partnering.set_claimed,
    SetGuarantee: partnering.set_guarantee,
    EditPartner: editing.edit_partner,
    Bulk: deciding.preview_bulk,
    Remove: deciding.remove,
    DigestNow: digests.digest_now,
    ShowTodo: digests.show_todo,
    DigestAt: digests.digest_at,
    DigestSwitch: digests.digest_switch,
    MonthReport: digests.month_report,
    OpenSettings: choosing.open_settings,
    HideCosts: choosing.hide_costs,
    Remind: reminding.remind,
    ListReminders: reminding.list_reminders,
    DropReminder: reminding.drop,
    SetAudit: choosing.set_audit,
    ShowAudit: choosing.show_audit,
    SetEscalation: choosing.set_escalation,
    TellUntaken: choosing.tell_untaken,
    ShowEscalation: choosing.show_escalation,
    SetQuiet: choosing.set_quiet,
    SetCompetitors: choosing.set_competitors,
    Status: about.status,
    Help: about.help_with,
    OfPlaces: _of_places,
    Guess: _guessed,
}

_NO_SITE = "No site that is tracked here has it in its name."
_SAY_WHERE = (Add, AddPartner)
"""Commands that may name another channel, and see for themselves what is allowed there and how alerts get in."""
_OF_NO_CHANNEL = (
    Compare,
    EditProspect,
    Guess,
    Help,
    OfPlaces,
    OpenAdd,
    OpenContact,
    OpenDiscover,
    OpenEdit,
    OpenExchange,
    OpenImport,
    OpenProspect,
    OpenSettings,
)


async def carry_out(text: str, request: Request, deps: Deps) -> Response:
    """Read what was typed, see whether it is allowed, and do it."""
    command = parse(text, deps.config.our_sites)
    name = deps.config.slack.command
    if isinstance(command, ParseError):
        return await _not_understood(command, text, request, deps)
    allowed = may_manage if changes(command) else may_view
    if not isinstance(command, _SAY_WHERE) and not allowed(deps.config.permissions, request.asker):
        changing = changes(command)
        return not_allowed("do that" if changing else "see links", request.asker, to_view=not changing)
    try:
        return await _answered(command, request, deps)
    except (NotHereError, CostsHiddenError, NoSheetError, NotMovedError, NotThereError) as refused:
        return _refusal(refused, request, name)


async def _not_understood(wrong: ParseError, text: str, request: Request, deps: Deps) -> Response:
    """What is wrong; or, where a word is part of the name of a tracked site, what was asked of that."""
    may = may_view(deps.config.permissions, request.asker)
    meant = await with_site(wrong, text, request, deps) if may else None
    if isinstance(meant, str):
        return await carry_out(meant, request, deps)
    name = deps.config.slack.command
    why = f"{wrong.why} {_NO_SITE}" if may and wrong.fragment and not wrong.mended else wrong.why
    return meant or not_understood(
        name, wrong.word, why, wrong.example, wrong.typed, mended=wrong.mended, at=wrong.line
    )


def _refusal(
    refused: NotHereError | CostsHiddenError | NoSheetError | NotMovedError | NotThereError, request: Request, name: str
) -> Message:
    match refused:
        case NotHereError(refs=refs):
            return not_here(refs, name)
        case CostsHiddenError():
            return costs_not_asked(name)
        case NoSheetError(sheets=sheets):
            return no_sheet(sheets, name)
        case NotMovedError(ref=ref, why=why):
            return note(f"{ref} {why}.")
        case NotThereError(channel=channel) if channel == request.channel:
            return not_allowed("do that", request.asker)
        case NotThereError(channel=channel, why=why):
            return not_there(channel, why)


async def _answered(command: Command, request: Request, deps: Deps) -> Response:
    """The answer; where it is about a channel that alerts do not get into, that is said too, if not in there."""
    answering = HANDLERS[type(command)](command, request, deps)
    if request.public or isinstance(command, (*_SAY_WHERE, *_OF_NO_CHANNEL)):
        return await answering
    return await with_warning(_in_words(answering), request.channel, deps)


async def _in_words(answering: Awaitable[Response]) -> Message:
    reply = await answering
    assert isinstance(reply, Message), "what opens a modal is of no channel"
    return reply
