"""Addresses in the place of references: what the channel tracks there is meant, or whoever asks says which of it."""

from bot.access.permissions import may_manage
from bot.grammar.guesses import instead
from bot.grammar.parse import parse
from bot.grammar.places import NamedPlace, OfPlaces, with_names
from bot.grammar.values import ParseError, changes
from bot.messages.answers.checked import not_tracked
from bot.messages.answers.listing import ROWS, which_one, which_site
from bot.messages.kit.blocks import Message, fits_button
from bot.operations.tracked import sites_with, tracked_at
from bot.request.ask import Request
from bot.request.deps import Deps

_MOST = 500
"""Things at a place that can be meant at once: the names of more find no room in a button."""


async def with_found(command: OfPlaces, request: Request, deps: Deps) -> str | Message:
    """The command with references; or a question which is meant, or that nothing is tracked there."""
    names: dict[str, str] = {}
    for place in command.places:
        most = None if command.several else _MOST
        there = (await tracked_at(place.where, request.asker, deps, most)).of(command.kind)
        if not there.total:
            return nothing_at(place, request, deps)
        names[place.typed] = " ".join(each.ref for each in there.found)
        if there.total > 1 and not command.several:
            choices = [(one, with_names(command, {**names, place.typed: one.ref})) for one in there.found[:ROWS]]
            for_all = "" if there.more else _for_all(with_names(command, names))
            return which_one(place.typed, choices, there.total, for_all, deps.now())
    return with_names(command, names)


async def with_site(wrong: ParseError, text: str, request: Request, deps: Deps) -> str | Message | None:
    """The command with the site that a part of its name stands for; a question, where that may be another; or None.

    What changes something is asked about even where there is only one.
    """
    sites = await sites_with(wrong.fragment, request.asker, deps) if wrong.fragment else []
    if not sites:
        return None
    choices = [(site, instead(text, wrong.fragment, site)) for site in sites[:ROWS]]
    read = parse(choices[0][1])
    is_asked = len(sites) > 1 or isinstance(read, ParseError) or changes(read)
    return which_site(wrong.fragment, choices, len(sites)) if is_asked else choices[0][1]


def nothing_at(place: NamedPlace, request: Request, deps: Deps) -> Message:
    """That nothing is tracked there, and how that is changed."""
    manages = may_manage(deps.config.permissions, request.asker)
    return not_tracked(place.typed, deps.config.slack.command, may_manage=manages)


def _for_all(command: str) -> str:
    """The command about all that is there, where it means something and finds room in a button."""
    return command if fits_button(command) and not isinstance(parse(command), ParseError) else ""
