"""`snooze`, `unsnooze`, `accept`, `unaccept`, `mark` and `remove`: what people decide about links and partner pages."""

from bot.grammar.edit_values import Bulk
from bot.grammar.values import Accept, Mark, MarkFit, MarkIndex, Remove, Snooze, Unaccept, Unsnooze
from bot.messages.answers import bulk as answers
from bot.messages.answers import decided
from bot.messages.kit.blocks import Message
from bot.operations import bulk, decide
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.alerts.costs import hides_costs


async def snooze(command: Snooze, request: Request, deps: Deps) -> Message:
    """Say nothing about these for a while."""
    decision = await decide.snooze(command.refs, command.wait, request.asker, deps)
    return decided.snoozed(decision, command.wait, deps.now(), deps.config.slack.command)


async def preview_bulk(command: Bulk, request: Request, deps: Deps) -> Message:
    """What a verb would do to all links that fit a filter; nothing is changed yet."""
    shown = await bulk.preview_bulk(command, request.asker, deps)
    if shown.planned or shown.idle:
        return answers.previewed(shown, hide_costs=await hides_costs(deps.store, request.channel))
    return answers.nothing_fits(command.links, await bulk.nearest(command.links, request.asker, deps))


async def unsnooze(command: Unsnooze, request: Request, deps: Deps) -> Message:
    """Speak of these again."""
    return decided.unsnoozed(await decide.unsnooze(command.refs, request.asker, deps), deps.config.slack.command)


async def accept(command: Accept, request: Request, deps: Deps) -> Message:
    """Call what was found the new normal."""
    return decided.accepted(await decide.accept(command.refs, request.asker, deps), deps.config.slack.command)


async def unaccept(command: Unaccept, request: Request, deps: Deps) -> Message:
    """Revoke what was accepted: it is open again, and checked soon."""
    return decided.unaccepted(await decide.unaccept(command.refs, request.asker, deps), deps.config.slack.command)


async def mark(command: Mark, request: Request, deps: Deps) -> Message:
    """A person says what we cannot read."""
    decision = await decide.mark(command.refs, request.asker, deps, live=command.live)
    return decided.marked(decision, deps.config.slack.command, live=command.live)


async def mark_index(command: MarkIndex, request: Request, deps: Deps) -> Message:
    """A person says whether a search engine has a page."""
    decision = await decide.mark_index(command.refs, request.asker, deps, indexed=command.indexed)
    return decided.index_marked(decision, deps.config.slack.command, indexed=command.indexed)


async def mark_fit(command: MarkFit, request: Request, deps: Deps) -> Message:
    """A person says whether pages fit ours; the answer takes it back."""
    decision = await decide.mark_fit(command.refs, request.asker, deps, fits=command.fits)
    return decided.fit_marked(decision, deps.config.slack.command, fits=command.fits)


async def remove(command: Remove, request: Request, deps: Deps) -> Message:
    """Track these no longer; the answer holds what brings them back."""
    decision = await decide.remove(command.refs, request.asker, deps)
    hidden = await hides_costs(deps.store, request.channel)
    return decided.removed(decision, request.channel, deps.config.slack.command, hide_costs=hidden)
