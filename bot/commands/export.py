"""`export`: what is tracked as a spreadsheet, and disavow files, each for whoever asks."""

from bot.grammar.list_query import Disavow, Export
from bot.messages.answers.export import (
    disavow_in_terminal,
    disavow_message,
    disavow_sent,
    export_in_terminal,
    export_message,
    export_sent,
    not_sent,
    nothing_disavowed,
    nothing_to_export,
    too_large,
    writing,
)
from bot.messages.kit.blocks import Message
from bot.operations.export import MadeDisavow, send_disavow, send_export
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.slack.files import NotSentError
from jobs.formats.exports.disavow import TooLargeError, sentences
from jobs.formats.exports.write import WrittenExport


async def export(command: Export, request: Request, deps: Deps) -> Message:
    """Send the file in a direct message, and say so; without the scope for files, say what writes it without Slack."""

    def above(name: str, written: WrittenExport) -> Message:
        return export_message(name, request.channel, written.rows, written.remarks)

    try:
        work = send_export(command, request.asker, deps, above)
        name, written = await request.answer.while_waiting(work, writing())
    except NotSentError as error:
        return not_sent(error.trouble, export_in_terminal(command, request.asker))
    if not any(written.rows.values()):
        return nothing_to_export(deps.config.slack.command, written.rows)
    return export_sent(name, written.rows, written.remarks)


async def disavow(command: Disavow, request: Request, deps: Deps) -> Message:
    """Send a disavow file, and say what of it is new, known already, or not possible."""

    def above(name: str, made: MadeDisavow) -> Message:
        return disavow_message(name, made.file.added, _said(made))

    try:
        work = send_disavow(command, request.asker, deps, above)
        name, made = await request.answer.while_waiting(work, writing())
    except NotSentError as error:
        return not_sent(error.trouble, disavow_in_terminal(command))
    except TooLargeError as error:
        return too_large(str(error))
    return disavow_sent(name, _said(made)) if made.file.added else nothing_disavowed(_said(made))


def _said(made: MadeDisavow) -> list[str]:
    return [*sentences(made.file), *(f"{refused}." for refused in made.refused)]
