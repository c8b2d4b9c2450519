"""`partner`: what is known of a partner, which is a site with all its pages."""

from bot.access.permissions import may_manage
from bot.grammar.partner_values import ShowSite
from bot.messages.answers.partner_site import site_shown, site_unknown
from bot.messages.kit.blocks import Message, note
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.partners.read import read_partner


async def show_site(command: ShowSite, request: Request, deps: Deps) -> Message:
    """A partner as this channel knows it."""
    reading = read_partner(deps.store, command.site, [request.channel], deps.now())
    partner = await request.answer.while_waiting(reading, note("Reading the history of this channel."))
    manages = may_manage(deps.config.permissions, request.asker)
    if not partner.is_known:
        return site_unknown(command.site, deps.config.slack.command if manages else "")
    return site_shown(partner, deps.now(), may_manage=manages)
