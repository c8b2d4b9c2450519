"""What makes one wonder whether links that were just added are the ones that were meant."""

import asyncio
from collections.abc import Mapping, Sequence

from bot.access.permissions import Asker
from bot.messages.answers.doubts import Doubts, Twin
from bot.request.deps import Deps
from jobs.model.link import Link
from jobs.model.operation import CheckedLink
from jobs.model.queries import LinkQuery
from jobs.pages.canonical import counts_instead
from jobs.web.urls import is_on_site, page_key, same_target, site_name

_Tracked = Mapping[str, Sequence[Link]]
"""The links of a channel to one target on one site, by the `page_key` of their pages."""


async def doubts_of(seen: Sequence[CheckedLink], who: Asker, deps: Deps) -> list[tuple[Link, Doubts]]:
    """The links of the asker's channel that are new and speak against themselves, each with what does.

    Of each site and target the links that are tracked already are read once.
    """
    new = [each for each in seen if each.added and each.link.channel == who.channel]
    known = {place: await _tracked(*place, who, deps) for place in dict.fromkeys(map(_place, new))}
    found = [(each.link, _doubts(each, known[_place(each)], deps.config.our_sites)) for each in new]
    return [(link, doubts) for link, doubts in found if doubts != Doubts()]


def _place(seen: CheckedLink) -> tuple[str, str]:
    return site_name(seen.link.page_url), seen.link.target


async def _tracked(site: str, target: str, who: Asker, deps: Deps) -> _Tracked:
    links = await deps.store.links(LinkQuery(who.channel, domain=site, target=target))
    return await asyncio.to_thread(_by_page, links)


def _by_page(links: Sequence[Link]) -> _Tracked:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(page_key(link.page_url), []).append(link)
    return found


def _doubts(seen: CheckedLink, known: _Tracked, ours: Sequence[str]) -> Doubts:
    """What speaks against a link; where page and target changed places, what was seen says nothing (pure)."""
    link = seen.link
    if is_on_site(link.page_url, ours) and not is_on_site(link.target, ours):
        return Doubts(swapped=True)
    if same := _before(link, link.page_url, known):
        return Doubts(twin=Twin(same.ref, same_target(same.page_url, link.page_url).varies), fell_back=seen.fell_back)
    facts = seen.page.facts if seen.page else None
    canonical = counts_instead(link.page_url, facts) if facts else ""
    canonical = "" if is_on_site(canonical, [*ours, site_name(link.target)]) else canonical
    if canonical and (same := _before(link, canonical, known)):
        return Doubts(twin=Twin(same.ref), fell_back=seen.fell_back)
    nearest = link.sighting.nearest if link.sighting and not link.sighting.present else None
    return Doubts(canonical=canonical, leads_to=nearest.href if nearest else "", fell_back=seen.fell_back)


def _before(link: Link, page_url: str, known: _Tracked) -> Link | None:
    """The link that was tracked before this one on that page, under whatever spelling of its address."""
    return next((each for each in known.get(page_key(page_url), ()) if each.id < link.id), None)
