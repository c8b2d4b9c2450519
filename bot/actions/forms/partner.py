"""The forms of partners: a page's limit, and the people of a site."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.actions.actor import Actor
from bot.actions.forms.fields import at_field, fields_of
from bot.grammar.partner_values import SetContact
from bot.messages.answers.shown import partner_edited
from bot.messages.forms.partner import CONTACT_TAGS, MAX, REACHED, UNWANTED, contact_form, limit_form
from bot.messages.kit.views import about_of, answered
from bot.operations.contacts import is_unwanted, set_contact
from bot.operations.edit import edit_partner
from bot.operations.tracked import NotHereError
from bot.request.ask import Request, show_view
from bot.request.deps import Deps
from jobs.model.partner import LEAST, MOST, Partner, SiteContact
from jobs.model.ref import partner_ref


async def open_limit(request: Request, partner: Partner, deps: Deps) -> None:
    """Open the form, filled in with what holds now; whether the person may is for the caller to know."""
    await show_view(request, limit_form(partner), deps)


async def submit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Write the new limit, and have the page checked in that light."""
    about, typed = about_of(view), fields_of(view).text(MAX)
    asker = person.asker_in(str(about.get("channel")))
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(MAX, "You may not change this limit."))
        return
    if not typed.isdecimal() or not LEAST <= int(typed[:9]) <= MOST:
        await ack(**at_field(MAX, f"A number from {LEAST} to {MOST:,}."))
        return
    try:
        ref = partner_ref(int(about.get("partner") or 0))
        edited = await edit_partner(ref, lambda partner: _limited(partner, int(typed)), asker, deps)
    except NotHereError:
        await ack(**at_field(MAX, "This page is no longer tracked."))
        return
    # Only now: the form stays, with what was typed, where the writing fails.
    if edited.partner == edited.before:
        await ack()
        return
    told = partner_edited(edited.partner, edited.before)
    await ack(response_action="update", view=answered(f"Limit of {ref}", told, asker.channel))


async def open_contact(request: Request, contact: SiteContact, deps: Deps) -> None:
    """Open the form, filled in with what is kept; whether the person may is for the caller to know."""
    await show_view(request, contact_form(contact, is_unwanted=await is_unwanted(contact.site, deps)), deps)


async def submit_contact(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Keep what was changed of the people of a site."""
    about, fields = about_of(view), fields_of(view)
    asker = person.asker_in(str(about.get("channel")))
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(REACHED, "You may not change this."))
        return
    said = SetContact(
        str(about.get("site")),
        fields.text(REACHED) if fields.changed(REACHED) else None,
        fields.tags(CONTACT_TAGS) if fields.changed(CONTACT_TAGS) else None,
        not fields.options(UNWANTED) if fields.changed(UNWANTED) else None,
    )
    await set_contact(said, asker, deps)
    await ack()  # only now: the form stays, with what was typed, where the writing fails


def _limited(partner: Partner, limit: int) -> Partner:
    """The partner page with that limit; one that it has already is not agreed by being left as it is."""
    return partner if partner.max_outbound == limit else replace(partner, max_outbound=limit, limit_agreed=True)
