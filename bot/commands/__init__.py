"""The slash command: text in, one answer out. `HANDLERS` lists the commands in the order of help."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.commands import adding, comparing, deciding, digests, editing, helping, looking
from bot.commands.asking import Ask, NotHereError, Reply
from bot.commands.narrowing import ListLinks, ListPartners
from bot.commands.parse import parse
from bot.commands.values import (
    Accept,
    Add,
    AddPartner,
    Check,
    Command,
    Compare,
    DigestAt,
    DigestNow,
    DigestSwitch,
    Edit,
    EditPartner,
    Glance,
    Help,
    HideCosts,
    Mark,
    OpenAdd,
    OpenEdit,
    OpenSettings,
    ParseError,
    Remove,
    Show,
    Snooze,
    Status,
    Unsnooze,
    changes,
)
from bot.deps import Deps
from bot.messages.helping import not_allowed, not_here, not_understood
from bot.permissions import may_manage, may_view

Handler = Callable[[Any, Ask, Deps], Awaitable[Reply]]
"""Carries out a command of its own kind; says something meanwhile through `ask.answer` if it takes long."""

HANDLERS: Mapping[type[Command], Handler] = {
    Glance: looking.glance,
    OpenAdd: adding.open_form,
    Add: adding.add,
    AddPartner: adding.add_partner,
    ListLinks: looking.list_links,
    ListPartners: looking.list_partners,
    Show: looking.show,
    Check: looking.check,
    Compare: comparing.relevance,
    Snooze: deciding.snooze,
    Unsnooze: deciding.unsnooze,
    Accept: deciding.accept,
    Mark: deciding.mark,
    OpenEdit: editing.open_edit,
    Edit: editing.edit,
    EditPartner: editing.edit_partner,
    Remove: deciding.remove,
    DigestNow: digests.digest_now,
    DigestAt: digests.digest_at,
    DigestSwitch: digests.digest_switch,
    OpenSettings: editing.open_settings,
    HideCosts: editing.hide_costs,
    Status: looking.status,
    Help: helping.help_with,
}


async def carry_out(text: str, ask: Ask, deps: Deps) -> Reply:
    """Read what was typed, see whether it is allowed, and do it."""
    command = parse(text, deps.config.our_sites)
    name = deps.config.slack.command
    if isinstance(command, ParseError):
        return not_understood(name, command.word, command.why, command.example, command.typed)
    allowed = may_manage if changes(command) else may_view
    if not allowed(deps.config.permissions, ask.asker):
        return not_allowed("do that" if changes(command) else "look at links")
    try:
        return await HANDLERS[type(command)](command, ask, deps)
    except NotHereError as missing:
        return not_here(missing.refs, name)
