"""Both sides with each partner, agreed or not: what they give us and our pages give them."""

from collections.abc import AsyncIterator, Sequence

from jobs.exchanges.read import read_reciprocity
from jobs.exchanges.reciprocity import SiteBalance
from jobs.formats.columns import SHOWN
from jobs.formats.exports.request import ExportRequest, SheetName
from jobs.formats.exports.table import Column, Row, Shows
from jobs.formats.exports.write import SheetKind
from jobs.store.protocol import Store
from jobs.web.urls import registrable_domain

_NUMBERS = ("they_owe", "they_give", "they_pass_on", "we_owe", "we_give", "we_pass_on")
_COLUMNS = (
    Column(f"{SHOWN}site"),
    Column("channel"),
    *(Column(name, Shows.NUMBER) for name in _NUMBERS),
    *map(Column, ("both_ways", "given_for_nothing", "lost_links", "our_pages")),
)


async def read(store: Store, asked: ExportRequest) -> AsyncIterator[Sequence[Row]]:
    """A row for each partner of each channel; none where links of some kind alone are asked for."""
    if asked.links.filter.is_of_links:
        return
    domain = asked.links.query.domain
    wanted = registrable_domain(domain) if domain else ""
    for channel in asked.channels:
        found = await read_reciprocity(store, asked.our_sites, [channel])
        yield [row_of(site, channel) for site in found.sites if wanted in ("", site.site)]


def row_of(site: SiteBalance, channel: str) -> Row:
    """A partner as a row (pure); what is passed on is our rule of thumb, 0.85 / links that leave the page."""
    got, given = site.balance.got, site.balance.given
    return {
        f"{SHOWN}site": site.site,
        "channel": channel,
        "they_owe": got.agreed,
        "they_give": got.standing,
        "they_pass_on": round(got.share, 6),
        "we_owe": given.agreed,
        "we_give": given.standing,
        "we_pass_on": round(given.share, 6),
        "both_ways": "yes" if site.is_reciprocal else "no",
        "given_for_nothing": "yes" if site.is_unreturned else "no",
        "lost_links": " ".join(site.lost),
        "our_pages": " ".join(site.our_pages),
    }


SHEET = SheetKind(SheetName.RECIPROCITY, _COLUMNS, read)
