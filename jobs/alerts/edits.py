"""What an edit changed of what was agreed about a link, or of what a channel chose, old and new (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum

from jobs.model.channel import ChannelSettings, Logo
from jobs.model.link import Link
from jobs.units.dates import format_day
from jobs.units.durations import format_duration
from jobs.units.money import format_money

SETTINGS = "settings"
"""What an event is about that changed what a channel chose."""


class Agreed(StrEnum):
    """What can be agreed about a link, in words of ours."""

    ANCHOR = "anchor"
    REL = "agreed rel"
    RENDER = "render"
    OWNER = "owner"
    EVERY = "interval"
    TAGS = "tags"
    COST = "cost"
    GUARANTEE = "guarantee"
    CLAIM = "claim within"
    COVERS = "covers"
    REMEDY = "remedy"


@dataclass(frozen=True, slots=True)
class AgreedChange:
    """One thing that was agreed, as it was and as it is; empty where nothing is said of it."""

    what: Agreed
    old: str
    """As people write it; of an owner the user's id."""
    new: str


def changes_of(before: Link, after: Link) -> tuple[AgreedChange, ...]:
    """What differs, in the order in which it is typed."""
    pairs = zip(Agreed, _said(before), _said(after), strict=True)
    return tuple(AgreedChange(what, old, new) for what, old, new in pairs if old != new)


def in_words(changes: tuple[AgreedChange, ...]) -> str:
    """The same for the history, where neither amounts nor people's ids are told."""
    return "; ".join(_told(change) for change in changes)


def settings_in_words(before: ChannelSettings, after: ChannelSettings, logos: Iterable[Logo | None] = ()) -> str:
    """What a channel chose otherwise, for the history; of a logo only that it is another, or gone."""
    pairs = [(field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(before)]
    told = [
        f"{name.replace('_', ' ')} {_chosen(old)} -> {_chosen(new)}"
        for name, old, new in pairs
        if old != new and name != "digest_since"
    ]
    return "; ".join([*told, *("another logo" if logo else "no logo any more" for logo in logos)])


def _chosen(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value or "none"
    return "as configured" if value is None else "another"


def _said(link: Link) -> tuple[str, ...]:
    """What holds of a link, in the order of `Agreed`."""
    cost, until = link.terms.cost, link.terms.guaranteed_until
    return (
        link.expected.anchor,
        ", ".join(sorted(link.expected.rel)),
        "always" if link.expected.render else "",
        link.owner,
        _interval(link.every),
        ", ".join(sorted(link.tags)),
        format_money(cost) if cost else "",
        format_day(until) if until else "",
        _days(link.guarantee.claim_days),
        ", ".join(link.guarantee.covers) or "all",
        link.guarantee.remedy,
    )


def _days(count: int | None) -> str:
    return "" if count is None else "1 day" if count == 1 else f"{count} days"


def _interval(every: timedelta | None) -> str:
    return format_duration(every) if every else ""


def _told(change: AgreedChange) -> str:
    if change.what in {Agreed.COST, Agreed.OWNER}:
        return f"{change.what} {'changed' if change.old and change.new else 'set' if change.new else 'taken away'}"
    return f"{change.what} {change.old or 'none'} -> {change.new or 'none'}"
