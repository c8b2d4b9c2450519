"""What a claim rests on as a file, with the mail, sent to whoever asked for it."""

from dataclasses import replace

from bot.access.permissions import Asker
from bot.messages.alerts.mails import draft, language_of
from bot.messages.answers.claims import pack_greeting
from bot.operations.tracked import link_of
from bot.request.deps import Deps
from bot.slack.errors import CALL_ERRORS, SlackTrouble, trouble_of
from bot.slack.files import SlackFile, send_to
from jobs.alerts.cases import case_of
from jobs.model.ref import Ref
from jobs.partners.pack import ClaimPack, pack_html, pack_name
from jobs.partners.read import read_pack


class NothingToClaimError(Exception):
    """Nothing is wrong with the link that its page's site has to mend."""


async def send_pack(ref: Ref, who: Asker, deps: Deps) -> SlackTrouble | None:
    """Send the file to the asker in a direct message; the trouble where Slack did not take it.

    Raises NotHereError, and NothingToClaimError.
    """
    link = await link_of(ref, who, deps)
    pack = await read_pack(deps.store, link, deps.now())
    if pack is None:
        raise NothingToClaimError
    file = SlackFile(pack_name(link), pack_html(await _with_mail(pack, deps)))
    greeting = pack_greeting(link.ref)
    try:
        await send_to(deps.client, who.user, [file], greeting.text, greeting.blocks)
    except CALL_ERRORS as error:
        return trouble_of(error)
    return None


async def _with_mail(pack: ClaimPack, deps: Deps) -> ClaimPack:
    """With the draft in the page's own language, where an alert tells of it."""
    if pack.incident is None:
        return pack
    page = await deps.store.page(pack.link.page_url)
    language = language_of(page.facts.lang if page and page.facts else "")
    mail = draft(await case_of(deps.store, pack.incident), language)
    return replace(pack, mail=f"{mail.subject}\n\n{mail.body}")
