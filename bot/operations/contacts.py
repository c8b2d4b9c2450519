"""What people keep of the people of a partner's site."""

from dataclasses import replace

from bot.access.permissions import Asker
from bot.grammar.partner_values import NoteSite, SetContact
from bot.operations.change import change
from bot.request.deps import Deps
from jobs.alerts.edits import contact_in_words
from jobs.model.event import Event
from jobs.model.partner import SiteContact
from jobs.model.write import Write


async def note_site(command: NoteSite, who: Asker, deps: Deps) -> None:
    """Keep it in the history of the channel."""

    async def decide() -> Write:
        event = Event(deps.now(), who.channel, command.site, command.kind.value, command.text, who.user)
        return Write(events=[event])

    await change(deps, who, decide)


async def set_contact(command: SetContact, who: Asker, deps: Deps) -> SiteContact:
    """What was said holds from now on; what is kept of the site in this channel then."""

    async def decide() -> Write | None:
        old = await contact_in(command.site, who.channel, deps)
        new = with_said(old, command)
        if command.is_wanted is False and old.unwanted_since is None:
            new = replace(new, unwanted_since=deps.now(), unwanted_by=who.user)
        if new == old:
            return None
        event = Event(deps.now(), who.channel, command.site, "edited", contact_in_words(old, new), who.user)
        return Write(contacts=[new], events=[event])

    await change(deps, who, decide)
    return await contact_in(command.site, who.channel, deps)


def with_said(contact: SiteContact, said: SetContact) -> SiteContact:
    """The contact with what was said, less who said when that nobody may write; what was not said stays (pure)."""
    wanted = replace(contact, unwanted_since=None, unwanted_by="") if said.is_wanted else contact
    address = contact.contact if said.contact is None else said.contact
    return replace(wanted, contact=address, tags=contact.tags if said.tags is None else said.tags)


async def is_unwanted(site: str, deps: Deps) -> bool:
    """Whether some channel said that nobody may write to the people of a site."""
    return any(each.unwanted_since for each in await deps.store.contacts(site))


async def contact_in(site: str, channel: str, deps: Deps) -> SiteContact:
    """What a channel keeps of the people of a site; nothing in it where it keeps nothing."""
    found = [each for each in await deps.store.contacts(site) if each.channel == channel]
    return found[0] if found else SiteContact(channel, site)
