"""Addresses in the place of references: what the channel tracks there is meant, or whoever asks says which of it."""

from collections.abc import Sequence

from bot.access.permissions import may_manage
from bot.grammar.parse import parse
from bot.grammar.places import OfPlaces, with_names
from bot.grammar.values import ParseError
from bot.messages.answers.checked import not_tracked
from bot.messages.answers.listing import ROWS, which_one
from bot.messages.kit.blocks import Message, fits_button
from bot.operations.tracked import tracked_at
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.ref import Kind


async def with_found(command: OfPlaces, request: Request, deps: Deps) -> str | Message:
    """The command with references; or a question which is meant, or that nothing is tracked there."""
    names: dict[str, str] = {}
    for place in command.places:
        found = _meant(command.kind, *await tracked_at(place.where, request.asker, deps))
        if not found:
            manages = may_manage(deps.config.permissions, request.asker)
            return not_tracked(place.typed, deps.config.slack.command, may_manage=manages)
        names[place.typed] = " ".join(each.ref for each in found)
        if len(found) > 1 and not command.several:
            whole = with_names(command, names)
            is_all_right = fits_button(whole) and not isinstance(parse(whole), ParseError)
            each = [with_names(command, {**names, place.typed: one.ref}) for one in found[:ROWS]]
            return which_one(place.typed, found, each, whole if is_all_right else "", deps.now())
    return with_names(command, names)


def _meant(kind: Kind | None, links: Sequence[Link], partners: Sequence[Partner]) -> list[Link | Partner]:
    """Of what is tracked there, what the command can be about."""
    return [*(links if kind is not Kind.PARTNER else ()), *(partners if kind is not Kind.LINK else ())]
