"""The partner pages: how many links go out from them, and how many were agreed."""

from collections.abc import AsyncIterator, Sequence

from jobs.formats.columns import SHOWN
from jobs.formats.exports.request import ExportRequest, SheetName
from jobs.formats.exports.table import Column, Row, Shows
from jobs.formats.exports.write import SheetKind
from jobs.model.partner import Partner, equity_share
from jobs.model.queries import PartnerQuery
from jobs.store.protocol import Store

_AT_ONCE = 500
_COLUMNS = (
    Column(f"{SHOWN}partner"),
    Column("page_url", Shows.ADDRESS),
    Column("channel"),
    Column("followed_external_links", Shows.NUMBER),
    Column("most_links", Shows.NUMBER),
    Column("share_per_link", Shows.NUMBER),
    Column("baseline_links", Shows.NUMBER),
    Column("baseline_on", Shows.MOMENT),
    *map(Column, ("limit_agreed", "over_limit", "findings")),
    Column("added_on", Shows.MOMENT),
    Column("added_by"),
)


async def read(store: Store, asked: ExportRequest) -> AsyncIterator[Sequence[Row]]:
    """The rows of the partner pages; none where links of some kind alone are asked for."""
    async for partners in partners_asked(store, asked):
        yield [row_of(partner) for partner in partners]


async def partners_asked(store: Store, asked: ExportRequest) -> AsyncIterator[Sequence[Partner]]:
    """The partner pages that go with the links that are asked for, a part at a time."""
    if asked.links.filter.is_of_links:
        return
    query = PartnerQuery(asked.links.channel, asked.links.query.domain)
    start, total = 0, 1
    while start < total:
        found = await store.list_partners(query, start, _AT_ONCE)
        yield found.partners
        start, total = start + _AT_ONCE, found.total


def row_of(partner: Partner) -> Row:
    """A partner page as a row (pure)."""
    return {
        f"{SHOWN}partner": partner.ref,
        "page_url": partner.page_url,
        "channel": partner.channel,
        "followed_external_links": partner.outbound,
        "share_per_link": round(equity_share(partner.outbound), 5) if partner.outbound else None,
        "baseline_links": partner.baseline_followed,
        "baseline_on": partner.baseline_at,
        "most_links": partner.max_outbound,
        "limit_agreed": "yes" if partner.limit_agreed else "no",
        "over_limit": "yes" if partner.over_limit else "no",
        "findings": " ".join(finding.text for finding in partner.findings),
        "added_on": partner.added_at,
        "added_by": partner.added_by,
    }


SHEET = SheetKind(SheetName.PARTNERS, _COLUMNS, read)
