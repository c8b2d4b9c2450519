"""Change what was agreed about a link or partner page, or what a channel chooses for itself."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from msgspec import Struct

from bot.access.permissions import Asker
from bot.grammar.edit_values import NO_REMOVALS, Removals, Row
from bot.operations.change import change, change_telling, check_soon
from bot.operations.tracked import link_of, partner_of
from bot.request.deps import Deps
from jobs.alerts import decisions
from jobs.alerts.cases import incidents_of
from jobs.alerts.costs import cards_of_link, cards_with_costs, with_edit
from jobs.alerts.edits import (
    SETTINGS,
    asks_for_check,
    changes_of,
    escalated_to,
    in_words,
    is_moved,
    partner_in_words,
    settings_in_words,
)
from jobs.alerts.quiet import held_keys
from jobs.digests.schedule import rechosen
from jobs.model.channel import ChannelSettings, Logo
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.operation import ChangedLinks
from jobs.model.partner import Partner
from jobs.model.queries import ExchangeQuery, LinkQuery
from jobs.model.ref import Ref
from jobs.model.write import Write


class NotMovedError(Exception):
    """A link whose page and target have to stay as they are."""

    def __init__(self, ref: str, why: str) -> None:
        super().__init__(ref, why)
        self.ref = ref
        self.why = why
        """Goes on from the link's name."""


class EditedLink(Struct, frozen=True):
    """A link after somebody wanted it otherwise."""

    link: Link
    """As it is now."""
    before: Link
    """As it was; the same where nothing changed."""

    @property
    def changed(self) -> bool:
        """False where it was so already."""
        return bool(changes_of(self.before, self.link))

    @property
    def moved(self) -> bool:
        """Whether it is expected on another page, or to lead elsewhere."""
        return is_moved(self.before, self.link)


class EditedPartner(Struct, frozen=True):
    """A partner page after somebody wanted it otherwise."""

    partner: Partner
    """As it is now."""
    before: Partner
    """As it was; the same where nothing changed."""


class KeptAs(Struct, frozen=True):
    """Under what name an edit is kept, so that several can be undone together."""

    change: str
    part: int
    """Each once."""


async def edit_link(
    ref: Ref, edit: Callable[[Link], Link], who: Asker, deps: Deps, kept_as: KeptAs | None = None
) -> EditedLink:
    """What `edit` makes of the link holds from now on; its page is checked soon where that can change what is found.

    Raises NotHereError, and NotMovedError where it shall stand elsewhere and cannot.
    """

    async def decide() -> tuple[Write | None, Link]:
        link = await link_of(ref, who, deps)
        edited = edit(link)
        if edited == link:
            return None, link
        if is_moved(link, edited):
            return await _move(link, edited, who, deps), link
        edited = await with_edit(deps.store, link, edited, deps.now())
        event = Event(deps.now(), link.channel, link.ref, "edited", in_words(changes_of(link, edited)), who.user)
        cards = await cards_of_link(deps.store, link, edited, deps.now())
        kept = [_kept(kept_as, link, edited, who, deps)] if kept_as else []
        return Write(links=[edited], events=[event], notices=cards, changed_links=kept), link

    changed, before = await change_telling(deps, who, decide)
    link = await link_of(ref, who, deps)
    if changed and asks_for_check(changes_of(before, link)):
        await check_soon(deps, link.page_url)
    return EditedLink(link, before)


def _kept(name: KeptAs, before: Link, after: Link, who: Asker, deps: Deps) -> ChangedLinks:
    return ChangedLinks(name.change, name.part, who.channel, deps.now(), who.user, (before,), (after,))


async def _move(link: Link, moved: Link, who: Asker, deps: Deps) -> Write:
    """The link elsewhere, with whatever else is changed of it."""
    if deals := [deal for deal in await deps.store.exchanges(ExchangeQuery(link=link.id)) if not deal.state.is_over]:
        raise NotMovedError(link.ref, f"belongs to {deals[0].ref}: end that first, and agree on the other link anew")
    if link.imported and link.imported.sheet:
        raise NotMovedError(link.ref, "follows a sheet: change its row there")
    asked = LinkQuery(link.channel, page_url=moved.page_url, target=moved.target)
    if same := await deps.store.links(asked):
        raise NotMovedError(link.ref, f"stays as it is: {same[0].ref} has that page and target already")
    moved = await with_edit(deps.store, link, moved, deps.now())
    return decisions.move(link, moved, await incidents_of(deps.store, [link]), who.user, deps.now())


async def edit_partner(
    ref: Ref, edit: Callable[[Partner], Partner], who: Asker, deps: Deps, *, as_baseline: bool = False
) -> EditedPartner:
    """What `edit` makes of the partner page holds from now on, and its page is checked soon; raises NotHereError.

    With `as_baseline` what it was last seen to link to is its baseline; of a page that was never read the first check
    makes one.
    """

    async def decide() -> tuple[Write | None, Partner]:
        partner = await partner_of(ref, who, deps)
        edited = edit(partner)
        page = await deps.store.page(partner.page_url) if as_baseline and partner.outbound is not None else None
        if page and page.facts:
            said = page.facts.external_domains, page.facts.followed_external
            edited = edited.with_baseline(*said, deps.now(), who.user)
        if edited == partner:
            return None, partner
        words = partner_in_words(partner, edited)
        event = Event(deps.now(), partner.channel, partner.ref, "edited", words, who.user)
        return Write(partners=[edited], events=[event]), partner

    changed, before = await change_telling(deps, who, decide)
    partner = await partner_of(ref, who, deps)
    if changed:
        await check_soon(deps, partner.page_url)
    return EditedPartner(partner, before)


async def choose_settings(
    chosen: Callable[[ChannelSettings], ChannelSettings],
    who: Asker,
    deps: Deps,
    logos: Mapping[str, Logo | None] = MappingProxyType({}),
) -> ChannelSettings:
    """What `chosen` makes of the channel's settings holds from now on; open alerts follow where costs are concerned.

    `logos` is as in `Write`: empty where the logo stays.
    """

    async def decide() -> Write:
        before: ChannelSettings = await deps.store.channel_settings(who.channel)
        after = rechosen(before, chosen(before), deps.now())
        follows = before.hide_costs != after.hide_costs
        cards = await cards_with_costs(deps.store, who.channel, deps.now()) if follows else []
        words = settings_in_words(before, after, logos.values())
        changed = Event(deps.now(), who.channel, SETTINGS, "changed", words, who.user, escalated_to(before, after))
        events = [changed] if words else []
        moved = (before.quiet, before.digest_zone) != (after.quiet, after.digest_zone)
        release = held_keys(await deps.store.notices(channel=who.channel)) if moved else []
        return Write(
            settings={who.channel: after},
            settings_before={who.channel: before},
            logos=logos,
            events=events,
            notices=cards,
            release=release,
        )

    await change(deps, who, decide)
    return await deps.store.channel_settings(who.channel)


def with_options(link: Link, said: Row, less: Removals = NO_REMOVALS) -> Link:
    """The link with what was said, and without what shall go.

    What was not said stays; rel and tags are added.
    """
    link = replace(link, page_url=said.page or link.page_url, target=said.target or link.target)
    anchor = "" if less.anchor else said.anchor or link.expected.anchor
    owner = "" if less.owner else said.owner or link.owner
    every = None if less.every else said.every or link.every
    tags = (frozenset[str]() if less.all_tags else link.tags - less.tags) | said.tags
    rel = (link.expected.rel - less.rel) | said.rel
    link = link.without_terms(less.terms)
    terms, guarantee = said.terms.over(link.terms), said.guarantee.of(link.guarantee)
    render = not less.render and (said.render or link.expected.render)
    expected = replace(link.expected, anchor=anchor, rel=rel, render=render)
    return replace(link, expected=expected, owner=owner, tags=tags, every=every, terms=terms, guarantee=guarantee)
