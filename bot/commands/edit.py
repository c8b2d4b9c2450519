"""`edit`: by form where nothing more is said, at once where it is."""

from dataclasses import replace

from bot.grammar.edit_values import Edit, EditPartner, OpenEdit
from bot.messages.answers.page_lines import link_lines
from bot.messages.answers.shown import link_edited, partner_edited
from bot.messages.answers.terms import costs_hidden
from bot.messages.kit.blocks import Block, Message, rich
from bot.operations.check import wait_for_pages
from bot.operations.edit import edit_link, with_options
from bot.operations.edit import edit_partner as change_partner
from bot.operations.exchanges import exchange_at
from bot.operations.tracked import link_of, partner_of
from bot.request.ask import Form, OpenModal, Request
from bot.request.deps import Deps
from jobs.alerts.costs import hides_costs
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.ref import Kind


async def open_edit(command: OpenEdit, request: Request, deps: Deps) -> OpenModal:
    """The form of one link, of a partner page's limit, or of an exchange."""
    if command.ref.kind is Kind.EXCHANGE:
        return OpenModal(Form.EXCHANGE, exchange=await exchange_at(command.ref, request.asker, deps))
    if command.ref.kind is Kind.PARTNER:
        return OpenModal(Form.LIMIT, partner=await partner_of(command.ref, request.asker, deps))
    return OpenModal(Form.EDIT, await link_of(command.ref, request.asker, deps))


async def edit(command: Edit, request: Request, deps: Deps) -> Message:
    """What was typed holds from now on, and the page is checked soon in that light."""
    edited = await edit_link(
        command.ref, lambda link: with_options(link, command.options, command.less), request.asker, deps
    )
    hides = await hides_costs(deps.store, request.channel)
    hidden = costs_hidden() if command.options.terms.cost and hides else []
    answer = link_edited(edited.link, edited.before, deps.now(), hide_costs=hides).with_blocks(hidden)
    return answer.with_blocks(await _first_look(edited.link, request, deps) if edited.moved else [])


async def _first_look(link: Link, request: Request, deps: Deps) -> list[Block]:
    """What is seen of a link where it is expected now."""
    await wait_for_pages([link.page_url], deps, request.answer.while_checking)
    fresh = await deps.store.link(link.id) or link
    return [rich(*link_lines(fresh, await deps.store.page(fresh.page_url), deps.now()))]


async def edit_partner(command: EditPartner, request: Request, deps: Deps) -> Message:
    """What was typed holds from now on, and the page is checked soon in that light."""

    def edit(partner: Partner) -> Partner:
        limit, agreed = command.limit or partner.max_outbound, bool(command.limit) or partner.limit_agreed
        if command.usual_limit:
            limit, agreed = deps.config.partners.max_outbound, False
        every = None if command.as_usual else command.every or partner.every
        return replace(partner, max_outbound=limit, limit_agreed=agreed, every=every)

    edited = await change_partner(command.ref, edit, request.asker, deps, as_baseline=command.baseline)
    return partner_edited(edited.partner, edited.before)
