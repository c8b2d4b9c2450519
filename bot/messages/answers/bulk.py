"""Changes of many links: what would change, and the button for it; what was done, and the one that undoes it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.grammar.edit_values import (
    Bulk,
    BulkAccept,
    BulkEdit,
    BulkMark,
    BulkMarkIndex,
    BulkPreview,
    BulkRemove,
    BulkSnooze,
    BulkUnaccept,
    BulkUnsnooze,
    Deed,
)
from bot.grammar.list_query import ListLinks
from bot.messages.answers.edits import told, undo_kept
from bot.messages.answers.listing import in_short
from bot.messages.answers.progress import bar
from bot.messages.answers.terms import costs_hidden
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    bullets,
    button,
    date,
    fits_button,
    foreign,
    header,
    line,
    note,
    notes,
    rich,
    strong,
)
from bot.messages.kit.controls import BULK, buttons, run
from jobs.alerts.edits import Agreed, AgreedChange
from jobs.formats.filters.link_filter import ALL_LINKS, LinkFilter
from jobs.model.operation import BulkOutcome, BulkUndone

_MOST_CHANGES = 12
_MOST_NAMED = 20


class _DeedWords(Struct, frozen=True):
    """What a deed is called."""

    do: str
    """On the button, before the links."""
    done: str
    """Goes on from the links."""
    idle: str
    """Of links that fit and that there is nothing to do about: goes on from them."""
    how: str = ""
    """On the button, behind the links."""


_WORDS: Mapping[type[Deed], _DeedWords] = {
    BulkEdit: _DeedWords("Change", "changed", "so already"),
    BulkSnooze: _DeedWords("Snooze", "snoozed", "snoozed so already"),
    BulkUnsnooze: _DeedWords("End the snooze of", "snoozed no longer", "not snoozed"),
    BulkAccept: _DeedWords("Accept", "accepted as the new normal", "without anything to accept"),
    BulkUnaccept: _DeedWords("Take back what was accepted of", "as before it was accepted", "with nothing accepted"),
    BulkRemove: _DeedWords("Remove", "tracked no longer", ""),
}


def _words_of(deed: Deed) -> _DeedWords:
    match deed:
        case BulkMark():
            state = "live" if deed.live else "lost"
            return _DeedWords("Mark", f"marked {state}", "so already", f" {state}")
        case BulkMarkIndex():
            state = "indexed" if deed.indexed else "not indexed"
            return _DeedWords("Mark", f"marked {state}", "marked so today already", f" {state}")
        case _:
            return _WORDS[type(deed)]


def previewed(preview: BulkPreview, *, hide_costs: bool) -> Message:
    """How many links it is about, what would change of how many, the first few, and the button."""
    words, total, asked = _words_of(preview.command.deed), len(preview.planned), preview.command.links
    if not total:
        goes_on = f"{'' if asked == ALL_LINKS else ' and'} {'is' if preview.idle == 1 else 'are'}"
        return note(*_fitting(preview.idle, asked, "Nothing to do: "), f"{goes_on} {words.idle}.")
    question = f"{words.do} {_count(total)}{words.how}?"
    idle: list[Part] = [f" {preview.idle:,} more fit, {words.idle}."] if preview.idle else []
    first: list[Sequence[Part]] = [[strong(each.ref), " ", *in_short(each, preview.at)] for each in preview.first]
    rest: list[Sequence[Part]] = [[f"and {total - len(first):,} more"]] if total > len(first) else []
    changes = preview.changes
    shown = [(change, count) for change, count in changes.items() if not (hide_costs and _is_of_cost(change))]
    blocks: list[Block] = [
        header(question),
        rich(line(*_fitting(total, asked), ".", *idle), *_changes(shown)),
        rich(line(strong("The first of them" if rest else "They are")), bullets([*first, *rest])),
        *(costs_hidden() if len(shown) < len(changes) else []),
        *buttons(*_deeds(preview)),
    ]
    return Message(text.escape(question), tuple(blocks))


def nothing_fits(asked: LinkFilter, near: tuple[LinkFilter, int] | None, deed: str = "changed") -> Message:
    """No link fits, so nothing had the `deed` done to it; the nearest filter that leaves some, where there is any."""
    if asked == ALL_LINKS:
        return note(f"No link is tracked in this channel; nothing was {deed}.")
    said: list[Part] = ["No link in this channel fits ", _named(asked), f"; nothing was {deed}."]
    if near is None:
        return note(*said)
    links, count = near
    said += [*_fitting(count, links, " The nearest: "), "."]
    listed = str(ListLinks(links))
    return note(*said, then=buttons(run("List them", listed)) if fits_button(listed) else [])


def at_work(name: str, done: int, of: int) -> Message:
    """How far it is; a restart in the middle leaves the button there."""
    far = f"{bar(done, of)}  {done:,} of {of:,} links" if of else "Looking for these links."
    return notes([[far]], then=undo_kept(name))


def cut_short(name: str) -> Message:
    """A fault in the middle: some of it may be done."""
    return notes([["That was cut short. What it changed so far can be undone."]], then=undo_kept(name))


def bulk_done(preview: BulkPreview, outcome: BulkOutcome, now: datetime) -> Message:
    """How many it was done to, which were left alone and why, and the button that undoes it."""
    deed = preview.command.deed
    done: list[Part] = [strong(f"{_count(outcome.done)} {_words_of(deed).done}")]
    if isinstance(deed, BulkSnooze) and outcome.done:
        done += [" until ", date(now + deed.wait), ". The checks go on"]
    done.append(".")
    left = (
        (
            outcome.moved,
            "changed since you saw it, and was left alone",
            "changed since you saw them, and were left alone",
        ),
        (outcome.bound, "belongs to an exchange and is tracked still", "belong to exchanges and are tracked still"),
        (outcome.missing, "was no longer tracked", "were no longer tracked"),
    )
    said: list[Sequence[Part]] = [done]
    said += [[f"{text.several(len(refs), one, many)}: {_refs(refs)}."] for refs, one, many in left if refs]
    return notes(said, then=undo_kept(preview.name) if outcome.done else [])


def bulk_undone(undone: BulkUndone) -> Message:
    """How many are as they were, and which were changed otherwise since."""
    said: list[Sequence[Part]] = [[f"Undone: {_count(undone.done)} as before."]]
    if undone.kept:
        stays = text.several(
            len(undone.kept), "changed otherwise since, and stays", "changed otherwise since, and stay"
        )
        said.append([f"{stays}: {_refs(undone.kept)}."])
    return notes(said)


def done_already() -> Message:
    """A second press."""
    return note("That is done, or being done, already. What was done can be undone under its answer.")


def under_way() -> Message:
    """Undo was pressed while it is being done, or undone."""
    return note("That is under way. Once it is done, press Undo under its answer.")


def undone_already() -> Message:
    """A second press of Undo, or a late one."""
    return note("There is nothing to undo: it is undone already, or it was more than seven days ago.")


def forgotten() -> Message:
    """A press on what is not known any more, and too long for its button."""
    words = "That was shown over an hour ago, or before I was restarted; nothing was changed. Type it again."
    return note(words)


def shown_anew(fresh: Message) -> Message:
    """What a command would do now, where what was shown is not known any more."""
    words = "That was shown over an hour ago, or before I was restarted. This is how it is now; nothing was changed."
    return Message(fresh.text, (rich(line(words)), *fresh.blocks), fresh.plainer)


def _count(number: int) -> str:
    return text.several(number, "link")


def _fitting(number: int, links: LinkFilter, head: str = "") -> list[Part]:
    """So many links, and why these, behind some words."""
    if links == ALL_LINKS:
        return [f"{head}{_count(number)} tracked here"]
    return [f"{head}{_count(number)} ", "fits " if number == 1 else "fit ", _named(links)]


def _named(links: LinkFilter) -> Part:
    return foreign(str(links), 200, bold=True)


def _refs(refs: Sequence[str]) -> str:
    more = f" and {len(refs) - _MOST_NAMED:,} more" if len(refs) > _MOST_NAMED else ""
    return ", ".join(refs[:_MOST_NAMED]) + more


def _is_of_cost(change: AgreedChange | str) -> bool:
    return isinstance(change, AgreedChange) and change.what is Agreed.COST


def _changes(shown: Sequence[tuple[AgreedChange | str, int]]) -> list[Block]:
    rows = [[*_told(change), f": {_count(count)}"] for change, count in shown[:_MOST_CHANGES]]
    others = sum(count for _, count in shown[_MOST_CHANGES:])
    return [bullets([*rows, *([[f"other changes: {_count(others)}"]] if others else [])])] if rows else []


def _told(change: AgreedChange | str) -> list[Part]:
    return [change] if isinstance(change, str) else told(change)


def _deeds(preview: BulkPreview) -> list[Block]:
    """What does it, with the command for when what was shown is not known any more; and a list of all that fit."""
    command: Bulk = preview.command
    value = f"{preview.name}\n{command.text}"
    deed = _words_of(command.deed)
    words = f"{deed.do} {_count(len(preview.planned))}{deed.how}"
    style = "danger" if isinstance(command.deed, BulkRemove) else "primary"
    listed = str(ListLinks(command.links))
    listing = [run("List all that fit", listed)] if fits_button(listed) else []
    return [button(words, BULK, value if fits_button(value) else preview.name, style), *listing]
