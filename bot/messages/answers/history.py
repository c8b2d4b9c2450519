"""What happened, line by line: to a link or partner page, or by people in a channel."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

from msgspec import Struct

from bot.messages.answers.edits import with_arrows
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    bullets,
    context,
    date,
    foreign,
    header,
    note,
    person,
    rich,
    strong,
)
from bot.messages.kit.controls import pages, sharing
from bot.messages.kit.text import is_person
from bot.messages.kit.views import channel_part
from jobs.alerts.decisions import MARKS
from jobs.alerts.said import INDEXED, OPINION
from jobs.model.event import Event

T = TypeVar("T")

ROWS = 20
_DEEDS = frozenset({"snoozed", "unsnoozed", "accepted", "unaccepted", INDEXED, OPINION}) | MARKS
"""Events whose text continues a sentence that begins with the person."""
_MENDED = {"recovered": "recovered", "strengthened": "partly mended"}
"""Events whose text is the trouble that is over."""
_EDITS = frozenset({"edited", "changed"})
"""Events whose text says what was and what is."""
_AT_ONCE = timedelta(minutes=1)
"""What one person does to several within that time, in the same words, is one line."""
_MOST_NAMED = 10


class _Deed(Struct, frozen=True):
    """What was done at once to one or several."""

    event: Event
    """The newest of them."""
    subjects: Sequence[str]


def history_shown(what: str, command: str, events: Sequence[Event], page: int) -> Message:
    """A page of what happened to a link or partner page, the newest first."""
    return _shown(f"History of {what}", command, events, told, page)


def deeds_shown(command: str, events: Sequence[Event], page: int, *, are_all: bool = True) -> Message:
    """A page of what people did in a channel, the newest first; `are_all`: nothing older is left out."""
    if not events:
        return note("Nobody has done anything in this channel yet.")
    return _shown("Who did what in this channel", command, _at_once(events), _line, page, are_all=are_all)


def fills_page(events: Sequence[Event], page: int) -> bool:
    """Whether these are enough to show a page of what people did, and to know that there is another behind it."""
    return len(_at_once(events)) > page * ROWS


def told(event: Event) -> list[Part]:
    """When, what and by whom, said once."""
    if event.by and event.kind in _DEEDS:
        return [date(event.at), " ", person(event.by), " ", foreign(event.text, 200)]
    if event.kind in _MENDED:
        was: list[Part] = [". It was: ", foreign(event.text, 200)] if event.text else []
        return [date(event.at), f" {_MENDED[event.kind]}", *was]
    by: list[Part] = [" by ", person(event.by)] if event.by else []
    words = with_arrows(event.text) if event.kind in _EDITS else event.text
    said: list[Part] = [": ", foreign(words, 200)] if words else []
    said += [" ", person(event.whom) if is_person(event.whom) else channel_part(event.whom)] if event.whom else []
    return [date(event.at), f" {event.kind.replace('_', ' ')}", *by, *said]


def _at_once(events: Iterable[Event]) -> list[_Deed]:
    deeds: list[tuple[Event, list[str]]] = []
    for event in events:
        if deeds and _is_part(event, deeds[-1][0]):
            deeds[-1][1].append(event.subject)
        else:
            deeds.append((event, [event.subject]))
    return [_Deed(event, subjects) for event, subjects in deeds]


def _is_part(event: Event, of: Event) -> bool:
    """Whether an event belongs to the same deed as a newer one."""
    same = (of.kind, of.by, of.text) == (event.kind, event.by, event.text)
    return same and of.at - event.at <= _AT_ONCE


def _line(deed: _Deed) -> list[Part]:
    when, *said = told(deed.event)
    named = ", ".join(deed.subjects[:_MOST_NAMED])
    more = f" and {len(deed.subjects) - _MOST_NAMED} more" if len(deed.subjects) > _MOST_NAMED else ""
    return [when, " ", strong(f"{named}{more}"), *said]


def _shown(
    head: str, command: str, items: Sequence[T], line: Callable[[T], Sequence[Part]], page: int, *, are_all: bool = True
) -> Message:
    of = max(1, -(-len(items) // ROWS))
    page = min(page, of)
    where = f"Page {page} of {of}" if are_all else f"Page {page}"
    foot = [context(text.escape(where))] if of > 1 else []
    controls = [*pages(command, page, of), *sharing(f"{command} page:{page}" if page > 1 else command)]
    told_here = rich(bullets([line(item) for item in items[(page - 1) * ROWS : page * ROWS]]))
    blocks: list[Block] = [header(head), told_here, *foot, *([actions(*controls)] if controls else [])]
    return Message(text.escape(head), tuple(blocks))


def reading_history() -> Message:
    """Said while all that happened in a channel is read."""
    return note("Reading the history of this channel.")
