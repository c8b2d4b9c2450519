"""Clicks on answers: turn the page, stop what is under way, and buttons that stand for a command.

Their values are commands as a person would type them, read and judged again at each click.
"""

from bot.access.permissions import may_manage
from bot.actions.click import Click
from bot.actions.forms.add import open_add
from bot.actions.forms.open_reply import give
from bot.commands import carry_out
from bot.messages.answers.help import closed_already, not_allowed
from bot.messages.kit.blocks import Message
from bot.request.deps import Deps


async def turn(click: Click, deps: Deps) -> None:
    """Another page in the place of this one."""
    reply = await carry_out(click.value, click.request, deps)
    if isinstance(reply, Message):
        await click.request.answer.replace(reply)


async def run(click: Click, deps: Deps) -> None:
    """Do what the button stands for."""
    await give(await carry_out(click.value, click.request, deps), click.request, deps)


async def mend(click: Click, deps: Deps) -> None:
    """Open the form with lines that were not added, to be mended."""
    lines = click.value.splitlines()
    if not may_manage(deps.config.permissions, click.request.asker):
        await click.request.answer.say(not_allowed("add links", click.request.asker))
        return
    await open_add(click.request.trigger_id, deps, channel=click.request.channel, lines=lines)


async def stop_run(click: Click, deps: Deps) -> None:
    """Look at no further page of the check that a channel has under way; whoever asked for it may, anywhere."""
    channel = click.value or click.request.channel
    allowed = may_manage(deps.config.permissions, click.request.asker) or deps.check_runs.is_by(
        channel, click.request.user
    )
    if not allowed:
        await click.request.answer.say(not_allowed("stop the check", click.request.asker))
    elif not deps.check_runs.stop(channel, click.request.user):
        await click.request.answer.say(closed_already("This check is no longer running."))


async def stop_digest(click: Click, deps: Deps) -> None:
    """Build the digest no further; its window says so."""
    deps.digest_runs.stop(click.value, click.request.asker, deps.config.permissions)
