"""What our other channels know of a site, as far as the reader may know it."""

from collections.abc import Sequence

from msgspec import Struct

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Part, bullets, foreign, joined_by, line, rich, strong
from bot.messages.kit.views import channel_part

_MOST_SITES = 10


class Elsewhere(Struct, frozen=True):
    """Channels of which something is so, this one left out."""

    named: tuple[str, ...] = ()
    """Those that the reader is in."""
    others: int = 0
    """How many more there are, which the reader is not told the names of."""

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.named) + self.others


class KnownSite(Struct, frozen=True):
    """What is known of a site beyond this channel's own links."""

    site: str
    competitor_here: bool = False
    disavowed_here: bool = False
    linked: Elsewhere = Elsewhere()
    """Links are tracked there."""
    paid: Elsewhere = Elsewhere()
    """One of these cost something."""
    disavowed: Elsewhere = Elsewhere()
    competitor: Elsewhere = Elsewhere()


def known_across(found: Sequence[KnownSite]) -> list[Block]:
    """One line a site; nothing where nothing is known."""
    told = [(each.site, said) for each in found if (said := _told(each))]
    if not told:
        return []
    rows = [[foreign(site, 100, bold=True), ": ", *joined_by(said, "; ")] for site, said in told[:_MOST_SITES]]
    more: list[list[Part]] = (
        [[f"and {text.several(len(told) - _MOST_SITES, 'more site')}"]] if len(told) > _MOST_SITES else []
    )
    return [rich(line(strong("Known beyond this channel's links")), bullets([*rows, *more]))]


def _told(site: KnownSite) -> list[list[Part]]:
    said: list[list[Part]] = []
    if site.competitor_here:
        said.append(["named as a competitor of this channel"])
    if site.disavowed_here:
        said.append(["in a disavow file of this channel"])
    if site.linked.total:
        paid = f", {site.paid.total} of them paid for one" if site.paid.total else ""
        said.append([*_channels(site.linked), f" {_has(site.linked)} links there{paid}"])
    if site.disavowed.total:
        said.append(["disavowed by ", *_channels(site.disavowed)])
    if site.competitor.total:
        said.append(["named as a competitor by ", *_channels(site.competitor)])
    return said


def _has(channels: Elsewhere) -> str:
    return "has" if channels.total == 1 else "have"


def _channels(channels: Elsewhere) -> list[Part]:
    """Those that may be named, and how many others there are."""
    named = joined_by([[channel_part(each)] for each in channels.named], ", ")
    if not channels.others:
        return named
    others = f"{text.several(channels.others, 'other channel')} of ours"
    return [*named, " and ", others] if named else [others]
