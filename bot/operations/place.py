"""What a channel tracks at an address, or anywhere in a domain."""

from datetime import datetime

from bot.access.permissions import Asker
from bot.grammar.list_query import MINE, Flag, ListLinks
from bot.request.deps import Deps
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.queries import LinkQuery
from jobs.web.urls import Degree, host, same_target


async def tracked_at(place: str, who: Asker, deps: Deps) -> tuple[list[Link], list[Partner]]:
    """What the channel tracks at an address, or anywhere in a domain.

    An address is found under its other spellings too: http or https, with www or without, with a slash at its end or
    without. Where only a site was named and its first page is not tracked, all of the site is meant.
    """
    site = site_of(host(place) if "//" in place else place)
    links = await deps.store.links(LinkQuery(channel=who.channel, domain=site))
    partners = [each for each in await deps.store.partners(who.channel) if _is_in(each.page_url, site)]
    if "//" not in place:
        return links, partners
    pages = _meant({*(link.page_url for link in links), *(partner.page_url for partner in partners)}, place)
    if not pages and place.endswith(f"//{host(place)}/"):
        return links, partners
    return [each for each in links if each.page_url in pages], [each for each in partners if each.page_url in pages]


def links_asked(asked: ListLinks, who: Asker, now: datetime) -> LinkQuery:
    """The links of a channel that a list, or an export, is about; what no index knows is left to `list_asked`."""
    return LinkQuery(
        channel=who.channel,
        states=frozenset(asked.states),
        domain=site_of(asked.domain),
        tags=asked.tags,
        unknown=Flag.UNKNOWN in asked.beside,
        unreachable=Flag.UNREACHABLE in asked.beside,
        snoozed_at=now if Flag.SNOOZED in asked.beside else None,
        person=who.user if asked.person == MINE else asked.person,
    )


def site_of(domain: str) -> str:
    """A host name as the site that a person means by it, which is the same without www."""
    bare = domain.removeprefix("www.")
    return bare if "." in bare else domain


def _meant(pages: set[str], place: str) -> set[str]:
    """The page itself, else those that are other spellings of it."""
    spelt = {url for url in pages if same_target(url, place).degree in {Degree.EXACT, Degree.VARIANT}}
    return {place} & pages or spelt


def _is_in(url: str, site: str) -> bool:
    return f".{host(url)}".endswith(f".{site}")
