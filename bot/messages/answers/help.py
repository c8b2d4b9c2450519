"""Help, and answers to what was not understood."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.access.permissions import Asker, Why, why_not
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    bullets,
    code_box,
    fits_button,
    foreign,
    header,
    line,
    note,
    rich,
    strong,
    typed,
)
from bot.messages.kit.controls import buttons, run
from bot.messages.kit.views import channel_part
from jobs.formats.filters.names import FilterName
from jobs.model.ref import Kind, parse_ref

_LONGEST_ECHO = 2900
_HELP, _MENDED = 30, 31
"""They tell the buttons apart from others of an answer."""
_LISTS = {
    Kind.LINK: "list",
    Kind.PARTNER: "list partners",
    Kind.EXCHANGE: "exchange list",
    Kind.PROSPECT: "prospect list",
}
_WHY_NOT = {
    Why.NOT_ALLOWED: "Whoever runs this bot sets that in its permissions.",
    Why.OTHER_WORKSPACE: "You belong to another workspace; only people of the workspace that runs this bot may.",
}


def help_message(command: str, verbs: Iterable[tuple[str, str]]) -> Message:
    """Every verb with one example; `verbs` are pairs of an example and what it does."""
    shown = bullets([typed(f"{command} {example}"), f" {about}"] for example, about in verbs)
    told = line(
        "L-12 is a link, P-3 a partner page, X-2 an exchange, C-4 a prospect; the address or domain of a page will do, "
        "too. More on one verb: ",
        typed(f"{command} help add"),
    )
    return Message(text.escape(f"How to use {command}"), (header(f"How to use {command}"), rich(shown, told)))


def how_to_ask(command: str) -> str:
    """One line for whoever wrote to the bot itself."""
    return (
        f"I read commands only. Type {command} help to see all of them, or {command} list to see what is tracked here."
    )


def verb_help(
    command: str,
    about: str,
    usage: Sequence[str],
    examples: Sequence[str],
    synonyms: str,
    *,
    filters: Sequence[FilterName] = (),
) -> Message:
    """One verb: examples first, then all it takes, and what narrows links down in it."""
    shown = [
        line(strong("For example")),
        bullets([typed(f"{command} {example}")] for example in examples),
        line(strong("All it takes")),
        bullets([typed(f"{command} {form}")] for form in usage),
    ]
    if filters:
        shown += [line(strong("Filters")), bullets([typed(each.form), f" links {each.says}"] for each in filters)]
    also = [line(f"Also understood: {synonyms}.")] if synonyms else []
    title = about[:1].upper() + about[1:]
    return Message(text.escape(f"{title}: {command} {examples[0]}"), (rich(line(strong(f"{title}.")), *shown, *also),))


def not_understood(
    command: str, word: str, why: str, example: str, echo: str, *, mended: str = "", at: int = 0
) -> Message:
    """The wrong word, one right example, and all that was typed, to copy; a button does what is `mended`.

    `at` is the line on which the word stands, where there are several.
    """
    where = f"Line {at}: " if at else ""
    wrong = line(*filter(None, [where]), typed(text.cut(word, 200)), f" {why}") if word else line(f"{where}{why}")
    lines: list[Block] = [wrong, line("Did you mean: " if mended else "For example: ", typed(f"{command} {example}"))]
    if echo:
        lines += [line("You typed:"), code_box(_harmless(f"{command} {echo}"))]
    return Message(text.fallback([text.bare(f"{where}{word} {why}", 500)]), (rich(*lines), *_doing(mended)))


def _doing(mended: str) -> list[Block]:
    """A row with what does a command that was put right; none where it is too long to travel."""
    return buttons(run("Yes, do that", mended, _MENDED)) if mended and fits_button(mended) else []


def taken_as(command: str, taken: str, answer: Message) -> Message:
    """An answer to what a question was taken for, which is said above it, with the way to what else there is."""
    told = rich(line("I read commands, and took this for ", typed(f"{command} {taken}"), "."))
    return replace(answer, blocks=(told, *answer.blocks, *buttons(run("Help", "help", _HELP))))


def _harmless(typed_text: str) -> str:
    """What was typed, its lines kept, so that it can be copied and mended."""
    lines = (text.clean(each, _LONGEST_ECHO) for each in typed_text.splitlines())
    return text.cut("\n".join(lines), _LONGEST_ECHO)


def not_allowed(what: str, asker: Asker, *, to_view: bool = False) -> Message:
    """The permission is missing; people of other workspaces may look where they are let, and never change anything."""
    why = _WHY_NOT[Why.NOT_ALLOWED if to_view else why_not(asker)]
    words = f"You may not {what} here. {why}"
    return Message(text.escape(words), (rich(line(words)),))


def no_longer_here() -> Message:
    """Somebody was taken out of the channel that an answer or a window of theirs is about."""
    return note("This is about a channel that you are not in, as far as I can see, so it is not yours to see.")


def went_wrong(reference: str, typed_text: str = "") -> Message:
    """An error of ours; the reference finds it in the log. What was typed into a form that is gone can be copied."""
    words = f"Something went wrong on our side, so this may not be done. The reference for the log is {reference}."
    return _apology(words, typed_text)


def not_stored(typed_text: str = "", *, is_full: bool) -> Message:
    """The disk takes nothing; of work in several steps the first ones may have been stored."""
    state, cure = ("is full", "made room") if is_full else ("cannot be written", "mended that")
    words = (
        f"The disk that I keep everything on {state}, so this was not stored, or not all of it; "
        f"please try again once whoever runs me has {cure}."
    )
    return _apology(words, typed_text)


def _apology(words: str, typed_text: str) -> Message:
    kept = [line("You typed:"), code_box(_harmless(typed_text))] if typed_text else []
    return Message(text.escape(words), (rich(line(words), *kept),))


def too_slow(command: str) -> Message:
    """Slack let a form be opened no more; a button does what the typed `command` was to do, where that is known."""
    words = "Slack was slow, and the window could not be opened in time. Nothing was changed."
    if command and fits_button(command):
        return Message(text.escape(words), (rich(line(words)), *buttons(run("Open it now", command))))
    return Message(text.escape(words), (rich(line(words, " Please press again.")),))


def unknown_button(command: str) -> Message:
    """A button of an older version, or of another's making."""
    words = "This button is from an older version of the bot and does nothing any more."
    more = buttons(run("List links", "list", 0), run("Help", "help", 1))
    return Message(text.escape(words), (rich(line(words, " Type ", typed(command), " instead.")), *more))


def not_here(refs: Sequence[str], command: str) -> Message:
    """No such link or partner page in this channel."""
    return note(*missing(refs, command))


def missing(refs: Sequence[str], command: str) -> list[Part]:
    """A sentence about what is not in this channel, with the list of its kind."""
    named = text.cut(", ".join(refs), 200)
    verb = "is" if len(refs) == 1 else "are"
    kinds = {found.kind for ref in refs if (found := parse_ref(ref))}
    listing = _LISTS[kinds.pop()] if len(kinds) == 1 else _LISTS[Kind.LINK]
    return [strong(named), f" {verb} not in this channel. ", typed(f"{command} {listing}"), " shows what is."]


def not_there(channel: str, why: Why) -> Message:
    """Nothing of this person's may be tracked in a channel that they named; what is there is not told."""
    named = channel_part(channel)
    if why in _WHY_NOT:
        return note("You may not add links to ", named, f". {_WHY_NOT[why]}")
    seen = "You may not add links to ", named, ": you are not in it, as far as I can see."
    return note(*seen, " Type the command there; if it is a private channel, invite me to it first.")


def closed_already(what: str) -> Message:
    """A click on an incident that is over, or gone."""
    return Message(text.fallback([text.bare(what, 500)]), (rich(line(foreign(what, 500))),))
