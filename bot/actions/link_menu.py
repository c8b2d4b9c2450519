"""What the menu of a link's row does, wherever the row is: the same as the link's card and the commands."""

from bot.access.permissions import may_manage, may_view
from bot.actions import incidents as cards
from bot.actions.click import Click
from bot.actions.forms.open_reply import give
from bot.commands import carry_out
from bot.messages.answers.help import closed_already, not_allowed, not_here
from bot.messages.answers.link_menu import LinkAction, link_action_of
from bot.messages.forms.partner import ask_stop
from bot.messages.kit.blocks import Message, note
from bot.messages.kit.controls import is_the_partners
from bot.operations.change import change, incidents_of
from bot.request.ask import show_view
from bot.request.deps import Deps
from jobs.alerts import decisions as incidents
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.ref import link_ref
from jobs.model.write import Write

_TYPED = {
    LinkAction.SHOW: "show {}",
    LinkAction.CHECK: "check {}",
    LinkAction.SNOOZE: "snooze {} 3d",
    LinkAction.UNSNOOZE: "unsnooze {}",
    LinkAction.ACCEPT: "accept {}",
    LinkAction.UNACCEPT: "unaccept {}",
    LinkAction.EDIT: "edit {}",
}
"""Deeds that a command does too; it judges the permission itself."""


async def clicked(click: Click, deps: Deps) -> None:
    """Carry out a choice, if it is allowed and the link is of this channel."""
    asked = link_action_of(click.value)
    if asked is None:
        await click.request.answer.say(closed_already("This entry is from an older version of the bot."))
        return
    deed, number = asked
    link = await deps.store.link(number)
    if link is None or link.channel != click.request.channel:
        await click.request.answer.say(not_here([str(link_ref(number))], deps.config.slack.command))
    elif deed in _TYPED:
        await give(await carry_out(_TYPED[deed].format(link.ref), click.request, deps), click.request, deps)
    elif message := await _done(deed, link, click, deps):
        await click.request.answer.say(message)


async def _done(deed: LinkAction, link: Link, click: Click, deps: Deps) -> Message | None:
    """What no command does; None where a form says all."""
    allowed = may_view if deed is LinkAction.MAIL else may_manage
    if not allowed(deps.config.permissions, click.request.asker):
        return not_allowed("do that", click.request.asker, to_look=deed is LinkAction.MAIL)
    if deed is LinkAction.STOP:
        await show_view(click.request, ask_stop(link.ref, link=link.id, channel=link.channel), deps)
        return None
    return await (mail(link, deps) if deed is LinkAction.MAIL else acknowledge(link, click.request.user, deps))


async def acknowledge(link: Link, user: str, deps: Deps) -> Message:
    """I'm on it: on all that is open about the link."""
    known = await incidents_of(deps, [link])
    for incident in known:
        await change(deps, lambda name=incident.id: _held(name, user, deps))  # type: ignore[misc]  # a default binds it
    return note(f"You are on {link.ref}.") if known else _nothing_open(link)


async def _held(name: str, user: str, deps: Deps) -> Write | None:
    fresh = await deps.store.incident(name)
    return incidents.acknowledge(fresh, user, deps.now()) if fresh else None


async def mail(link: Link, deps: Deps) -> Message:
    """A draft about what is open and the partner's to mend."""
    theirs = [incident for incident in await incidents_of(deps, [link]) if is_the_partners(incident)]
    return await cards.mail_about(_most_telling(theirs), deps) if theirs else _nothing_open(link)


def _most_telling(known: list[Incident]) -> Incident:
    """The one with the fewest other links in it."""
    return min(known, key=lambda incident: len(incident.members))


def _nothing_open(link: Link) -> Message:
    return note(f"Nothing is open about {link.ref}.")
