"""What our channels know of a site: links there, paid ones, disavowed, named as a competitor (pure)."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from jobs.model.channel import ChannelSettings
from jobs.model.link import Link
from jobs.model.partner import SiteContact
from jobs.web.urls import registrable_domain

_NOTHING_CHOSEN = ChannelSettings()


class SiteAcross(Struct, frozen=True):
    """A site, and the channels of which something is so; whoever shows it sees to who may know of which channel."""

    site: str
    """Registrable domain."""
    linked_in: frozenset[str] = frozenset()
    """They track links there, of any state."""
    paid_in: frozenset[str] = frozenset()
    """One of these links cost something; channels that hide their costs are left out."""
    disavowed_in: frozenset[str] = frozenset()
    """The whole site stands in a disavow file that was made for them."""
    competitor_in: frozenset[str] = frozenset()

    def tells_more_than(self, own: Collection[str]) -> bool:
        """Whether it is more than that these channels have links there."""
        return bool(self.disavowed_in or self.competitor_in or self.linked_in - set(own))


def across(
    site: str, links: Iterable[Link], contacts: Collection[SiteContact], settings: Mapping[str, ChannelSettings]
) -> SiteAcross:
    """What is known of a site: its links in all channels, what these keep of it, and what they chose."""
    linked, paid = set[str](), set[str]()
    for link in links:
        linked.add(link.channel)
        if link.terms.cost is not None and not settings.get(link.channel, _NOTHING_CHOSEN).hide_costs:
            paid.add(link.channel)
    return SiteAcross(
        site,
        frozenset(linked),
        frozenset(paid),
        frozenset(each.channel for each in contacts if each.disavowed_since),
        frozenset(channel for channel, chosen in settings.items() if site in chosen.competitors),
    )


def sites_of(addresses: Iterable[str]) -> list[str]:
    """The sites of pages, each once."""
    return list(dict.fromkeys(filter(None, map(registrable_domain, addresses))))
