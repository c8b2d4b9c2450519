"""`sync`: sheets on the web that the channel's links follow."""

from bot.access.permissions import may_manage
from bot.grammar.sheet_values import (
    ApplySheet,
    FollowSheet,
    KeepSheet,
    ListSheets,
    ReadSheet,
    StopSheet,
    UndoSync,
)
from bot.messages.answers import sync as answers
from bot.messages.kit.blocks import Message
from bot.operations import sync
from bot.request.ask import Request
from bot.request.deps import Deps


async def follow(command: FollowSheet, request: Request, deps: Deps) -> Message:
    """Read the sheet at once, and again and again from now on."""
    work = sync.follow_sheet(command.url, command.every, request.asker, deps)
    done = await request.answer.while_waiting(work, answers.reading())
    if done.is_refused:
        return answers.refused(done.sheet, done.result)
    return answers.followed(done.sheet, done.result, deps.config.slack.command)


async def list_sheets(_command: ListSheets, request: Request, deps: Deps) -> Message:
    """What the channel follows."""
    sheets = await deps.store.sheets(request.channel)
    manages = may_manage(deps.config.permissions, request.asker)
    return answers.listed(sheets, deps.config.slack.command, may_manage=manages)


async def read_now(command: ReadSheet, request: Request, deps: Deps) -> Message:
    """Do not wait until it is due."""
    work = sync.read_sheet(command.sheet, request.asker, deps)
    done = await request.answer.while_waiting(work, answers.reading())
    return answers.read(done.sheet, done.result)


async def apply_answer(command: ApplySheet, request: Request, deps: Deps) -> Message:
    """Follow an answer that was asked about, if that is what the sheet says still."""
    work = sync.apply_answer(command.sheet, command.digest, request.asker, deps)
    done = await request.answer.while_waiting(work, answers.reading())
    return answers.read(done.sheet, done.result)


async def keep(command: KeepSheet, request: Request, deps: Deps) -> Message:
    """Leave the links as they are."""
    return answers.kept(changed=await sync.keep_links(command.sheet, command.digest, request.asker, deps))


async def undo(command: UndoSync, request: Request, deps: Deps) -> Message:
    """Take the newest sync back."""
    return answers.taken_back(await sync.undo_sync(command.sheet, command.run, request.asker, deps))


async def stop(command: StopSheet, request: Request, deps: Deps) -> Message:
    """Follow it no longer."""
    return answers.stopped(await sync.stop_sheet(command.sheet, request.asker, deps), deps.config.slack.command)
