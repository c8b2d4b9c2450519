"""Clicks on answers: turn the page, stop what is under way, and buttons that stand for a command.

Their values are commands as a person would type them, read and judged again at each click.
"""

from bot.access.permissions import may_manage
from bot.actions.click import Click
from bot.actions.forms.open_reply import give
from bot.commands import carry_out
from bot.messages.answers.help import closed_already, not_allowed
from bot.messages.kit.blocks import Message
from bot.request.deps import Deps


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
        await click.ask.answer.say(not_allowed("stop the check", click.ask.asker))
    elif not deps.runs.stop(channel, click.ask.user):
        await click.ask.answer.say(closed_already("This check is not under way any more."))


async def stop_digest(click: Click, deps: Deps) -> None:
    """Build the digest no further; its window says so."""
    deps.buildings.stop(click.value, click.ask.asker, deps.config.permissions)
