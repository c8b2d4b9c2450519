"""What our other channels know of sites, as far as whoever asks may know: those who manage a channel hear how many.

Channels are named to those alone who are in them; what other channels track is shown to nobody.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

from bot.access.permissions import Asker, may_manage
from bot.access.viewer import Viewer
from bot.messages.answers.across import Elsewhere, KnownSite
from bot.operations.change import change
from bot.request.deps import Deps
from jobs.formats.disavow import whole_sites
from jobs.model.partner import SiteContact
from jobs.model.write import Write
from jobs.partners.across import SiteAcross
from jobs.partners.read import read_across

MOST_DISAVOWED = 2_000
"""Sites of one disavow file that are remembered."""
_AT_ONCE = 100


async def known_of(sites: Collection[str], who: Asker, deps: Deps, apart: Collection[str] = ()) -> list[KnownSite]:
    """What is known of these sites beyond this channel's own links; nothing for those who may not manage it.

    `apart` are other channels that are left out: they have just got links there, from whoever asks.
    """
    if not sites or not may_manage(deps.config.permissions, who):
        return []
    own = {who.channel, *apart}
    found = [each for each in await read_across(deps.store, sites, who.channel) if each.tells_more_than(own)]
    if not found:
        return []
    viewer = await deps.directory.members.viewer(who.user, at_home=who.at_home)
    return [_as_known_to(viewer, each, who.channel, own) for each in found]


def _as_known_to(viewer: Viewer, site: SiteAcross, here: str, own: Collection[str]) -> KnownSite:
    def elsewhere(channels: Collection[str]) -> Elsewhere:
        others = sorted(set(channels) - set(own))
        named = tuple(channel for channel in others if viewer.is_in(channel))
        return Elsewhere(named, len(others) - len(named))

    return KnownSite(
        site.site,
        competitor_here=here in site.competitor_in,
        disavowed_here=here in site.disavowed_in,
        linked=elsewhere(site.linked_in),
        paid=elsewhere(site.paid_in),
        disavowed=elsewhere(site.disavowed_in),
        competitor=elsewhere(site.competitor_in),
    )


async def remember_disavowed(text: str, who: Asker, deps: Deps) -> None:
    """Keep which whole sites stand in a disavow file that was made for the channel, if who made it may manage it."""
    if not may_manage(deps.config.permissions, who):
        return
    sites = await asyncio.to_thread(lambda: list(islice(whole_sites(text), MOST_DISAVOWED)))
    for start in range(0, len(sites), _AT_ONCE):
        await _remember(sites[start : start + _AT_ONCE], who, deps)


async def _remember(sites: Sequence[str], who: Asker, deps: Deps) -> None:
    async def decide() -> Write | None:
        fresh: list[SiteContact] = []
        for site in sites:
            known = [each for each in await deps.store.contacts(site) if each.channel == who.channel]
            kept = known[0] if known else SiteContact(who.channel, site)
            fresh += [] if kept.disavowed_since else [replace(kept, disavowed_since=deps.now())]
        return Write(contacts=fresh) if fresh else None

    await change(deps, who, decide)
