"""What a channel is told of a sheet that its links follow."""

from collections.abc import Sequence

from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    bullets,
    date,
    foreign,
    joined_by,
    line,
    note,
    person,
    rich,
    strong,
    web_link,
)
from bot.messages.kit.controls import buttons, run
from jobs.model.sheet_news import KeptLink, NewsKind, SheetNews
from jobs.model.synced_sheet import RowChange

_FIELDS = {
    "anchor": "anchor text",
    "rel": "rel",
    "owner": "owner",
    "tags": "tags",
    "notes": "notes",
    "cost": "cost",
    "guaranteed_until": "guarantee",
}
_SHORT = 60


def sheet_message(news: SheetNews) -> Message:
    """The message, with what can be done about it."""
    head, more, controls = _PARTS[news.kind](news)
    return Message(note(*head).text, (rich(line(*head), *more), *buttons(*controls)))


def sheet_named(url: str) -> Part:
    """A sheet by its address, short."""
    return web_link(url, _SHORT)


def counted(news: SheetNews) -> list[Part]:
    """What a sync did, in numbers: `3 added, 1 changed, 2 removed, 1 kept`."""
    numbers = {
        "added": news.added,
        "changed": news.changed,
        "removed": news.removed,
        "tracked already": news.adopted,
        "kept": news.kept_in_all,
    }
    said: list[list[Part]] = [[strong(f"{number:,}"), f" {what}"] for what, number in numbers.items() if number]
    return joined_by(said, ", ")


def kept_lines(news: SheetNews) -> list[Block]:
    """Each link that stays as people made it, and the rows that name no link."""
    rest = news.kept_in_all - len(news.kept)
    items: list[Sequence[Part]] = [_kept(each) for each in news.kept]
    items += [[f"and {rest:,} more"]] if rest > 0 else []
    items += [[foreign(said, 300)] for said in news.unusable]
    return [bullets(items)] if items else []


def _kept(kept: KeptLink) -> list[Part]:
    by: list[Part] = [" by ", person(kept.by)] if kept.by else []
    fields = ", ".join(_FIELDS.get(name, name) for name in kept.fields)
    match kept.change:
        case RowChange.NOT_HERE:
            return [kept.ref, " was removed or moved here", *by, ", and is not added again while its row stands"]
        case RowChange.STAYS:
            return [kept.ref, " was tracked before it stood in the sheet: its row is gone, and it stays"]
        case RowChange.STAYS_CHANGED:
            return [kept.ref, " was changed here", *by, ": its row is gone, and it stays"]
        case RowChange.ADOPTED:
            return [kept.ref, f" was tracked before, and keeps what was agreed here: {fields}"]
    return [kept.ref, f" {fields} was changed here", *by, ", and stays so"]


def doubt_controls(sheet: int, digest: str) -> list[Block]:
    """What can be said of a doubtful answer; whether it still holds is found out when it is said."""
    return [run("Apply", f"sync apply {sheet} {digest}", 0), run("Keep", f"sync keep {sheet} {digest}", 1)]


_Parts = tuple[list[Part], list[Block], list[Block]]
"""The first line, what follows it, and buttons."""


def _synced(news: SheetNews) -> _Parts:
    undo = [run("Undo", f"sync undo {news.sheet} {news.run}", 0)] if _did_something(news) else []
    return ["Sheet ", sheet_named(news.url), ": ", *counted(news), "."], kept_lines(news), undo


def _did_something(news: SheetNews) -> bool:
    return bool(news.added or news.changed or news.removed or news.adopted)


def _asked(news: SheetNews) -> _Parts:
    head: list[Part] = ["The sheet ", sheet_named(news.url), " changed in a way that I do not follow unasked. "]
    said = [
        *("Nothing was changed. ", strong("Apply"), ": I read it again, and the links follow it if it is a list. "),
        *(strong("Keep"), ": the links stay as they are."),
    ]
    return [*head, foreign(news.why, 500)], [line(*said)], doubt_controls(news.sheet, news.digest)


def _failed(news: SheetNews) -> _Parts:
    head: list[Part] = ["The sheet ", sheet_named(news.url), " cannot be read: ", foreign(news.why, 300), ". "]
    when: list[Part] = [" as they were when it was last read, ", date(news.since)] if news.since else [" as they are"]
    more = line("The links stay", *when, ". I go on trying, ever more seldom, and say when it is over.")
    controls = [run("Read it now", f"sync now {news.sheet}", 0), run("Stop following it", f"sync stop {news.sheet}", 1)]
    return head, [more], controls


def _over(news: SheetNews) -> _Parts:
    return ["The sheet ", sheet_named(news.url), " can be followed again, and the links are as it says."], [], []


_PARTS = {NewsKind.SYNCED: _synced, NewsKind.ASKED: _asked, NewsKind.FAILED: _failed, NewsKind.OVER: _over}
