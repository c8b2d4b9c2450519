"""`partner`: what is known of a partner, which is a site with all its pages."""

from bot.access.permissions import may_manage
from bot.grammar.partner_values import NoteSite, SetContact, ShowSite
from bot.messages.answers.contacts import contact_kept, noted
from bot.messages.answers.partner_site import site_shown, site_unknown
from bot.messages.kit.blocks import Message
from bot.messages.kit.blocks import note as said
from bot.operations.contacts import is_unwanted, note_site, set_contact
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.partners.read import read_partner


async def show_site(command: ShowSite, request: Request, deps: Deps) -> Message:
    """A partner as this channel knows it."""
    reading = read_partner(deps.store, command.site, [request.channel], deps.now())
    partner = await request.answer.while_waiting(reading, said("Reading the history of this channel."))
    manages = may_manage(deps.config.permissions, request.asker)
    if not partner.is_known:
        return site_unknown(command.site, deps.config.slack.command if manages else "")
    return site_shown(partner, deps.now(), may_manage=manages)


async def note(command: NoteSite, request: Request, deps: Deps) -> Message:
    """Keep what was noted, written or answered."""
    await note_site(command, request.asker, deps)
    return noted(command.site, command.kind, deps.config.slack.command)


async def contact(command: SetContact, request: Request, deps: Deps) -> Message:
    """How its people are reached, and whether they may be."""
    kept = await set_contact(command, request.asker, deps)
    return contact_kept(kept, is_unwanted=await is_unwanted(command.site, deps))
