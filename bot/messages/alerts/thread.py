"""Lines in an incident's thread, and plain messages of ours."""

from bot.messages.kit import text
from bot.messages.kit.blocks import Message, Part, actions, button, foreign, line, person, rich
from bot.messages.kit.controls import ACT, block_of
from jobs.model.incident import Incident, LogLine
from jobs.model.notice import Notice
from jobs.model.notice_key import ReplyKey
from jobs.model.parse_notice_key import parse_notice_key


def log_line(entry: LogLine) -> Message:
    """One line of an incident's log: what was seen, or who did what."""
    by: list[Part] = [person(entry.by), " "] if entry.by else []
    whom: list[Part] = [" ", person(entry.whom), "."] if entry.whom else []
    said = [text.person(entry.by), " "] if entry.by else []
    named = [" ", text.person(entry.whom), "."] if entry.whom else []
    words = text.fallback([*said, text.bare(entry.text, 800), *named])
    return Message(words, (rich(line(*by, foreign(entry.text, 2000), *whom)),))


def reply(incident: Incident, notice: Notice) -> Message:
    """The line that a notice of kind REPLY tells: the log's own where its key names one, else the notice's text.

    What the bot tells of something open can be acted on where it is read.
    """
    key = parse_notice_key(notice.key)
    number = key.log_line if isinstance(key, ReplyKey) else len(incident.log)
    entry = incident.log[number] if number < len(incident.log) else None
    told = log_line(entry) if entry else plain(notice.text)
    if (entry and entry.by) or not incident.status.is_open:
        return told
    return told.with_blocks([actions(button("Act on it", ACT, incident.id), block_id=block_of(incident))])


def plain(words: str) -> Message:
    """A message without anything to click; `words` may hold foreign text."""
    return Message(text.fallback([text.bare(words, 900)]), (rich(line(foreign(words, 3000))),))
