"""What an edit changed of a link, old and new, with what brings the old back."""

from collections.abc import Sequence

from bot.grammar.as_command import edit_line, partner_edit_line
from bot.messages.kit.blocks import (
    Block,
    Part,
    bullets,
    button,
    fits_button,
    foreign,
    joined_by,
    line,
    person,
    rich,
    strong,
)
from bot.messages.kit.controls import BULK_UNDO, buttons, run
from jobs.alerts.edits import Agreed, AgreedChange, changes_of, partner_in_words
from jobs.model.link import Link
from jobs.model.operation import AddOutcome
from jobs.model.partner import Partner

_LONGEST = 100


def changed_lines(before: Link, after: Link, *, hide_costs: bool = False) -> list[Block]:
    """Each thing as it was and as it is, in one line; nothing where nothing differs."""
    said = changes_told(before, after, hide_costs=hide_costs)
    return [line(strong("Changed "), *said)] if said else []


def changes_told(before: Link, after: Link, *, hide_costs: bool = False) -> list[Part]:
    """The same within a line."""
    changes = changes_of(before, after)
    return joined_by([told(change) for change in changes if not hide_costs or change.what is not Agreed.COST])


def links_changed(added: AddOutcome) -> list[Block]:
    """What was said of several links that were tracked already, and changed what was agreed; and one Undo for all."""
    changed = [(each.link, changes_told(each.before, each.link)) for each in added.links if each.before]
    items: list[list[Part]] = [[strong(f"{link.ref} "), *said] for link, said in changed if said]
    more = [line(f"and {len(items) - _MOST_TOLD} more.")] if len(items) > _MOST_TOLD else []
    told = [rich(line(strong("Changed")), bullets(items[:_MOST_TOLD]), *more)] if items else []
    return [*told, *(undo_kept(added.change) if added.change else [])]


def undo_kept(change: str, words: str = "Undo") -> list[Block]:
    """A row with what undoes a change that is kept under this name."""
    return buttons(button(words, BULK_UNDO, change))


def undo_edit(before: Link, after: Link) -> list[Block]:
    """A row with what brings the old back; none where nothing differs, or where it is too long to travel."""
    return undo_by(edit_line(after, before))


def partner_changed_lines(before: Partner, after: Partner) -> list[Block]:
    """As `changed_lines`, of a partner page."""
    words = partner_changes(before, after)
    return [line(strong("Changed "), words)] if words else []


def partner_changes(before: Partner, after: Partner) -> str:
    """The same within a line, with the arrow that messages have; empty where nothing differs."""
    return with_arrows(partner_in_words(before, after))


def with_arrows(words: str) -> str:
    """What the history says, with the arrow that messages have."""
    return words.replace(" -> ", " → ")


def undo_partner_edits(edited: Sequence[tuple[Partner, Partner]]) -> list[Block]:
    """As `undo_edit`, of partner pages before and after: a button each, as far as one row goes.

    None for one whose baseline is another one: no command brings that back.
    """
    kept = [(before, after) for before, after in edited if before.baseline_at == after.baseline_at]
    undoing = [(after, partner_edit_line(after, before)) for before, after in kept]
    undone = [(after, command) for after, command in undoing if command][:_MOST_UNDONE]
    words = ["Undo" if len(undone) == 1 else f"Undo {after.ref}" for after, _ in undone]
    return buttons(*(run(words[at], command, _UNDO + at) for at, (_, command) in enumerate(undone)))


def undo_by(command: str) -> list[Block]:
    """A row with the command that brings something back; none where there is none, or where it is too long."""
    return buttons(run("Undo", command, _UNDO)) if command and fits_button(command) else []


_UNDO = 9
"""Tells the button apart from others of an answer."""
_MOST_UNDONE = 10
_MOST_TOLD = 40


def told(change: AgreedChange) -> list[Part]:
    """One thing as it was and as it is."""
    return [f"{change.what} ", _said(change, change.old), " → ", _said(change, change.new)]


def _said(change: AgreedChange, words: str) -> Part:
    if not words:
        return "none"
    if change.what is Agreed.OWNER:
        return person(words)
    return foreign(f"“{words}”" if change.what in {Agreed.ANCHOR, Agreed.REMEDY} else words, _LONGEST)
