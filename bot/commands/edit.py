"""`edit` and `settings`: by form where nothing more is said, at once where it is."""

from dataclasses import replace

from bot.grammar.values import NO_REMOVALS, Edit, EditPartner, HideCosts, OpenEdit, OpenSettings, Removals, Row
from bot.messages.answers.shown import link_edited, partner_edited
from bot.messages.answers.terms import costs_hidden
from bot.messages.kit.blocks import Message, note, typed
from bot.operations.change import change
from bot.request.ask import Form, OpenModal, Request, Response, links_of, partners_of
from bot.request.deps import Deps
from jobs.alerts.costs import as_shown, cards_of_link, cards_with_costs
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.ref import Kind
from jobs.model.write import Write


async def open_edit(command: OpenEdit, request: Request, deps: Deps) -> OpenModal:
    """The form of one link, or of a partner page's limit."""
    if command.ref.kind is Kind.PARTNER:
        [partner] = await partners_of(deps, request, [command.ref])
        return OpenModal(Form.LIMIT, partner=partner)
    [link] = await links_of(deps, request, [command.ref])
    return OpenModal(Form.EDIT, link)


async def open_settings(_command: OpenSettings, _ask: Request, _deps: Deps) -> OpenModal:
    """The form of the channel."""
    return OpenModal(Form.SETTINGS)


async def edit(command: Edit, request: Request, deps: Deps) -> Message:
    """What was typed holds from now on, and the page is looked at in that light."""

    async def decide() -> Write | None:
        [link] = await links_of(deps, request, [command.ref])
        edited = with_options(link, command.options, command.less)
        if edited == link:
            return None
        event = Event(deps.now(), link.channel, link.ref, "edited", by=request.user)
        cards = await cards_of_link(deps.store, link, edited, deps.now())
        return Write(links=[edited], events=[event], notices=cards)

    changed = await change(deps, decide)
    [link] = await links_of(deps, request, [command.ref])
    if changed:
        await deps.store.due_now(link.page_url, deps.now())
        deps.wake()
    shown = await as_shown(deps.store, link)
    hidden = costs_hidden() if command.options.terms.cost and not shown.terms.cost else []
    return link_edited(shown, deps.now(), changed=changed).with_blocks(hidden)


async def edit_partner(command: EditPartner, request: Request, deps: Deps) -> Message:
    """What was typed holds from now on, and the page is looked at in that light."""

    async def decide() -> Write | None:
        [partner] = await partners_of(deps, request, [command.ref])
        every = None if command.as_usual else command.every or partner.every
        edited = replace(partner, max_outbound=command.limit or partner.max_outbound, every=every)
        edited = replace(edited, limit_agreed=bool(command.limit) or partner.limit_agreed)
        changed = edited.max_outbound != partner.max_outbound
        told = f"limit {partner.max_outbound} -> {edited.max_outbound}" if changed else ""
        event = Event(deps.now(), partner.channel, partner.ref, "edited", told, request.user)
        return Write(partners=[edited], events=[event]) if edited != partner else None

    changed = await change(deps, decide)
    [partner] = await partners_of(deps, request, [command.ref])
    if changed:
        await deps.store.due_now(partner.page_url, deps.now())
        deps.wake()
    return partner_edited(partner, changed=changed)


def with_options(link: Link, said: Row, less: Removals = NO_REMOVALS) -> Link:
    """The link with what was said beside its addresses, and without what shall go.

    What was not said stays; rel and tags are added.
    """
    anchor = "" if less.anchor else said.anchor or link.expected.anchor
    owner = "" if less.owner else said.owner or link.owner
    every = None if less.every else said.every or link.every
    tags = (frozenset[str]() if less.all_tags else link.tags - less.tags) | said.tags
    rel = (link.expected.rel - less.rel) | said.rel
    terms = said.terms.over(link.terms.without(less.terms))
    expected = replace(link.expected, anchor=anchor, rel=rel)
    return replace(link, expected=expected, owner=owner, tags=tags, every=every, terms=terms)


async def hide_costs(command: HideCosts, request: Request, deps: Deps) -> Response:
    """Whether costs are shown in this channel."""

    async def decide() -> Write:
        settings = await deps.store.channel_settings(request.channel)
        cards = await cards_with_costs(deps.store, request.channel, deps.now())
        return Write(settings={request.channel: replace(settings, hide_costs=command.on)}, notices=cards)

    await change(deps, decide)
    other = typed(f"{deps.config.slack.command} settings costs {'show' if command.on else 'hide'}")
    stays = " What was posted before stays as it is, but for open alerts." if command.on else ""
    return note(f"Costs are {'hidden' if command.on else 'shown'} in this channel.{stays} The other way round: ", other)
