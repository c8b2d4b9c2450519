"""What an edit changed of a link, old and new, with what brings the old back."""

from bot.grammar.as_command import edit_line, partner_edit_line
from bot.messages.kit.blocks import Block, Part, fits_button, foreign, joined_by, line, person, strong
from bot.messages.kit.controls import buttons, run
from jobs.alerts.edits import Agreed, AgreedChange, changes_of, partner_in_words
from jobs.model.link import Link
from jobs.model.partner import Partner

_LONGEST = 100


def changed_lines(before: Link, after: Link, *, hide_costs: bool = False) -> list[Block]:
    """Each thing as it was and as it is, in one line; nothing where nothing differs."""
    changes = changes_of(before, after)
    said = [told(change) for change in changes if not hide_costs or change.what is not Agreed.COST]
    return [line(strong("Changed "), *joined_by(said))] if said else []


def undo_edit(before: Link, after: Link) -> list[Block]:
    """A row with what brings the old back; none where nothing differs, or where it is too long to travel."""
    return _undo(edit_line(after, before))


def partner_changed_lines(before: Partner, after: Partner) -> list[Block]:
    """As `changed_lines`, of a partner page."""
    words = partner_changes(before, after)
    return [line(strong("Changed "), words)] if words else []


def partner_changes(before: Partner, after: Partner) -> str:
    """The same within a line, with the arrow that messages have; empty where nothing differs."""
    return partner_in_words(before, after).replace("->", "→")


def undo_partner_edit(before: Partner, after: Partner) -> list[Block]:
    """As `undo_edit`; none where the limit was the usual one, since no command takes back that one was agreed."""
    return _undo(partner_edit_line(after, before)) if before.limit_agreed == after.limit_agreed else []


def _undo(command: str) -> list[Block]:
    return buttons(run("Undo", command, _UNDO)) if command and fits_button(command) else []


_UNDO = 9
"""Tells the button apart from others of an answer."""


def told(change: AgreedChange) -> list[Part]:
    """One thing as it was and as it is."""
    return [f"{change.what} ", _said(change, change.old), " → ", _said(change, change.new)]


def _said(change: AgreedChange, words: str) -> Part:
    if not words:
        return "none"
    if change.what is Agreed.OWNER:
        return person(words)
    return foreign(f"“{words}”" if change.what in {Agreed.ANCHOR, Agreed.REMEDY} else words, _LONGEST)
