"""What wants a person, each in one line with what can be done about it."""

from collections.abc import Iterable, Sequence
from datetime import date

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


def todo_on_top(todo: Sequence[Todo], total: int, today: date, *, mine: bool, may_manage: bool) -> list[Block]:
    """The most urgent few of a digest, and a button that shows all as they are by then; days count from `today`."""
    if not todo:
        return []
    more = controls.buttons(controls.run(f"See all {total}", _command(mine=mine))) if total > _MOST_SHOWN else []
    shown = todo[:_MOST_SHOWN]
    return [rich(line(strong(f"What to do: {total}"))), *_rows(shown, today, may_manage=may_manage), *more]


def todo_listed(todo: Sequence[Todo], today: date, page: int = 1, *, mine: bool = False, may_manage: bool) -> Message:
    """A page of it, the most urgent first; days count from `today`, which is that of the channel's zone."""
    if not todo:
        return note("Nothing wants anybody now: no alert waits, and nothing is overdue.")
    head = text.several(len(todo), "thing") + " to do"
    of = -(-len(todo) // _MOST_LISTED)
    page = min(page, of)
    foot = [context(text.escape(f"Page {page} of {of}, the most urgent first."))] if of > 1 else []
    turning = controls.buttons(*controls.pages(_command(mine=mine), page, of))
    rows = _rows(todo[(page - 1) * _MOST_LISTED : page * _MOST_LISTED], today, may_manage=may_manage)
    return Message(text.escape(f"{head}."), (header(head), *rows, *foot, *turning))


def _command(*, mine: bool) -> str:
    return "digest todo me" if mine else "digest todo"


def _rows(todo: Iterable[Todo], today: date, *, may_manage: bool) -> list[Block]:
    return [
        block for each in todo for block in (rich(line(*_told(each, today))), *_controls(each, may_manage=may_manage))
    ]


def _told(each: Todo, today: date) -> list[Part]:
    """`🔴 Link lost: L-5 trail.example/wet-weeks, since ...`."""
    since: list[Part] = [", since ", moment(each.since)] if each.since else []
    holder: list[Part] = [", ", person(each.holder), " is on it"] if each.holder else []
    said: list[Part] = [foreign(each.text, 200)] if each.text and each.kind not in _SAID_BY_TITLE else []
    behind = [" ", *said] if each.kind in _OF_DEALS else [*since, *holder, *([": ", *said] if said else [])]
    return [f"{_mark(each)} ", strong(_title(each, today)), ": ", *_named(each), *behind]


def _mark(each: Todo) -> str:
    if each.kind is TodoKind.OVERDUE:
        return "⚪"
    return "🔴" if each.kind is TodoKind.CLAIM else wording.mark_of(_ALERTS.get(each.kind, IncidentKind.WEAKENED))


def _title(each: Todo, today: date) -> str:
    if each.kind is TodoKind.CLAIM and each.until:
        return f"Claim until {format_day(each.until)} ({_left(each.until, today)})"
    if each.kind is TodoKind.ENDING and each.until:
        return f"Exchange ends on {format_day(each.until)} ({_left(each.until, today)})"
    if each.kind is TodoKind.OVERDUE:
        return "Agreed long ago, not placed"
    if each.kind is TodoKind.OVER_LIMIT:
        return "Partner page"
    return wording.happened(_ALERTS[each.kind], each.count)


def _left(until: date, today: date) -> str:
    return in_days(max((until - today).days, 0))


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
