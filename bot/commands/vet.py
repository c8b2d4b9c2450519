"""`vet`: whether pages are worth asking for a link."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from bot.access.permissions import may_manage
from bot.commands.check import first_site
from bot.grammar.as_command import written
from bot.grammar.prospect_values import Vet
from bot.messages.answers.help import not_understood
from bot.messages.answers.vetted import list_shown, ours_unreadable, vetted_shown, vetting
from bot.messages.kit.blocks import Message
from bot.operations.vet import send_list, vet_pages
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.request.response import Responder
from bot.slack.files import NotSentError

T = TypeVar("T")

_SHOWN_AFTER = (1.0, 15.0, 60.0)
"""Seconds of work after which it is said how far it is, each counted from the one before."""
_SENT = "The whole list, with all reasons, is in a direct message to you."
_NOT_SENT = "Slack takes no file from me; python -m jobs vet FILE --csv writes the whole list."


@dataclass(slots=True)
class _SaidMeanwhile:
    """How far it is; an answer can be given five times in all."""

    answer: Responder
    of: int
    done: int = 0

    def told(self, done: int) -> None:
        """So many pages are done."""
        self.done = done

    async def through(self, work: Awaitable[T]) -> T:
        """The result of the work, with a word now and then where it takes long."""
        task = asyncio.ensure_future(work)
        try:
            for seconds in _SHOWN_AFTER:
                await asyncio.wait({task}, timeout=seconds)
                if task.done():
                    break
                await self.answer.say(vetting(self.done, self.of))
            return await task
        finally:
            task.cancel()


async def vet(command: Vet, request: Request, deps: Deps) -> Message:
    """What is advised of a page, or of each in a list, which comes as a file too."""
    target = command.target or first_site(deps)
    if not target:
        why = "Name our page too, or set our_sites in the configuration."
        example = "vet https://blog.example/post https://ours.example/guide"
        return not_understood(deps.config.slack.command, "", why, example, f"vet {written(command.pages[0])}")
    progress = _SaidMeanwhile(request.answer, len(command.pages))
    found = await progress.through(vet_pages(command.pages, target, request.asker, deps, progress.told))
    if not isinstance(found, list):
        return ours_unreadable(found)
    manages = may_manage(deps.config.permissions, request.asker)
    if len(found) == 1:
        again = f"vet {written(command.pages[0])} {written(target)}"
        return vetted_shown(found[0], target, again, may_manage=manages)
    try:
        await send_list(found, target, request.asker, deps)
        sent = _SENT
    except NotSentError:
        sent = _NOT_SENT
    return list_shown(found, target, sent, may_manage=manages)
