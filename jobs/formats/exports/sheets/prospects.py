"""The prospects: pages to ask for a link, with what is planned; an import takes none of them for links."""

from collections.abc import AsyncIterator, Sequence

from jobs.formats.columns import SHOWN
from jobs.formats.exports.request import ExportRequest, SheetName
from jobs.formats.exports.table import Column, Row, Shows
from jobs.formats.exports.write import SheetKind
from jobs.model.link import Link
from jobs.model.prospect import Prospect
from jobs.model.queries import ProspectQuery
from jobs.store.protocol import Store

_AT_ONCE = 500
_COLUMNS = (
    Column(f"{SHOWN}prospect"),
    Column(f"{SHOWN}prospect_page", Shows.ADDRESS),
    Column(f"{SHOWN}prospect_target", Shows.ADDRESS),
    *map(Column, ("channel", "prospect_state", "prospect_owner")),
    Column("next_day", Shows.DAY),
    Column("asks", Shows.MONEY),
    *map(Column, ("asks_currency", "contact", "mails_on_page", "contact_pages", "prospect_notes")),
    Column("relevance", Shows.NUMBER),
    *map(Column, ("relevance_verdict", "terms_shared", "terms_only_ours", "language")),
    *map(Column, ("placed_as", "placed_state")),
    Column("added_on", Shows.MOMENT),
    Column("added_by"),
)


async def read(store: Store, asked: ExportRequest) -> AsyncIterator[Sequence[Row]]:
    """The prospects, those with the nearest day first; none where links of some kind alone are asked for."""
    if asked.links.filter.is_of_links:
        return
    for channel in asked.channels:
        query = ProspectQuery(channel, domain=asked.links.query.domain)
        start, total = 0, 1
        while start < total:
            found = await store.list_prospects(query, start, _AT_ONCE)
            links = await store.links_by_id([each.link for each in found.prospects if each.is_placed and each.link])
            hides = channel in asked.hiding_costs
            yield [row_of(each, links.get(each.link or 0), hides=hides) for each in found.prospects]
            start, total = start + _AT_ONCE, found.total


def row_of(prospect: Prospect, link: Link | None = None, *, hides: bool = False) -> Row:
    """A prospect as a row (pure); `hides`: without what they ask. How close it is, is our rule of thumb."""
    plan, fit, look = prospect.plan, prospect.fit, prospect.look
    asks = None if hides else plan.cost
    return {
        f"{SHOWN}prospect": prospect.ref,
        f"{SHOWN}prospect_page": prospect.page_url,
        f"{SHOWN}prospect_target": plan.target,
        "channel": prospect.channel,
        "prospect_state": plan.state.words,
        "prospect_owner": plan.owner,
        "next_day": plan.next_on,
        "asks": asks.amount if asks else None,
        "asks_currency": asks.currency if asks else "",
        "contact": plan.contact,
        "mails_on_page": ", ".join(look.mails) if look else "",
        "contact_pages": " ".join(look.contact_pages) if look else "",
        "prospect_notes": plan.notes,
        "relevance": fit.score if fit else None,
        "relevance_verdict": fit.closeness.words if fit else "",
        "terms_shared": ", ".join(fit.shared) if fit else "",
        "terms_only_ours": ", ".join(fit.only_ours) if fit else "",
        "language": look.language if look else "",
        "placed_as": link.ref if link else "",
        "placed_state": link.standing.state.value if link else "",
        "added_on": prospect.added_at,
        "added_by": prospect.added_by,
    }


SHEET = SheetKind(SheetName.PROSPECTS, _COLUMNS, read)
