"""`edit` and `settings`: by form where nothing more is said, at once where it is."""

from dataclasses import replace

from bot.changes import change
from bot.commands.asking import Ask, Form, Opens, Reply, links_of
from bot.commands.values import Edit, HideCosts, OpenEdit, OpenSettings, Row
from bot.deps import Deps
from bot.messages.blocks import Message, note, typed
from bot.messages.shown import link_edited
from jobs.model.history import Event
from jobs.model.link import Link
from jobs.store.protocol import Write


async def open_edit(command: OpenEdit, ask: Ask, deps: Deps) -> Opens:
    """The form of one link."""
    [link] = await links_of(deps, ask, [command.ref])
    return Opens(Form.EDIT, link)


async def open_settings(_command: OpenSettings, _ask: Ask, _deps: Deps) -> Opens:
    """The form of the channel."""
    return Opens(Form.SETTINGS)


async def edit(command: Edit, ask: Ask, deps: Deps) -> Message:
    """What was typed holds from now on, and the page is looked at in that light."""

    async def decide() -> Write | None:
        [link] = await links_of(deps, ask, [command.ref])
        edited = with_options(link, command.options)
        event = Event(deps.now(), link.channel, link.ref, "edited", by=ask.user)
        return Write(links=[edited], events=[event]) if edited != link else None

    changed = await change(deps, decide)
    [link] = await links_of(deps, ask, [command.ref])
    if changed:
        await deps.store.due_now(link.page_url, deps.now())
        deps.wake()
    return link_edited(link, changed=changed)


def with_options(link: Link, said: Row) -> Link:
    """The link with what was said beside its addresses; what was not said stays, rel and tags are added."""
    expected = replace(link.expected, anchor=said.anchor or link.expected.anchor, rel=link.expected.rel | said.rel)
    owner, every = said.owner or link.owner, said.every or link.every
    return replace(link, expected=expected, owner=owner, tags=link.tags | said.tags, every=every)


async def hide_costs(command: HideCosts, ask: Ask, deps: Deps) -> Reply:
    """Whether costs are shown in this channel."""

    async def decide() -> Write:
        settings = await deps.store.channel_settings(ask.channel)
        return Write(settings={ask.channel: replace(settings, hide_costs=command.on)})

    await change(deps, decide)
    other = typed(f"{deps.config.slack.command} settings costs {'show' if command.on else 'hide'}")
    return note(f"Costs are {'hidden' if command.on else 'shown'} in this channel. The other way round: ", other)
