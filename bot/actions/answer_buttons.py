"""Clicks on answers: turn the page, stop what is under way, and buttons that stand for a command.

Their values are commands as a person would type them, read and judged again at each click.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from bot.access.permissions import may_manage
from bot.actions.click import Click
from bot.actions.forms.add import open_add
from bot.actions.forms.open_reply import give
from bot.commands import carry_out
from bot.messages.answers import bulk as answers
from bot.messages.answers.help import closed_already, not_allowed
from bot.messages.answers.progress import check_in_button, digest_broken_off
from bot.messages.kit.blocks import Message
from bot.operations import bulk
from bot.progress.check_run import show_broken_off
from bot.request.deps import Deps
from bot.request.response import Responder

T = TypeVar("T")

_SHOWN_AFTER = (1.0, 4.0, 10.0)
"""Seconds of work after which it is shown how far it is, each counted from the one before."""


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


async def do_bulk(click: Click, deps: Deps) -> None:
    """Do to the links that were shown what a command over many asked for; shown anew where that is not known."""
    name, _, command = click.value.partition("\n")
    request = click.request
    if not may_manage(deps.config.permissions, request.asker):
        await request.answer.say(not_allowed("change links", request.asker))
        return
    if deps.bulk_previews.is_taken(name):
        await request.answer.say(answers.done_already())
        return
    shown = deps.bulk_previews.take(name, request.asker)
    if shown is None:
        await request.answer.replace(await _shown_anew(command, click, deps))
        return
    working = _Working(request.answer, name)
    with deps.bulk_previews.at_work(name):
        outcome = await working.through(bulk.carry_out(shown, request.asker, deps, working.told))
    await request.answer.replace(answers.bulk_done(shown, outcome, deps.now()))


async def _shown_anew(command: str, click: Click, deps: Deps) -> Message:
    """What it would do now; one that was too long for a button has to be typed again."""
    if not command:
        return answers.forgotten()
    reply = await carry_out(command, click.request, deps)
    assert isinstance(reply, Message), "a preview"
    return answers.shown_anew(reply)


async def undo_bulk(click: Click, deps: Deps) -> None:
    """Undo a change of many links."""
    request = click.request
    if not may_manage(deps.config.permissions, request.asker):
        await request.answer.say(not_allowed("change links", request.asker))
        return
    if deps.bulk_previews.is_at_work(click.value):
        await request.answer.say(answers.under_way())
        return
    working = _Working(request.answer, click.value)
    with deps.bulk_previews.at_work(click.value):
        undone = await working.through(bulk.undo_bulk(click.value, request.asker, deps, working.told))
    if undone is None:
        await request.answer.say(answers.undone_already())
    else:
        await request.answer.replace(answers.bulk_undone(undone))


@dataclass(slots=True)
class _Working:
    """How far a piece of work is, shown in the place of what was clicked; an answer can be given five times in all."""

    answer: Responder
    name: str
    """Of what was shown."""
    done: int = 0
    of: int = 0

    def told(self, done: int, of: int) -> None:
        """So much is done."""
        self.done, self.of = done, of

    async def through(self, work: Awaitable[T]) -> T:
        """The result of the work. Where it fails, what was done can be undone by the answer; the fault goes on."""
        task = asyncio.ensure_future(work)
        try:
            for seconds in _SHOWN_AFTER:
                await asyncio.wait({task}, timeout=seconds)
                if task.done():
                    break
                await self.answer.replace(answers.at_work(self.name, self.done, self.of))
            return await task
        except Exception:
            await self.answer.replace(answers.cut_short(self.name))
            raise
        finally:
            task.cancel()


async def stop_run(click: Click, deps: Deps) -> None:
    """Look at no further page of a check; whoever asked for it may, anywhere. One whose bot was killed says so."""
    asker, check = click.request.asker, check_in_button(click.value)
    if not (may_manage(deps.config.permissions, asker) or (check and check.by == asker.user)):
        await click.request.answer.say(not_allowed("stop the check", asker))
    elif check and deps.check_runs.stop(check.name, asker.user):
        return
    elif check and not deps.check_runs.began(check.name):
        await show_broken_off(deps.client, click.request.channel, click.message_ts, check)
    else:
        await click.request.answer.say(closed_already("This check is no longer running."))


async def stop_digest(click: Click, deps: Deps) -> None:
    """Build the digest no further; its window says so, and that of one whose bot was killed says that."""
    if deps.digest_runs.began(click.value):
        deps.digest_runs.stop(click.value, click.request.asker, deps.config.permissions)
    else:
        await click.request.answer.replace(digest_broken_off())
