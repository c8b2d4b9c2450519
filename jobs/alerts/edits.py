"""What an edit changed of what was agreed about a link, old and new (pure)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from jobs.model.link import Link
from jobs.units.dates import format_day
from jobs.units.durations import format_duration
from jobs.units.money import format_money


class Agreed(StrEnum):
    """What can be agreed about a link, in words of ours."""

    ANCHOR = "anchor"
    REL = "agreed rel"
    OWNER = "owner"
    EVERY = "interval"
    TAGS = "tags"
    COST = "cost"
    GUARANTEE = "guarantee"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was agreed, as it was and as it is; empty where nothing is said of it."""

    what: Agreed
    old: str
    """As people write it; of an owner the user's id."""
    new: str


def changes_of(before: Link, after: Link) -> tuple[Change, ...]:
    """What differs, in the order in which it is typed."""
    pairs = zip(Agreed, _said(before), _said(after), strict=True)
    return tuple(Change(what, old, new) for what, old, new in pairs if old != new)


def in_words(changes: tuple[Change, ...]) -> str:
    """The same for the history, where neither amounts nor people's ids are told."""
    return "; ".join(_told(change) for change in changes)


def _said(link: Link) -> tuple[str, ...]:
    """What holds of a link, in the order of `Agreed`."""
    cost, until = link.terms.cost, link.terms.guaranteed_until
    return (
        link.expected.anchor,
        ", ".join(sorted(link.expected.rel)),
        link.owner,
        _interval(link.every),
        ", ".join(sorted(link.tags)),
        format_money(cost) if cost else "",
        format_day(until) if until else "",
    )


def _interval(every: timedelta | None) -> str:
    return format_duration(every) if every else ""


def _told(change: Change) -> str:
    if change.what in {Agreed.COST, Agreed.OWNER}:
        return f"{change.what} {'changed' if change.old and change.new else 'set' if change.new else 'taken away'}"
    return f"{change.what} {change.old or 'none'} -> {change.new or 'none'}"
