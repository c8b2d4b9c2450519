"""What is said of a decision about links and partner pages: of each that was named, what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.grammar.as_command import FIT, add_line, partner_line
from bot.messages.answers.edits import undo_kept
from bot.messages.answers.help import missing
from bot.messages.answers.terms import costs_left_out
from bot.messages.kit.blocks import Block, Message, Part, code_box, date, fits_button, line, note, notes, rich, strong
from bot.messages.kit.controls import buttons, run, undo_accepting
from bot.messages.kit.views import channel_part
from jobs.model.link import Link
from jobs.model.operation import DecisionOutcome
from jobs.units.durations import format_duration


def snoozed(outcome: DecisionOutcome, wait: timedelta, now: datetime, command: str) -> Message:
    """They are quiet for a while."""
    words = f"{_named(outcome.done)} snoozed for {format_duration(wait)}, until "
    done: list[Part] = [words, date(now + wait), ". The checks go on."]
    nothing = f"Nothing is open about {_named(outcome.idle)}, so there is nothing to snooze."
    return _answer(outcome, done, nothing, command)


def unsnoozed(outcome: DecisionOutcome, command: str) -> Message:
    """They are heard again."""
    done: list[Part] = [f"{_named(outcome.done)}: the snooze is over."]
    return _answer(outcome, done, f"{_named(outcome.idle)}: no snooze was set.", command)


def accepted(outcome: DecisionOutcome, command: str) -> Message:
    """What was found is the new normal; of links, that can be undone."""
    words = ": what was found is accepted as the new normal. It raises no alert while it stays so; anything else does."
    nothing = f"Nothing is open about {_named(outcome.idle)}; nothing was changed."
    undo = undo_accepting([link.ref for link in outcome.links])
    return _answer(outcome, [_named(outcome.done), words], nothing, command, undo)


def unaccepted(outcome: DecisionOutcome, command: str) -> Message:
    """What was accepted is open again."""
    words = ": the acceptance is taken back. Its alert is open again, and the page is checked now."
    nothing = f"Nothing is accepted of {_named(outcome.idle)}; nothing was changed."
    return _answer(outcome, [_named(outcome.done), words], nothing, command)


def marked(outcome: DecisionOutcome, command: str, *, live: bool) -> Message:
    """A person has said what we cannot read."""
    state = "live" if live else "lost"
    again = "The next check that can read the page decides again."
    return _answer(outcome, [f"{_named(outcome.done)} marked as {state}, by you. {again}"], "", command)


def index_marked(outcome: DecisionOutcome, command: str, *, indexed: bool) -> Message:
    """A person has said whether a search engine has a page."""
    state = "indexed" if indexed else "not indexed"
    told = "It is kept with today's date and your name, and changes no alert."
    return _answer(outcome, [f"{_named(outcome.done)} noted as {state}, by you. {told}"], "", command)


def fit_marked(outcome: DecisionOutcome, command: str, *, fits: bool | None) -> Message:
    """A person has said whether pages fit ours; that can be undone, also where it was said otherwise before."""
    told = {
        True: "noted as fitting ours, by you. It is no longer noted as little related.",
        False: "noted as not fitting ours, by you. It changes no alert.",
        None: "nothing is said any more of how it fits ours.",
    }
    nothing = f"{_named(outcome.idle)}: that is what is said already; nothing was changed."
    return _answer(outcome, [f"{_named(outcome.done)}: {told[fits]}"], nothing, command, _undo_fit(outcome.links))


def _undo_fit(before: Sequence[Link]) -> list[Block]:
    """What brings back what was said of these before."""
    said: dict[bool | None, list[str]] = {}
    for link in before:
        said.setdefault(link.fits, []).append(link.ref)
    commands = [f"mark {' '.join(refs)} {FIT[fits]}" for fits, refs in said.items()]
    undoing = [run("Undo", command, number) for number, command in enumerate(commands) if fits_button(command)]
    return buttons(*undoing)


def acknowledged(outcome: DecisionOutcome) -> Message:
    """Somebody is on it, or there is nothing to be on."""
    return note(f"You are on {_named(outcome.done)}.") if outcome.done else nothing_open(outcome.idle)


def nothing_open(refs: Sequence[str]) -> Message:
    """There is nothing to do about these."""
    return note(f"Nothing is open about {_named(refs)}.")


def removed(outcome: DecisionOutcome, channel: str, command: str, *, hide_costs: bool) -> Message:
    """They are tracked no longer; Undo brings the links back, and commands to copy whatever it was.

    `hide_costs`: whether the channel hides what its links cost.
    """
    shown = [link.without_cost() if hide_costs else link for link in outcome.links]
    adding = [*map(add_line, shown), *map(partner_line, outcome.partners)]
    words = f"To track {'it' if len(adding) == 1 else 'them'} again"
    in_channel = channel[:1] in {"C", "G"}
    where: list[Part] = [f"{words} in ", channel_part(channel), ":"] if in_channel else [f"{words}:"]
    back = rich(line(*where), code_box("\n".join(f"{command} {each}" for each in adding)))
    left_out = costs_left_out() if shown != [*outcome.links] else []
    done = [strong(f"No longer tracked: {_named(outcome.done)}.")]
    undo = undo_kept(outcome.change, "Undo for the links" if outcome.partners else "Undo") if outcome.change else []
    return _answer(outcome, done, "", command, [*undo, back, *left_out])


def _answer(
    outcome: DecisionOutcome, done: Sequence[Part], idle: str, command: str, then: Sequence[Block] = ()
) -> Message:
    """One paragraph each for what was done, what there was nothing to do about, and what is not there."""
    said: list[Sequence[Part]] = [done] if outcome.done else []
    said += [[idle]] if outcome.idle else []
    said += [missing(outcome.missing, command)] if outcome.missing else []
    return notes(said, then=then)


def _named(refs: Sequence[str]) -> str:
    return ", ".join(refs)
