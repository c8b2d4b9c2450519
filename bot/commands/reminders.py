"""`remind`: a person's own reminders, which come to them alone."""

from bot.grammar.of_channel import DropReminder, ListReminders, Remind
from bot.grammar.reminders import reminder_line
from bot.messages.kit.blocks import Message, Part, date, foreign, note, notes, typed
from bot.messages.kit.controls import buttons, run
from bot.operations.reminders import MOST, drop_reminder, reminders_of
from bot.operations.reminders import remind as keep_reminder
from bot.request.ask import Request
from bot.request.deps import Deps

_UNDO = 9
_LISTED = 150
"""Characters of each in the list: all that one person may have must fit into one message."""


async def remind(command: Remind, request: Request, deps: Deps) -> Message:
    """Remind whoever asks, by direct message."""
    try:
        kept = await keep_reminder(command, request.asker, deps)
    except ValueError as error:
        return note(f"That day {error}. You are not reminded.")
    if kept is None:
        return note(f"{MOST} reminders wait for you already; nothing was added. See them: ", _listing(deps))
    told = note(f"You are reminded of {command.ref} by direct message, ", date(kept.at), f" (number {kept.number}).")
    return told.with_blocks(buttons(run("Undo", f"remind off {kept.number} {kept.asked_at}", _UNDO)))


async def list_reminders(_command: ListReminders, request: Request, deps: Deps) -> Message:
    """What waits for whoever asks."""
    waiting = await reminders_of(request.asker, deps)
    if not waiting:
        example = typed(f'{deps.config.slack.command} remind me L-3 in 3 days "ask again"')
        return note("No reminder waits for you. To have one: ", example)
    rows: list[list[Part]] = [[f"{one.number}. ", date(one.at), " ", foreign(one.words, _LISTED)] for one in waiting]
    return notes([*rows, ["To take one away: ", typed(f"{deps.config.slack.command} remind off {waiting[0].number}")]])


async def drop(command: DropReminder, request: Request, deps: Deps) -> Message:
    """Take one away."""
    gone = await drop_reminder(command, request.asker, deps)
    if gone is None:
        return note(f"No reminder {command.number} waits for you. See them: ", _listing(deps))
    told = note("You are not reminded of this any more: ", foreign(gone.words, 600))
    return told.with_blocks(buttons(run("Undo", reminder_line(gone.ref, gone.note, gone.at), _UNDO)))


def _listing(deps: Deps) -> Part:
    return typed(f"{deps.config.slack.command} remind list")
