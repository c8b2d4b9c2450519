"""What vendors guarantee, as people say it, and what can be claimed by that."""

from dataclasses import replace
from datetime import datetime

from msgspec import Struct

from bot.access.permissions import Asker
from bot.grammar.partner_values import SetClaimed, SetGuarantee
from bot.operations.change import change_telling
from bot.operations.tracked import tracked_of
from bot.request.deps import Deps
from jobs.alerts.costs import cards_of_link
from jobs.alerts.edits import changes_of, in_words
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.queries import LinkQuery
from jobs.model.terms import Claimed, Term
from jobs.model.write import Write
from jobs.partners.claims import Claim, claims_by_deadline
from jobs.verdicts.guarantee import claim_until, is_claimed


class GuaranteedLinks(Struct, frozen=True):
    """Links after somebody said what is guaranteed for them."""

    links: tuple[Link, ...] = ()
    """All that were meant, as they are now."""
    changed: int = 0
    """How many of them were not so already."""
    missing: tuple[str, ...] = ()
    """References that the channel does not track."""


async def set_guarantee(command: SetGuarantee, who: Asker, deps: Deps) -> GuaranteedLinks:
    """What was said holds for these links from now on.

    Raises NotHereError where none that was named is of this channel.
    """

    async def decide() -> tuple[Write | None, GuaranteedLinks]:
        found, missing = await _meant(command, who, deps)
        now, after = deps.now(), tuple(guaranteed(link, command) for link in found)
        pairs = [(old, new) for old, new in zip(found, after, strict=True) if old != new]
        told = GuaranteedLinks(after, len(pairs), missing)
        if not pairs:
            return None, told
        notices = [notice for old, new in pairs for notice in await cards_of_link(deps.store, old, new, now)]
        events = [
            Event(now, new.channel, new.ref, "edited", in_words(changes_of(old, new)), who.user) for old, new in pairs
        ]
        return Write(links=[new for _, new in pairs], events=events, notices=notices), told

    _, told = await change_telling(deps, who, decide)
    return told


class ClaimedLinks(Struct, frozen=True):
    """Links after somebody said that they were claimed, or were not."""

    links: tuple[Link, ...] = ()
    """Those of which that is news."""
    others: tuple[Link, ...] = ()
    """Those with nothing to claim, or of which it was said before."""
    missing: tuple[str, ...] = ()


async def set_claimed(command: SetClaimed, who: Asker, deps: Deps) -> ClaimedLinks:
    """What went under guarantee was claimed, or was not after all; nobody is reminded of what was.

    Raises NotHereError where none that was named is of this channel.
    """

    async def decide() -> tuple[Write | None, ClaimedLinks]:
        found = await tracked_of(command.refs, who, deps)
        now = deps.now()
        pairs = [(link, _claimed(link, command, who.user, now)) for link in found.links]
        news = [(old, new) for old, new in pairs if old != new]
        told = ClaimedLinks(
            tuple(new for _, new in news), tuple(old for old, new in pairs if old == new), found.missing
        )
        if not news:
            return None, told
        notices = [notice for old, new in news for notice in await cards_of_link(deps.store, old, new, now)]
        words = "claimed under guarantee" if command.is_claimed else "not claimed after all"
        events = [Event(now, new.channel, new.ref, "edited", words, who.user) for _, new in news]
        return Write(links=told.links, events=events, notices=notices), told

    _, told = await change_telling(deps, who, decide)
    return told


def _claimed(link: Link, command: SetClaimed, by: str, now: datetime) -> Link:
    if command.is_claimed:
        return replace(link, claimed=Claimed(by, now)) if claim_until(link) else link
    return replace(link, claimed=None) if is_claimed(link) else link


async def claims_in(channel: str, deps: Deps) -> list[Claim]:
    """What the channel can claim, the most urgent first."""
    return claims_by_deadline(await deps.store.links(LinkQuery(channel, claimable=True)), deps.now())


def guaranteed(link: Link, said: SetGuarantee) -> Link:
    """The link with what was said; what was not said stays (pure)."""
    if said.is_gone:
        return link.without_terms({Term.GUARANTEE})
    until = said.until or link.terms.guaranteed_until
    return replace(link, terms=replace(link.terms, guaranteed_until=until), guarantee=said.said.of(link.guarantee))


async def _meant(command: SetGuarantee, who: Asker, deps: Deps) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    if command.site:
        return tuple(await deps.store.links(LinkQuery(who.channel, domain=command.site))), ()
    found = await tracked_of(command.refs, who, deps)
    return found.links, found.missing
