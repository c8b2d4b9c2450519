"""What wants a person, each in one line with what can be done about it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from bot.messages.kit import controls, text, wording
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    button,
    context,
    fits_button,
    foreign,
    header,
    line,
    note,
    people_menu,
    person,
    rich,
    strong,
    web_link,
)
from bot.messages.kit.blocks import date as moment
from jobs.model.incident import IncidentKind
from jobs.model.todo import Todo, TodoKind
from jobs.units.dates import format_day, in_days

_MOST_SHOWN, _MOST_LISTED = 5, 20
_MOST_REFS = 3
_ALERTS = {
    TodoKind.LOST: IncidentKind.LOST,
    TodoKind.REPLACED: IncidentKind.REPLACED,
    TodoKind.WEAKENED: IncidentKind.WEAKENED,
    TodoKind.TARGET: IncidentKind.TARGET,
    TodoKind.BREACH: IncidentKind.BREACH,
    TodoKind.ENDING: IncidentKind.EXPIRING,
}
"""What each is called by its alert."""
_SAID_BY_TITLE = frozenset({TodoKind.LOST, TodoKind.REPLACED, TodoKind.CLAIM})
"""Kinds whose title says what was found."""
_OF_DEALS = frozenset({TodoKind.BREACH, TodoKind.ENDING})


def todo_on_top(todo: Sequence[Todo], total: int, now: datetime, *, mine: bool, may_manage: bool) -> list[Block]:
    """The most urgent few of a digest, and a button that shows all as they are by then."""
    if not todo:
        return []
    command = "digest todo me" if mine else "digest todo"
    more = controls.buttons(controls.run(f"See all {total}", command)) if total > _MOST_SHOWN else []
    shown = todo[:_MOST_SHOWN]
    return [rich(line(strong(f"What to do: {total}"))), *_rows(shown, now, may_manage=may_manage), *more]


def todo_listed(todo: Sequence[Todo], now: datetime, *, may_manage: bool) -> Message:
    """All of it, as far as a message goes."""
    if not todo:
        return note("Nothing wants anybody now: no alert waits, and nothing is overdue.")
    head = text.several(len(todo), "thing") + " to do"
    more = len(todo) - _MOST_LISTED
    foot = [context(text.escape(f"and {more} more, less urgent."))] if more > 0 else []
    rows = _rows(todo[:_MOST_LISTED], now, may_manage=may_manage)
    return Message(text.escape(f"{head}."), (header(head), *rows, *foot))


def _rows(todo: Iterable[Todo], now: datetime, *, may_manage: bool) -> list[Block]:
    return [
        block for each in todo for block in (rich(line(*_told(each, now))), *_controls(each, may_manage=may_manage))
    ]


def _told(each: Todo, now: datetime) -> list[Part]:
    """`🔴 Link lost: L-5 trail.example/wet-weeks, since ...`."""
    since: list[Part] = [", since ", moment(each.since)] if each.since else []
    holder: list[Part] = [", ", person(each.holder), " is on it"] if each.holder else []
    said: list[Part] = [foreign(each.text, 200)] if each.text and each.kind not in _SAID_BY_TITLE else []
    behind = [" ", *said] if each.kind in _OF_DEALS else [*since, *holder, *([": ", *said] if said else [])]
    return [f"{_mark(each)} ", strong(_title(each, now)), ": ", *_named(each), *behind]


def _mark(each: Todo) -> str:
    if each.kind is TodoKind.OVERDUE:
        return "⚪"
    return "🔴" if each.kind is TodoKind.CLAIM else wording.mark_of(_ALERTS.get(each.kind, IncidentKind.WEAKENED))


def _title(each: Todo, now: datetime) -> str:
    if each.kind is TodoKind.CLAIM and each.until:
        return f"Claim until {format_day(each.until)} ({_left(each.until, now)})"
    if each.kind is TodoKind.ENDING and each.until:
        return f"Exchange ends on {format_day(each.until)} ({_left(each.until, now)})"
    if each.kind is TodoKind.OVERDUE:
        return "Agreed long ago, not placed"
    if each.kind is TodoKind.OVER_LIMIT:
        return "Partner page"
    return wording.happened(_ALERTS[each.kind], each.count)


def _left(until: date, now: datetime) -> str:
    return in_days(max((until - now.astimezone(UTC).date()).days, 0))


def _named(each: Todo) -> list[Part]:
    """What it is about: references, and the first page; of a fault of ours our page."""
    if each.kind is TodoKind.TARGET:
        return [web_link(each.target, 45), f", {text.several(each.count, 'link')}"]
    refs = ", ".join(each.refs[:_MOST_REFS])
    more = each.count - min(len(each.refs), _MOST_REFS)
    others = f" and {more} more" if more > 0 else ""
    page: list[Part] = [" on " if each.count > 1 else " ", web_link(each.page_url, 45)] if each.page_url else []
    return [strong(f"{refs}{others}"), *page]


def _controls(each: Todo, *, may_manage: bool) -> list[Block]:
    """What can be done about it; who may is asked again at each click."""
    claim = f"guarantee claimed {' '.join(each.refs)}"
    claims = each.kind is TodoKind.CLAIM and each.count == len(each.refs) and may_manage and fits_button(claim)
    asks = bool(each.incident) and each.kind is not TodoKind.TARGET
    takes = bool(each.incident) and may_manage
    is_alone = len(each.refs) == 1 and each.kind is not TodoKind.TARGET
    elements = [
        *([controls.run("I claimed it", claim)] if claims else []),
        *([button("I'm on it", controls.ACKNOWLEDGE, each.incident)] if takes and not each.holder else []),
        *([button("Draft a mail", controls.MAIL_DRAFT, each.incident)] if asks else []),
        *([people_menu("Assign to…", controls.ASSIGN)] if takes else []),
        *([controls.run("Show", _show(each), 1)] if is_alone else []),
        *([controls.run("Check now", f"check {each.refs[0]}", 2)] if each.kind is TodoKind.OVERDUE else []),
    ]
    return (
        [actions(*elements, block_id=controls.todo_block_of(each.incident) if each.incident else "")]
        if elements
        else []
    )


def _show(each: Todo) -> str:
    return f"exchange show {each.refs[0]}" if each.kind in _OF_DEALS else f"show {each.refs[0]}"
