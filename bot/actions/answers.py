"""Clicks on answers: share, turn the page, and buttons that stand for a command.

Their values are commands as a person would type them, read and judged again at each click.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.actions.clicks import Click
from bot.actions.opening import give
from bot.commands import carry_out
from bot.commands.digests import build, not_built
from bot.commands.parse import parse
from bot.commands.values import ParseError, changes
from bot.deps import Deps
from bot.messages import text
from bot.messages.blocks import Message, context, note
from bot.messages.digest import digest_message
from bot.messages.helping import closed_already, not_allowed
from bot.permissions import may_manage


async def share(click: Click, deps: Deps) -> None:
    """Give the channel the answer that only one person has seen."""
    command = parse(click.value, deps.config.our_sites)
    if isinstance(command, ParseError) or changes(command):
        await click.ask.answer.say(not_allowed("share this"))
        return

    async def find() -> Message | None:
        reply = await carry_out(click.value, replace(click.ask, public=True), deps)
        return reply if isinstance(reply, Message) else None

    await _post(click, find, deps)


async def _post(click: Click, find: Callable[[], Awaitable[Message | None]], deps: Deps) -> Message | None:
    """Give the channel what `find` finds, once for each answer; what was posted, None where nothing was."""
    what = f"{click.ask.channel}/{click.message_ts}/{click.action_id}"
    if not deps.posted.first(what):
        await click.ask.answer.say(note("This was posted to the channel already."))
        return None
    message, taken = None, False
    try:
        message = await find()
        taken = message is not None and await click.ask.answer.share(message)
    finally:
        if not taken:
            deps.posted.forget(what)
    return message if taken else None


async def turn(click: Click, deps: Deps) -> None:
    """Another page in the place of this one."""
    reply = await carry_out(click.value, click.ask, deps)
    if isinstance(reply, Message):
        await click.ask.answer.replace(reply)


async def run(click: Click, deps: Deps) -> None:
    """Do what the button stands for."""
    await give(await carry_out(click.value, click.ask, deps), click.ask, deps)


async def stop_run(click: Click, deps: Deps) -> None:
    """Look at no further page of the check that a channel has under way; whoever asked for it may, anywhere."""
    channel = click.value or click.ask.channel
    allowed = may_manage(deps.config.permissions, click.ask.asker) or deps.runs.is_by(channel, click.ask.user)
    if not allowed:
        await click.ask.answer.say(not_allowed("stop the check"))
    elif not deps.runs.stop(channel, click.ask.user):
        await click.ask.answer.say(closed_already("This check is not under way any more."))


async def stop_digest(click: Click, deps: Deps) -> None:
    """Build the digest no further; its window says so."""
    deps.buildings.stop(click.value, click.ask.asker, deps.config.permissions)


async def post_digest(click: Click, deps: Deps) -> None:
    """Post the digest that the asker has seen; the button goes from what they saw."""
    if not may_manage(deps.config.permissions, click.ask.asker):
        await click.ask.answer.say(not_allowed("post the digest"))
        return

    async def find() -> Message | None:
        digest = await build(click.ask, deps)
        if digest is None:
            await click.ask.answer.say(not_built())
        return digest_message(digest) if digest else None

    if posted := await _post(click, find, deps):
        await click.ask.answer.replace(posted.with_blocks([context(text.escape("You posted this to the channel."))]))
