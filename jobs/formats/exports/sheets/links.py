"""The links: what was agreed, as an import takes it back, and how they are."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

from jobs.formats.columns import ALSO, FIELDS, OURS, SHOWN, column_of
from jobs.formats.exports.request import ExportRequest, SheetName
from jobs.formats.exports.table import Column, Row, Shows, Value
from jobs.formats.exports.write import SheetKind
from jobs.formats.own_list import names_cost
from jobs.formats.sheet import Field
from jobs.model.index_fact import IndexStatus, index_status, newest
from jobs.model.link import Link
from jobs.rules import title
from jobs.store.protocol import Store
from jobs.store.streams import fitting
from jobs.units.durations import format_duration
from jobs.units.money import MONTH, format_money, per_month
from jobs.verdicts.guarantee import claim_until, is_claimed

_LOOKS = {
    "source_url": Shows.ADDRESS,
    "target_url": Shows.ADDRESS,
    "our_page_url": Shows.ADDRESS,
    "our_target_url": Shows.ADDRESS,
    "guaranteed_until": Shows.DAY,
    "cost": Shows.MONEY,
    "guarantee_claim_days": Shows.NUMBER,
}
_FIRST = (
    Column(f"{SHOWN}link", leads=True),
    Column(f"{SHOWN}state", Shows.STATE, leads=True),
    Column(f"{SHOWN}since", Shows.MOMENT, leads=True),
)
_BEHIND = (
    *(Column(f"{SHOWN}{name}") for name in ("findings", "notes", "anchor", "rel", "place")),
    *(Column(f"{SHOWN}{name}", Shows.MOMENT) for name in ("last_seen", "last_checked", "absent_since")),
    Column(f"{SHOWN}proving_checks", Shows.NUMBER),
    Column(f"{SHOWN}unknown_since", Shows.MOMENT),
    *(Column(f"{SHOWN}{name}") for name in ("accepted", "marked_by")),
    Column(f"{SHOWN}snoozed_until", Shows.MOMENT),
    Column(f"{SHOWN}every"),
    Column(f"{SHOWN}added_on", Shows.MOMENT),
    *(Column(f"{SHOWN}{name}") for name in ("added_by", "import", "index")),
    Column(f"{SHOWN}index_on", Shows.DAY),
    *(Column(f"{SHOWN}{name}") for name in ("index_said_by", "listed_by")),
    Column(f"{SHOWN}months_lived", Shows.NUMBER),
    Column(f"{SHOWN}cost_per_month", Shows.MONEY),
    Column(f"{SHOWN}earlier_prices"),
    Column(f"{SHOWN}claim_until", Shows.DAY),
    Column(f"{SHOWN}claimed_on", Shows.MOMENT),
    Column(f"{SHOWN}relevance", Shows.NUMBER),
    *(Column(f"{SHOWN}{name}") for name in ("relevance_verdict", "relevance_confidence")),
    Column(f"{SHOWN}relevance_on", Shows.DAY),
    *(Column(f"{SHOWN}{name}") for name in ("fits", "fits_said_by")),
)


async def read(store: Store, asked: ExportRequest) -> AsyncIterator[Sequence[Row]]:
    """The rows of the links that are asked for, in the order they were added."""
    async for links in fitting(await store.link_stream([asked.links.query]), asked.links.fits):
        yield await asyncio.to_thread(_rows, links, asked.hiding_costs)


def _rows(links: Sequence[Link], hiding_costs: frozenset[str]) -> list[Row]:
    return [row_of(link, hiding_costs) for link in links]


def row_of(link: Link, hiding_costs: frozenset[str] = frozenset()) -> Row:
    """A link as a row (pure)."""
    hides = link.channel in hiding_costs
    agreed = _agreed(link.without_cost() if hides else link)
    kept = {column_of(name): text for name, text in link.columns.items() if not (hides and names_cost(name))}
    prices = _prices(link.without_cost() if hides else link)
    return {**kept, **agreed, **_as_it_is(link), **prices, **_relevance(link)}


def _agreed(link: Link) -> Mapping[str, Value]:
    cost = link.terms.cost
    said: Mapping[Field, Value] = {
        Field.PAGE: link.page_url,
        Field.TARGET: link.target,
        Field.ANCHOR: link.expected.anchor,
        Field.REL: " ".join(sorted(link.expected.rel)),
        Field.OWNER: link.owner,
        Field.COST: cost.amount if cost else None,
        Field.CURRENCY: cost.currency if cost else "",
        Field.GUARANTEE: link.terms.guaranteed_until,
        Field.CHANNEL: link.channel,
        Field.TAGS: ", ".join(sorted(link.tags)),
        Field.NOTES: link.notes,
        Field.CLAIM_DAYS: link.guarantee.claim_days,
        Field.COVERS: ", ".join(link.guarantee.covers),
        Field.REMEDY: link.guarantee.remedy,
    }
    return {FIELDS[field]: value for field, value in said.items()}


def _as_it_is(link: Link) -> Mapping[str, Value]:
    standing = link.standing
    seen = link.sighting.best if link.sighting else None
    index = index_status(link.index_facts)
    listed = [each for each in newest(link.index_facts) if each.claim is IndexStatus.LISTED]
    shown: Mapping[str, Value] = {
        "link": link.ref,
        "state": standing.state.value,
        "since": standing.since,
        "findings": " ".join(finding.text for finding in standing.open),
        "notes": " ".join(finding.text for finding in standing.notes),
        "anchor": seen.text if seen else "",
        "rel": " ".join(seen.rel) if seen else "",
        "place": seen.place.value if seen else "",
        "last_seen": standing.last_present_at,
        "last_checked": standing.looked_at,
        "absent_since": standing.absent_since,
        "proving_checks": len(link.proofs) or None,
        "unknown_since": standing.unknown_since,
        "accepted": ", ".join(title(each.kind) for each in link.expected.accepted),
        "marked_by": standing.marked_by,
        "snoozed_until": standing.snoozed_until,
        "every": format_duration(link.every) if link.every else "",
        "added_on": link.added_at,
        "added_by": link.added_by,
        "import": link.imported.batch if link.imported else "",
        "index": index.claim.words if index else "",
        "index_on": index.on if index else None,
        "index_said_by": (index.source or index.by) if index else "",
        "claim_until": claim_until(link),
        "claimed_on": link.claimed.at if link.claimed and is_claimed(link) else None,
        "listed_by": ", ".join(f"{each.source} {each.on}" for each in listed),
    }
    return {f"{SHOWN}{name}": value for name, value in shown.items()}


def _prices(link: Link) -> Mapping[str, Value]:
    cost, lived = link.terms.cost, link.standing.lived
    each = per_month([(cost, lived)]) if cost else ()
    earlier = [f"{format_money(old.cost)} until {old.until.date().isoformat()}" for old in link.prices]
    return {
        f"{SHOWN}months_lived": round(lived / MONTH, 1) or None,
        f"{SHOWN}cost_per_month": each[0].amount if each else None,
        f"{SHOWN}earlier_prices": "; ".join(earlier),
    }


def _relevance(link: Link) -> Mapping[str, Value]:
    """How close its page is to ours by our rule of thumb, and what a person says."""
    kept, said = link.relevance, link.opinion
    confidence = "low" if kept and kept.is_low_confidence else "no reason for doubt"
    return {
        f"{SHOWN}relevance": kept.score if kept else None,
        f"{SHOWN}relevance_verdict": f"{kept.closeness.words} (rule of thumb)" if kept else "",
        f"{SHOWN}relevance_confidence": confidence if kept else "",
        f"{SHOWN}relevance_on": kept.at.date() if kept else None,
        f"{SHOWN}fits": ("yes" if said.fits else "no") if said else "",
        f"{SHOWN}fits_said_by": said.by if said else "",
    }


SHEET = SheetKind(
    SheetName.LINKS, (*(Column(name, _LOOKS.get(name, Shows.TEXT)) for name in (*OURS, *ALSO)), *_FIRST, *_BEHIND), read
)
