"""Gives the answer to a command: words through its response_url, or a modal through its trigger."""

from bot.actions.forms.add import open_add
from bot.actions.forms.discover import open_discover
from bot.actions.forms.edit import open_edit
from bot.actions.forms.exchange import open_exchange
from bot.actions.forms.import_ import open_import
from bot.actions.forms.partner import open_contact, open_limit
from bot.actions.forms.prospect import open_prospect
from bot.actions.forms.settings import open_settings
from bot.request.ask import Form, OpenModal, Request, Response
from bot.request.deps import Deps


async def give(reply: Response, request: Request, deps: Deps) -> None:
    """Say it, or open it."""
    if isinstance(reply, OpenModal):
        await open_form(reply, request, deps)
    else:
        await request.answer.say(reply)


async def open_form(reply: OpenModal, request: Request, deps: Deps) -> None:
    """Open the form for whoever the command was allowed to."""
    match reply.form:
        case Form.ADD:
            await open_add(request.trigger_id, deps, channel=request.channel)
        case Form.IMPORT:
            await open_import(request.trigger_id, request.channel, deps)
        case Form.DISCOVER:
            await open_discover(request.trigger_id, request.channel, deps)
        case Form.SETTINGS:
            await open_settings(request.trigger_id, request.channel, deps)
        case Form.EDIT:
            assert reply.link is not None, "a form to edit is about a link"
            await open_edit(request, reply.link, deps)
        case Form.EXCHANGE:
            await open_exchange(request, reply.exchange, deps)
        case Form.PROSPECT:
            await open_prospect(request, reply.prospect, deps, placed=reply.placed)
        case Form.CONTACT:
            assert reply.contact is not None, "a form for a contact is about a site"
            await open_contact(request, reply.contact, deps)
        case Form.LIMIT:
            assert reply.partner is not None, "a form for a limit is about a partner page"
            await open_limit(request, reply.partner, deps)
