"""The message of links that were added together: how they stand, in numbers, and those that somebody has to see to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.messages.alerts.card import status_line
from bot.messages.alerts.group import group_controls
from bot.messages.alerts.rows import more_than_shown, rows_of, table_of
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, bullets, context, header, rich
from jobs.model.case import Case
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.queries import BatchTally
from jobs.rules import title

_LONGEST_TITLE = 70
_MOST_KINDS = 8
_WELL = (LinkState.LIVE, LinkState.RECOVERED)


@dataclass(frozen=True, slots=True)
class BatchMessage:
    """What the message of a batch is made from."""

    incident: Incident
    title: str
    tally: BatchTally
    weakened: Mapping[int, Incident] = field(default_factory=dict)
    """The links that somebody has to see to, by their ids, each with the incident that tells it."""
    first: Sequence[tuple[Incident, Link]] = ()
    """The first of them."""


def batch_card(batch: BatchMessage, now: datetime) -> Message:
    """The message: every link of the batch counted once, the first that wait for somebody, and what can be done."""
    counts = _counts(batch)
    name = text.clean(batch.title, _LONGEST_TITLE)
    head = f"{_mark(batch)} {name}: {', '.join(words for words, _ in counts) or 'no links yet'}"
    kinds = _kinds(batch)
    told = [*(note for _, note in counts if note), *(f"{title(kind)}: {number:,}" for kind, number in kinds.items())]
    rows = [row for part, link in batch.first for row in rows_of(Case(part, (link,)), now)]
    more = more_than_shown(sum(kinds.values()) - len(rows))
    foot = [context(more)] if more else []
    said = [rich(bullets([[each] for each in told]))] if told else []
    blocks: list[Block] = [header(head), *said, *table_of(rows), *foot]
    controls = group_controls(batch.incident, more=bool(batch.incident.parts))
    return Message(text.fallback([text.bare(head, 300)]), (*blocks, context(_small_print(batch, now)), *controls))


def _small_print(batch: BatchMessage, now: datetime) -> text.Mrkdwn:
    as_ever = text.escape("This counts first looks. A link that was as agreed and is no longer is told by itself.")
    return text.join([status_line(batch.incident, now), as_ever], " · ") if batch.incident.status.is_open else as_ever


def _mark(batch: BatchMessage) -> str:
    if batch.incident.status.is_open:
        return "🟠"
    tally = batch.tally
    is_known = not (_unchecked(tally) or tally.unread) and any(tally.states.get(state) for state in _WELL)
    return "🟢" if is_known else "⚪"  # nobody knows yet of what is unread


def _counts(batch: BatchMessage) -> list[tuple[str, str]]:
    """Each state in words, with what happens next where a person might wonder."""
    tally, states = batch.tally, batch.tally.states
    told = _kinds(batch)
    others = states.get(LinkState.WEAKENED, 0) - sum(told.values())
    named = [(number, kind.replace("_", " "), "") for kind, number in told.most_common(_MOST_KINDS)]
    found = [
        (states.get(LinkState.LIVE, 0) + states.get(LinkState.RECOVERED, 0), "live", ""),
        (states.get(LinkState.PENDING, 0), "not there yet", "Not there yet: said here when they are placed."),
        (tally.unread, "cannot be read", "Cannot be read: tried again, ever more seldom."),
        *named,
        (others, "not as agreed", ""),
        (states.get(LinkState.SUSPECT, 0), "in doubt", "In doubt: looked at again within the hour."),
        (states.get(LinkState.LOST, 0), "lost", ""),
        (states.get(LinkState.REPLACED, 0), "replaced by other pages", ""),
        (_unchecked(tally), "still to be checked", ""),
        (tally.removed, "no longer tracked", ""),
    ]
    return [(f"{number:,} {words}", note) for number, words, note in found if number > 0]


def _unchecked(tally: BatchTally) -> int:
    return max(0, tally.states.get(LinkState.NEW, 0) - tally.unread)


def _kinds(batch: BatchMessage) -> Counter[str]:
    """How many links wait for somebody, by what was found first in the incident that tells them."""
    return Counter(part.findings[0].kind for part in batch.weakened.values() if part.findings)
