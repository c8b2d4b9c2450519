"""Gives the answer to a command: words through its response_url, or a modal through its trigger."""

from bot.actions.forms.add import open_add
from bot.actions.forms.edit import open_edit
from bot.actions.forms.partner import open_limit
from bot.actions.forms.settings import open_settings
from bot.request.ask import Ask, Form, Opens, Reply
from bot.request.deps import Deps


async def give(reply: Reply, ask: Ask, deps: Deps) -> None:
    """Say it, or open it; a form opens for whoever the command was allowed to."""
    if not isinstance(reply, Opens):
        await ask.answer.say(reply)
        return
    match reply.form:
        case Form.ADD:
            await open_add(ask.trigger_id, deps, channel=ask.channel)
        case Form.SETTINGS:
            await open_settings(ask.trigger_id, ask.channel, deps)
        case Form.EDIT:
            assert reply.link is not None, "a form to edit is about a link"
            await open_edit(ask, reply.link, deps)
        case Form.LIMIT:
            assert reply.partner is not None, "a form for a limit is about a partner page"
            await open_limit(ask, reply.partner, deps)
