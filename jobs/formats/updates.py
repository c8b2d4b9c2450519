"""What an import makes of a link that is tracked: left as it is, filled where it says nothing, or as the row (pure)."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from jobs.formats.own_list import names_cost
from jobs.formats.sheet import LinkRow
from jobs.model.link import Link, RowFields, Updated
from jobs.model.terms import Guarantee, Terms
from jobs.units.dates import format_day
from jobs.units.english import several
from jobs.units.money import format_money

_NOTHING = "nothing"


class KnownLinks(StrEnum):
    """What becomes of links that the channel tracks already."""

    LEAVE = "leave"
    FILL = "fill"
    """What they say nothing of is taken from the row."""
    REPLACE = "replace"
    """All that the row says holds; an empty cell takes nothing away."""


class LinkUpdate(Struct, frozen=True):
    """A tracked link that a row would change."""

    row: LinkRow
    link: Link
    after: RowFields
    changes: tuple[str, ...]
    """Such as `cost: 120 EUR -> 150 EUR`, or `cost: changed` where costs are hidden."""


def update_of(row: LinkRow, link: Link, known: KnownLinks, *, hides_costs: bool = False) -> LinkUpdate | None:
    """What a row would change of a tracked link; None where nothing."""
    before, said = fields_of(link), said_in(row)
    after = before
    for each in fields(RowFields):
        old, new = getattr(before, each.name), getattr(said, each.name)
        after = replace(after, **{each.name: _merged(old, new, known)})
    if row.covers_all and known is KnownLinks.REPLACE:
        after = replace(after, guarantee=replace(after.guarantee or Guarantee(), covers=()))
    changes = _changes(before, after, hides_costs=hides_costs)
    return LinkUpdate(row, link, after, changes) if changes and known is not KnownLinks.LEAVE else None


def _merged(old: Any, new: Any, known: KnownLinks) -> Any:
    over = known is KnownLinks.REPLACE
    if isinstance(old, Guarantee):
        new = new or Guarantee()
        return new.over(old) if over else old.over(new)
    if isinstance(old, Terms):
        return new.over(old) if over else old.over(new)
    if isinstance(old, Mapping):
        return {**old, **new} if over else {**new, **old}
    return (new or old) if over else (old or new)


def said_in(row: LinkRow) -> RowFields:
    """What a row says of a link beside its addresses."""
    return RowFields(row.anchor, row.rel, row.owner, row.tags, row.notes, row.terms, row.columns, row.guarantee)


def fields_of(link: Link) -> RowFields:
    """What a link says of all that a row can say."""
    agreed = link.expected
    said = agreed.anchor, agreed.rel, link.owner, link.tags, link.notes, link.terms, link.columns
    return RowFields(*said, link.guarantee)


def with_fields(link: Link, said: RowFields) -> Link:
    """The link with all of it as is said."""
    expected = replace(link.expected, anchor=said.anchor, rel=said.rel)
    return replace(
        link,
        expected=expected,
        owner=said.owner,
        tags=said.tags,
        notes=said.notes,
        terms=said.terms,
        columns=said.columns,
        guarantee=link.guarantee if said.guarantee is None else said.guarantee,
    )


def restored(link: Link) -> Link:
    """The link as it was before the import that changed it last."""
    if link.updated is None:
        return link
    cost, prices = link.updated.before.terms.cost, link.prices
    is_of_import = cost != link.terms.cost and bool(prices) and prices[-1].cost == cost
    return replace(with_fields(link, link.updated.before), updated=None, prices=prices[:-1] if is_of_import else prices)


def marked(link: Link, before: Link, batch: str, said: str, now: datetime) -> Link:
    """The changed link, with what takes the change back."""
    return replace(link, updated=Updated(batch, now, said, fields_of(before)))


def _changes(before: RowFields, after: RowFields, *, hides_costs: bool) -> tuple[str, ...]:
    old, new = _named(before), _named(after)
    changed = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    return tuple(
        f"{name}: changed"
        if hides_costs and names_cost(name)
        else f"{name}: {old.get(name) or _NOTHING} -> {new.get(name) or _NOTHING}"
        for name in changed
    )


def _named(said: RowFields) -> dict[str, str]:
    until, cost, guarantee = said.terms.guaranteed_until, said.terms.cost, said.guarantee or Guarantee()
    named = {
        "anchor": said.anchor,
        "agreed": ", ".join(sorted(said.rel)),
        "owner": said.owner,
        "tags": ", ".join(sorted(said.tags)),
        "notes": said.notes,
        "cost": format_money(cost) if cost else "",
        "guaranteed until": format_day(until) if until else "",
        "claim within": several(guarantee.claim_days, "day") if guarantee.claim_days else "",
        "covers": ", ".join(guarantee.covers),
        "remedy": guarantee.remedy,
    }
    return named | dict(said.columns)
