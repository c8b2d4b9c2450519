"""Answers about files: what was sent, or why not, and the way that is left (pure)."""

import shlex
from collections.abc import Mapping, Sequence

from bot.access.permissions import Asker
from bot.grammar.list_query import Disavow, Export
from bot.messages.kit import text
from bot.messages.kit.blocks import Message, Part, foreign, note, notes, strong, typed
from bot.messages.kit.views import channel_part
from bot.slack.errors import ErrorMeaning, SlackTrouble
from jobs.formats.exports.request import SheetName

_COUNTED: Mapping[SheetName, tuple[str, str]] = {
    SheetName.LINKS: ("link", "links"),
    SheetName.PARTNERS: ("partner page", "partner pages"),
    SheetName.HISTORY: ("line of history", "lines of history"),
    SheetName.RECIPROCITY: ("partner", "partners"),
    SheetName.PROSPECTS: ("prospect", "prospects"),
}
_MOST_NAMED = 20


def writing() -> Message:
    """What is said meanwhile."""
    return note("I am writing the file; it comes to you in a direct message.")


def export_message(name: str, channel: str, rows: Mapping[SheetName, int], remarks: Sequence[str]) -> Message:
    """What stands above the file."""
    said: list[list[Part]] = [[strong(name), " from ", channel_part(channel), f": {_counts(rows)}."]]
    return notes([*said, *([foreign(remark, 500)] for remark in remarks)])


def export_sent(name: str, rows: Mapping[SheetName, int], remarks: Sequence[str]) -> Message:
    """The answer in the channel."""
    said: list[list[Part]] = [["I sent you ", strong(name), f" in a direct message: {_counts(rows)}."]]
    return notes([*said, *([foreign(remark, 500)] for remark in remarks)])


def nothing_to_export(command: str, rows: Mapping[SheetName, int]) -> Message:
    """Nothing fits; of a workbook the links are named, which all its sheets go with."""
    named = _COUNTED[next(iter(rows))][1]
    return note(
        f"There is nothing to export: no {named} in this channel fit. ", typed(f"{command} list"), " shows all."
    )


_HOW_TO_UPLOAD = (
    "Google takes it at search.google.com/search-console/disavow-links, in the place of the file that is live there: "
    "what is not in it is not disavowed any more. Read it before you upload it."
)


def disavow_message(name: str, added: Sequence[str], sentences: Sequence[str]) -> Message:
    """What stands above a disavow file."""
    listed = ", ".join(added[:_MOST_NAMED]) + f" and {len(added) - _MOST_NAMED:,} more" * (len(added) > _MOST_NAMED)
    return notes(
        [
            [strong(name), ": ", foreign(listed, 2000), "."],
            *([foreign(sentence, 2000)] for sentence in sentences),
            [_HOW_TO_UPLOAD],
        ]
    )


def disavow_sent(name: str, sentences: Sequence[str]) -> Message:
    """The answer in the channel."""
    sent: list[Part] = ["I sent you ", strong(name), " in a direct message."]
    return notes([sent, *([foreign(sentence, 2000)] for sentence in sentences)])


def nothing_disavowed(sentences: Sequence[str]) -> Message:
    """Nothing that was picked is new, or can be disavowed."""
    return notes([["No file was made."], *([foreign(sentence, 2000)] for sentence in sentences)])


def too_large(why: str) -> Message:
    """Google would not take the file."""
    return note(why)


def not_sent(trouble: SlackTrouble, in_terminal: str) -> Message:
    """Slack does not take a file: what is lacking, and the command that writes it without Slack."""
    terminal: list[Part] = ["On the machine that the bot runs on this writes it: ", typed(in_terminal)]
    if trouble.meaning is ErrorMeaning.NO_SCOPE:
        lacking: list[Part] = ["I may not send files: the app lacks the scope ", typed(trouble.needed or "files:write")]
        return note(*lacking, ". Add it under OAuth & Permissions, and install the app again. ", *terminal)
    why = f"Slack did not take the file, or does not let me write to you ({text.clean(trouble.word, 80)}). "
    return note(why, *terminal)


def export_in_terminal(command: Export, asker: Asker) -> str:
    """The command of the terminal that writes the same file for whoever asks."""
    said = ["python -m jobs export --format", command.form.value, "--channel", asker.channel]
    said += ["--sheet", command.sheet.value] if command.sheet else []
    narrowed = command.links.asked_by(asker.user).written(shlex.quote)
    said += ["--filter", shlex.quote(narrowed)] if narrowed else []
    return " ".join(said)


def disavow_in_terminal(command: Disavow) -> str:
    """The same for a disavow file; the live one is given by its name there."""
    said = ["python -m jobs disavow", *map(str, command.refs), *map(shlex.quote, command.places)]
    said += ["--because", shlex.quote(command.reason)] if command.reason else []
    said += ["--merge live.txt"] if command.live else []
    return " ".join([*said, "-o disavow.txt"])


def _counts(rows: Mapping[SheetName, int]) -> str:
    return ", ".join(text.several(count, *_COUNTED[name]) for name, count in rows.items())
