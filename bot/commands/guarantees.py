"""`guarantee`: what vendors guarantee, and what can be claimed."""

from bot.grammar.partner_values import ListClaims, PackClaim, SetGuarantee
from bot.messages.answers.claims import claims_listed, guarantee_set, nothing_to_claim, pack_not_sent, pack_sent
from bot.messages.kit.blocks import Message
from bot.operations import guarantees
from bot.operations.claim_pack import NothingToClaimError, send_pack
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.alerts.costs import as_shown


async def list_claims(_command: ListClaims, request: Request, deps: Deps) -> Message:
    """What the channel can claim, the most urgent first."""
    return claims_listed(await guarantees.claims_in(request.channel, deps), deps.config.slack.command)


async def set_guarantee(command: SetGuarantee, request: Request, deps: Deps) -> Message:
    """What was typed holds from now on; open alerts show it."""
    found = await guarantees.set_guarantee(command, request.asker, deps)
    shown = [await as_shown(deps.store, link) for link in found.links[:1]] + list(found.links[1:])
    return guarantee_set(shown, found.changed, found.missing, deps.now())


async def pack_claim(command: PackClaim, request: Request, deps: Deps) -> Message:
    """What a claim rests on, sent to the asker alone."""
    try:
        trouble = await send_pack(command.ref, request.asker, deps)
    except NothingToClaimError:
        return nothing_to_claim(str(command.ref))
    return pack_not_sent(str(command.ref), trouble) if trouble else pack_sent(str(command.ref))
