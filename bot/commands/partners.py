"""`partner` and `guarantee`: what is known of a partner, a site with all its pages, and what can be claimed."""

import asyncio

from bot.access.permissions import may_manage
from bot.grammar.partner_values import (
    AuditPages,
    ListClaims,
    NoteSite,
    OpenContact,
    PackClaim,
    Rehearse,
    SendWorth,
    SetClaimed,
    SetContact,
    SetGuarantee,
    ShowForecast,
    ShowOurs,
    ShowReciprocity,
    ShowSite,
    ShowWorth,
)
from bot.messages.answers.across import known_across
from bot.messages.answers.claims import claimed, claims_listed, guarantee_set
from bot.messages.answers.contacts import contact_kept, noted
from bot.messages.answers.documents import nothing_to_claim, pack_sent
from bot.messages.answers.export import not_sent
from bot.messages.answers.history import reading_history
from bot.messages.answers.partner_site import (
    audits_shown,
    ours_shown,
    reciprocity_shown,
    rehearsal_shown,
    site_shown,
    site_unknown,
)
from bot.messages.answers.worth import ranking_sent, worth_ranked
from bot.messages.kit.blocks import Message
from bot.messages.kit.blocks import note as said
from bot.messages.kit.controls import buttons, sharing
from bot.operations import guarantees
from bot.operations.across import known_of
from bot.operations.check import audit_pages
from bot.operations.contacts import contact_in, is_unwanted, note_site, set_contact
from bot.operations.documents import NothingToClaimError, send_pack
from bot.operations.exchanges import rehearsed
from bot.operations.worth import send_ranking, worth_in
from bot.request.ask import Form, OpenModal, Request
from bot.request.deps import Deps
from bot.slack.files import NotSentError
from jobs.alerts.costs import as_shown
from jobs.digests.forecast_words import forecast_words
from jobs.digests.watched import read_forecast
from jobs.exchanges.ours.read import read_inside_links
from jobs.exchanges.read import our_sites_of, read_reciprocity
from jobs.formats.sheet import RefusedFile
from jobs.partners.read import read_partner


async def show_site(command: ShowSite, request: Request, deps: Deps) -> Message:
    """A partner as this channel knows it."""
    reading = read_partner(deps.store, command.site, [request.channel], deps.now(), our_sites_of(deps.config))
    partner = await request.answer.while_waiting(reading, reading_history())
    manages = may_manage(deps.config.permissions, request.asker)
    known = [] if request.public else await known_of([partner.site], request.asker, deps)
    if not partner.is_known:
        told = site_unknown(command.site, deps.config.slack.command if manages else "")
        return told.with_blocks(known_across(known))
    return site_shown(partner, deps.now(), known, may_manage=manages)


async def reciprocity(_command: ShowReciprocity, request: Request, deps: Deps) -> Message:
    """What is given and got, with all partners of this channel."""
    reading = read_reciprocity(deps.store, our_sites_of(deps.config), [request.channel], circles=True)
    found = await request.answer.while_waiting(reading, said("Holding both sides of all links against each other."))
    return reciprocity_shown(found, is_configured=bool(deps.config.our_pages))


async def ours(command: ShowOurs, request: Request, deps: Deps) -> Message:
    """Links between our own pages that are broken, and pages of ours without any."""
    reading = read_inside_links(deps.store, [request.channel])
    found = await request.answer.while_waiting(reading, said("Going through the links between our own pages."))
    return ours_shown(found, command.page, is_configured=bool(deps.config.our_pages))


async def audit(command: AuditPages, request: Request, deps: Deps) -> Message:
    """Whether the pages of these deal honestly with the channel's links; raises NotHereError where none is here."""
    auditing = audit_pages(command.refs, request.asker, deps)
    waits = said("Reading the pages anew in both of our forms, and ten others of each site. It may take a minute.")
    return audits_shown(*await request.answer.while_waiting(auditing, waits))


async def show_forecast(_command: ShowForecast, request: Request, deps: Deps) -> Message:
    """What is likely of this channel's links within a year."""
    reading = read_forecast(deps.store, our_sites_of(deps.config), [request.channel], deps.now())
    found = await request.answer.while_waiting(reading, reading_history())
    return said(forecast_words(found), then=buttons(*sharing("forecast")))


async def show_worth(command: ShowWorth, request: Request, deps: Deps) -> Message:
    """What this channel's links are worth."""
    ranking = await request.answer.while_waiting(worth_in(request.channel, deps), reading_history())
    return await asyncio.to_thread(worth_ranked, ranking, command.page)


async def send_worth(_command: SendWorth, request: Request, deps: Deps) -> Message:
    """The same as a file, sent to the asker alone."""
    try:
        links = await request.answer.while_waiting(send_ranking(request.asker, deps), reading_history())
    except NotSentError as error:
        return not_sent(error.trouble, f"python -m jobs worth --channel {request.channel} --csv")
    return ranking_sent(links)


async def rehearse(command: Rehearse, request: Request, deps: Deps) -> Message:
    """What becomes of the links of this channel, should our pages move so."""
    found = await rehearsed(command.lines, request.asker, deps)
    return said(found.why) if isinstance(found, RefusedFile) else rehearsal_shown(found.rehearsal, found.unread)


async def note(command: NoteSite, request: Request, deps: Deps) -> Message:
    """Keep what was noted, written or answered."""
    await note_site(command, request.asker, deps)
    return noted(command.site, command.kind, deps.config.slack.command)


async def open_contact(command: OpenContact, request: Request, deps: Deps) -> OpenModal:
    """Ask how its people are reached."""
    return OpenModal(Form.CONTACT, contact=await contact_in(command.site, request.channel, deps))


async def contact(command: SetContact, request: Request, deps: Deps) -> Message:
    """How its people are reached, and whether they may be."""
    kept = await set_contact(command, request.asker, deps)
    return contact_kept(kept, is_unwanted=await is_unwanted(command.site, deps))


async def list_claims(_command: ListClaims, request: Request, deps: Deps) -> Message:
    """What the channel can claim, the most urgent first."""
    manages = may_manage(deps.config.permissions, request.asker)
    found = await guarantees.claims_in(request.channel, deps)
    return claims_listed(found, deps.config.slack.command, may_manage=manages)


async def set_guarantee(command: SetGuarantee, request: Request, deps: Deps) -> Message:
    """What was typed holds from now on; open alerts show it."""
    found = await guarantees.set_guarantee(command, request.asker, deps)
    shown = [await as_shown(deps.store, link) for link in found.links[:1]] + list(found.links[1:])
    return guarantee_set(shown, found.changed, found.missing, deps.now())


async def set_claimed(command: SetClaimed, request: Request, deps: Deps) -> Message:
    """What was claimed; nobody is reminded of it any more."""
    done = await guarantees.set_claimed(command, request.asker, deps)
    return claimed(done.links, done.others, done.missing, is_claimed=command.is_claimed)


async def pack_claim(command: PackClaim, request: Request, deps: Deps) -> Message:
    """What a claim rests on, sent to the asker alone."""
    try:
        await send_pack(command.ref, request.asker, deps)
    except NothingToClaimError:
        return nothing_to_claim(str(command.ref))
    except NotSentError as error:
        return not_sent(error.trouble, f"python -m jobs claim {command.ref}")
    return pack_sent(str(command.ref))
