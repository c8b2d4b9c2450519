"""What is answered to `sync`: a sheet followed, read, listed, stopped, decided about and taken back."""

from collections.abc import Sequence

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, Part, bullets, date, foreign, line, note, notes, rich, strong, typed
from bot.messages.kit.controls import buttons, run
from bot.messages.sheet import counted, doubt_controls, kept_lines, sheet_named
from jobs.model.operation import UNDO_FOR
from jobs.model.sheet_news import SyncOutcome, SyncResult, SyncTakenBack
from jobs.model.synced_sheet import SyncedSheet
from jobs.units.durations import format_duration

_MOST_SHEETS = 20


def reading() -> Message:
    """It may take a while."""
    return note("Reading the sheet.")


def followed(sheet: SyncedSheet, result: SyncResult, command: str) -> Message:
    """A sheet is followed from now on."""
    every = format_duration(sheet.every)
    head: list[Part] = ["This channel's links follow ", sheet_named(sheet.url), f" from now on, every {every}: "]
    stop: list[Part] = [
        "What it changes is told here in the channel. To end it: ",
        typed(f"{command} sync stop {sheet.id}"),
    ]
    return notes([[*head, *_done(result)], stop], then=_more(result))


def refused(sheet: SyncedSheet, result: SyncResult) -> Message:
    """A sheet that cannot be followed, and why."""
    return notes([[strong("Not followed: "), sheet_named(sheet.url), ". ", foreign(_sentence(result.why), 500)]])


def read(sheet: SyncedSheet, result: SyncResult) -> Message:
    """What came of reading a sheet that is followed."""
    controls = buttons(*doubt_controls(sheet.id, sheet.question.digest)) if sheet.question else []
    return notes([[sheet_named(sheet.url), ": ", *_done(result)]], then=[*_more(result), *controls])


def _done(result: SyncResult) -> list[Part]:
    match result.outcome:
        case SyncOutcome.SYNCED if result.news:
            return [*counted(result.news), "."]
        case SyncOutcome.ASKED:
            return ["nothing was changed. ", foreign(_sentence(result.why), 500)]
        case SyncOutcome.FAILED:
            return [
                "it cannot be read now: ",
                foreign(result.why, 300),
                ". The links stay as they are; I go on trying.",
            ]
        case SyncOutcome.BUSY:
            return ["somebody is at it just now; look again in a minute."]
    return ["nothing has changed; the links are as it says."]


def _more(result: SyncResult) -> list[Block]:
    lines = kept_lines(result.news) if result.news and result.outcome is SyncOutcome.SYNCED else []
    return [rich(*lines)] if lines else []


def _sentence(why: str) -> str:
    return why if why.endswith(".") else f"{why[:1].upper()}{why[1:]}."


def listed(sheets: Sequence[SyncedSheet], command: str, *, may_manage: bool) -> Message:
    """The sheets that a channel follows, each with how it is and what can be done."""
    if not sheets:
        return note(
            "No sheet is followed here. To follow one: ", typed(f"{command} sync https://files.example/links.csv")
        )
    head = f"{text.several(len(sheets), 'sheet')} followed here."
    blocks: list[Block] = [rich(line(strong(head)))]
    for number, sheet in enumerate(sheets[:_MOST_SHEETS]):
        blocks += [rich(line(strong(f"{sheet.id}: "), sheet_named(sheet.url)), bullets(_facts(sheet)))]
        blocks += buttons(*_controls(sheet, number)) if may_manage else []
    return Message(text.escape(head), tuple(blocks))


def _facts(sheet: SyncedSheet) -> list[list[Part]]:
    facts: list[list[Part]] = [[f"{text.several(sheet.rows, 'row')}, read every {format_duration(sheet.every)}"]]
    facts += [["the links were as it says at ", date(sheet.synced_at)]] if sheet.synced_at else []
    facts += [["cannot be read: ", foreign(sheet.trouble, 300)]] if sheet.trouble else []
    facts += [["not followed now: ", foreign(sheet.question.why, 300)]] if sheet.question else []
    return [*facts, ["read next at ", date(sheet.next_at)]]


def _controls(sheet: SyncedSheet, number: int) -> list[Block]:
    asked = [run("Apply", f"sync apply {sheet.id} {sheet.question.digest}", 10 * number + 2)] if sheet.question else []
    return [
        run("Read it now", f"sync now {sheet.id}", 10 * number),
        run("Stop following it", f"sync stop {sheet.id}", 10 * number + 1),
        *asked,
    ]


def stopped(sheet: SyncedSheet, command: str) -> Message:
    """A sheet is followed no longer."""
    again = typed(f"{command} sync {sheet.url} every {format_duration(sheet.every)}")
    return note("No longer followed: ", sheet_named(sheet.url), ". Its links stay tracked. To follow it again: ", again)


def kept(*, changed: bool) -> Message:
    """The links stay as they are."""
    if not changed:
        return note("That was decided already, or the sheet says something else by now. Nothing was changed.")
    return note("The links stay as they are. The sheet is followed again once it says what can be followed unasked.")


def taken_back(taken: SyncTakenBack | None) -> Message:
    """What became of taking a sync back."""
    if taken is None:
        return note("Only the newest sync of a sheet can be taken back, and this is another one, or one is under way.")
    if taken.too_old:
        return note(f"That sync is older than {UNDO_FOR.days} days, and was not taken back.")
    numbers = {"tracked no longer": taken.removed, "tracked again": taken.restored, "as before": taken.reverted}
    said = ", ".join(f"{text.several(number, 'link')} {what}" for what, number in numbers.items() if number)
    done: list[Part] = [f"Taken back: {said}." if said else "There was nothing left to take back."]
    stay: list[Part] = [f"Changed by people since, and left so: {', '.join(taken.kept[:50])}."] if taken.kept else []
    return notes([done, *([stay] if stay else []), ["The sheet still says it; it is followed again where it changes."]])


def no_sheet(sheets: int, command: str) -> Message:
    """Which sheet is meant is not clear, or there is none."""
    if not sheets:
        return listed([], command, may_manage=False)
    return note("Say which sheet, by its number: ", typed(f"{command} sync list"), " shows them.")
