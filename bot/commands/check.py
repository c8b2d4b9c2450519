"""`check`: check now, and show what was seen."""

from bot.access.permissions import may_manage
from bot.grammar.values import Check
from bot.messages.answers.checked import check_answer, not_tracked
from bot.messages.answers.reachability import not_all_here
from bot.messages.kit.blocks import Message, note
from bot.operations import check as checking
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.slack.post_access import Sharing
from jobs.model.operation import CheckOutcome


async def check(command: Check, request: Request, deps: Deps) -> Message:
    """Check now, and show what was seen; what it changes is told as ever."""
    who, wait, name = request.asker, request.answer.while_checking, deps.config.slack.command
    if command.everything:
        return await _check_all(request, deps)
    if not command.place:
        return check_answer(await checking.check(command.refs, who, deps, wait), deps.now(), name)
    seen = await checking.check_place(command.place, who, deps, wait)
    if seen == CheckOutcome():
        return not_tracked(command.place, name, may_manage=may_manage(deps.config.permissions, who))
    return check_answer(seen, deps.now(), name)


async def _check_all(request: Request, deps: Deps) -> Message:
    place = await deps.directory.channels.place(request.channel)
    if place.sharing is not Sharing.OURS:
        return not_all_here(place)
    seen = await checking.check_all(request.asker, deps, request.answer.while_checking)
    if seen == CheckOutcome():
        return note("Nothing is tracked in this channel yet.")
    return check_answer(seen, deps.now(), deps.config.slack.command)
