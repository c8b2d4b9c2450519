"""What people changed, old and new: of what was agreed, is kept of a partner, or a channel chose (pure)."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from jobs.config.quiet import OFF
from jobs.model.channel import ChannelSettings, Logo
from jobs.model.exchange import Exchange
from jobs.model.link import Link
from jobs.model.partner import Partner, SiteContact
from jobs.model.prospect import Plan
from jobs.units.dates import format_day
from jobs.units.durations import format_duration
from jobs.units.english import several
from jobs.units.money import format_money

_COUNTED = frozenset({"digest_since", "escalating_after", "escalating_since"})
"""What follows from what was chosen."""
SETTINGS = "settings"
"""What an event is about that changed what a channel chose."""


class Agreed(StrEnum):
    """What can be agreed about a link, in words of ours."""

    PAGE = "page"
    TARGET = "target"
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


_OF_PAGE = frozenset({Agreed.PAGE, Agreed.TARGET, Agreed.ANCHOR, Agreed.REL, Agreed.RENDER, Agreed.EVERY})
_OF_PLAN = ("owner", "contact", "cost", "notes")
"""What is kept of a prospect and the history does not tell."""
"""What a check works with; the others are told as they are."""


class AgreedChange(Struct, frozen=True):
    """One thing that was agreed, as it was and as it is; empty where nothing is said of it."""

    what: Agreed
    old: str
    """As people write it; of an owner the user's id."""
    new: str


def changes_of(before: Link, after: Link) -> tuple[AgreedChange, ...]:
    """What differs, in the order in which it is typed."""
    pairs = zip(Agreed, _said(before), _said(after), strict=True)
    return tuple(AgreedChange(what, old, new) for what, old, new in pairs if old != new)


def asks_for_check(changes: Iterable[AgreedChange]) -> bool:
    """Whether the page has to be looked at in the light of these; a new interval counts from a check."""
    return any(change.what in _OF_PAGE for change in changes)


def is_moved(before: Link, after: Link) -> bool:
    """Whether it is expected on another page, or to lead elsewhere: what was seen of it says nothing of that."""
    return (before.page_url, before.target) != (after.page_url, after.target)


def in_words(changes: tuple[AgreedChange, ...]) -> str:
    """The same for the history, where neither amounts nor people's ids are told."""
    return _joined(map(_told, changes))


def settings_in_words(before: ChannelSettings, after: ChannelSettings, logos: Iterable[Logo | None] = ()) -> str:
    """What a channel chose otherwise, for the history; of a logo only that it is another, or gone."""
    pairs = [(field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(before)]
    told = [
        f"{name.replace('_', ' ')} {_chosen(name, old)} -> {_chosen(name, new)}"
        for name, old, new in pairs
        if old != new and name not in {*_COUNTED, "escalate"}
    ]
    escalated = [_escalation(before), _escalation(after)]
    if before.escalate != after.escalate:  # the last one, as the person or channel is named behind it
        told.append(f"escalate {escalated[0]}{_whom_in_words(before)} -> {escalated[1]}")
    return "; ".join([*("another logo" if logo else "no logo any more" for logo in logos), *told])


def escalated_to(before: ChannelSettings, after: ChannelSettings) -> str:
    """Id of the person or channel that the words of such a change end with; empty where they end with none."""
    return "" if before.escalate == after.escalate else (after.escalate or "").partition(" ")[2]


def _escalation(chosen: ChannelSettings) -> str:
    """When alerts are told again, without the id of whom."""
    after, _, to = (chosen.escalate or "").partition(" ")
    if after in {"", OFF}:
        return after or "as configured"
    return f"after {after}, to" if to else f"after {after}, here again"


def _whom_in_words(chosen: ChannelSettings) -> str:
    """What stands for who was named before: the line of that time names them."""
    to = (chosen.escalate or "").partition(" ")[2]
    return "" if not to else " a person" if to[0] in {"U", "W"} else " another channel"


def partner_in_words(before: Partner, after: Partner) -> str:
    """What is agreed otherwise about a partner page, for the history."""
    limits = [str(each.max_outbound) for each in (before, after)]
    if limits[0] == limits[1]:
        limits = [limits[0] if each.limit_agreed else "as usual" for each in (before, after)]
    intervals = _interval(before.every), _interval(after.every)
    baseline = "" if before.baseline_at == after.baseline_at else _as_baseline(after)
    return _joined([_moved("limit", *limits), _moved("interval", *intervals), baseline])


def _as_baseline(partner: Partner) -> str:
    sites = several(len(partner.baseline), "site")
    return f"baseline: {several(partner.baseline_followed or 0, 'followed link')} out to {sites}"


def deal_in_words(before: Exchange, after: Exchange) -> str:
    """What is agreed otherwise about an exchange, for the history, which tells no amounts."""
    days = [format_day(each.until) if each.until else "" for each in (before, after)]
    return _joined([_moved("until", *days), _hidden("cost", before.cost, after.cost)])


def contact_in_words(before: SiteContact, after: SiteContact) -> str:
    """What is kept otherwise of a site's people, for the history, which outlives how they are reached."""
    tags = [", ".join(sorted(each.tags)) for each in (before, after)]
    wanted = before.unwanted_since is None, after.unwanted_since is None
    asked = "" if wanted[0] is wanted[1] else "they may be written to" if wanted[1] else "do not contact"
    return _joined([_hidden("contact", before.contact, after.contact), _moved("tags", *tags), asked])


def plan_in_words(before: Plan, after: Plan) -> str:
    """What is planned otherwise with a prospect, for the history: of cost, people and notes only that they changed."""
    days = [format_day(each.next_on) if each.next_on else "" for each in (before, after)]
    return _joined(
        [
            _moved("state", before.state.words, after.state.words),
            _moved("target", before.target, after.target),
            _moved("next", *days),
            *(_hidden(name, getattr(before, name), getattr(after, name)) for name in _OF_PLAN),
        ]
    )


def _chosen(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    if isinstance(value, str):
        return value or "none"
    if isinstance(value, date):
        return format_day(value)
    unchosen = "none" if name in {"digest_off_from", "digest_off_until"} else "as configured"
    return unchosen if value is None else "another"


def _said(link: Link) -> tuple[str, ...]:
    """What holds of a link, in the order of `Agreed`."""
    cost, until = link.terms.cost, link.terms.guaranteed_until
    return (
        link.page_url,
        link.target,
        link.expected.anchor,
        ", ".join(sorted(link.expected.rel)),
        "always" if link.expected.render else "",
        link.owner,
        _interval(link.every),
        ", ".join(sorted(link.tags)),
        format_money(cost) if cost else "",
        format_day(until) if until else "",
        "" if (days := link.guarantee.claim_days) is None else several(days, "day"),
        ", ".join(link.guarantee.covers) or "all",
        link.guarantee.remedy,
    )


def _interval(every: timedelta | None) -> str:
    return format_duration(every) if every else ""


def _told(change: AgreedChange) -> str:
    tell = _hidden if change.what in {Agreed.COST, Agreed.OWNER} else _moved
    return tell(change.what, change.old, change.new)


def _moved(what: str, old: str, new: str) -> str:
    return f"{what} {old or 'none'} -> {new or 'none'}" if old != new else ""


def _hidden(what: str, old: object, new: object) -> str:
    """The same without saying what it was and is."""
    if old == new:
        return ""
    return f"{what} {'changed' if old and new else 'set' if new else 'taken away'}"


def _joined(said: Iterable[str]) -> str:
    return "; ".join(filter(None, said))
