"""How things stand: a channel at a glance, and the bot itself."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.messages.answers.reachability import because_failing, unsaid
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    context,
    date,
    foreign,
    header,
    joined_by,
    line,
    rich,
    strong,
    typed,
)
from bot.messages.kit.controls import run, share
from bot.messages.kit.views import channel_part
from jobs import NAMED
from jobs.model.notice import DeliveryGuarantee
from jobs.model.queries import ChannelCounts
from jobs.telemetry.vitals import TroubleKind

_WHY = {
    DeliveryGuarantee.EXACTLY_ONCE: "after a lost answer the channel is searched for it before it is posted again.",
    DeliveryGuarantee.AT_LEAST_ONCE: "after a lost answer it is posted again, for without the scopes channels:history "
    "and groups:history there is no way to check whether it is there.",
    DeliveryGuarantee.AT_MOST_ONCE: "after a lost answer it is not posted again, for slack.at_most_once is set, and "
    "without the scopes channels:history and groups:history there is no way to check whether it is there.",
}


class StatusScope(StrEnum):
    """Of what `status` tells."""

    WHOLE = "whole"
    CHANNEL = "channel"
    CHANNEL_FOR_NOW = "channel for now"
    """Of the channel, because others may look on; elsewhere this asker is told of the whole."""


_RUNNING = f"{NAMED} is running."
_HEAD = dict.fromkeys(StatusScope, f"{_RUNNING} In this channel: ") | {StatusScope.WHOLE: f"{_RUNNING} "}
_MOST_UNSAID = 10


def glance(counts: ChannelCounts, command: str, *, may_manage: bool = True, in_direct: bool = False) -> Message:
    """A channel in one message, with buttons for what is done most; or a direct message, where links can be too."""
    if not counts.links and not counts.partners:
        return _empty(command if may_manage else "", in_direct=in_direct)
    counted: list[list[Part]] = [
        [f"{wording.MARK[state]} ", strong(str(counts.states[state])), f" {state}"]
        for state in wording.MARK
        if counts.states.get(state)
    ]
    counted += [[strong(str(counts.unknown)), " cannot be read now"]] if counts.unknown else []
    partners = text.several(counts.partners, "partner page")
    pages = f"{partners}, {counts.over_limit} over the limit" if counts.partners else "no partner pages"
    tracked = f"{text.several(counts.links, 'link')} in this {'direct message' if in_direct else 'channel'}"
    waiting = text.several(counts.open_incidents, "open alert") if counts.open_incidents else "nothing open"
    blocks: list[Block] = [
        header(tracked),
        rich(line(*joined_by([*counted, [pages], [waiting]]))),
        actions(
            run("List", "list", 0),
            run("Lost", "list lost", 1),
            run("Weakened", "list weakened", 2),
            run("Partners", "list partners", 3),
            run("Digest", "digest now", 4),
            run("Help", "help", 5),
        ),
        *share(""),
    ]
    return Message(text.escape(f"{tracked}, {waiting}."), tuple(blocks))


def _empty(command: str, *, in_direct: bool) -> Message:
    """Nothing is there; how to begin, for those who may."""
    where = f"direct message. {wording.CHANNEL_IS_CLIENT}" if in_direct else "channel yet."
    words = f"Nothing is tracked in this {where}"
    beginning: list[Part] = [" To begin: ", typed(f"{command} add <page> -> <target>")] if command else []
    return Message(text.escape(words), (rich(line(words, *beginning)), actions(run("Help", "help", 0))))


def cannot_store(trouble: str) -> Message:
    """For the admin channel; `trouble` is the store's sentence."""
    rest = "Pages are not checked and no command that changes something works until it can; what was stored is safe."
    words = f"⚠️ {trouble} {rest}"
    return Message(text.fallback([text.bare(words, 600)]), (rich(line(foreign(words, 600))),))


def can_store_again() -> Message:
    """For the admin channel, when that is over."""
    words = "✅ The disk takes what is to be stored again; what fell due meanwhile is checked now."
    return Message(text.escape(words), (rich(line(words)),))


def is_wrong(kind: TroubleKind, says: str) -> Message:
    """For the admin channel: something is wrong with the bot itself."""
    if kind is TroubleKind.STORE:
        return cannot_store(says)
    words = f"⚠️ {says}"
    return Message(text.fallback([text.bare(words, 600)]), (rich(line(foreign(words, 600))),))


def is_over(kind: TroubleKind) -> Message:
    """For the admin channel, when that is over."""
    if kind is TroubleKind.STORE:
        return can_store_again()
    words = f"✅ {_OVER[kind]}"
    return Message(text.escape(words), (rich(line(words)),))


_OVER = {
    TroubleKind.SLACK: "Slack is connected again.",
    TroubleKind.OUTBOX: "Messages can be posted again; what waited is posted now.",
    TroubleKind.CHECKS: "Pages are checked again.",
    TroubleKind.SCHEDULE: "What is done again and again works again.",
    TroubleKind.WEBHOOKS: "Webhooks are taken again; what waited is sent now.",
}


class Unsaid(Struct, frozen=True):
    """Messages that could not be posted in a channel, all for the same reason."""

    channel: str
    word: str
    count: int
    failing_since: datetime | None = None
    """Since when they are tried again and again, and none is given up; None: they are dead."""


class Health(Struct, frozen=True):
    """How the bot itself is, as far as its reader may know."""

    counts: Mapping[str, int]
    next_due: datetime | None
    promise: DeliveryGuarantee
    unsaid: Sequence[Unsaid] = ()
    storm_since: datetime | None = None
    advice: Sequence[str] = ()
    """What the store has to say to whoever runs it."""
    scope: StatusScope = StatusScope.WHOLE
    held: int = 0
    """Messages that wait for the end of quiet hours."""
    held_until: datetime | None = None
    """When the first of these comes."""


def status_message(health: Health, now: datetime) -> Message:
    """What the bot itself is doing."""
    named = {name.replace("_", " "): number for name, number in health.counts.items() if name != "dead_notices"}
    counted: list[list[Part]] = [[f"{name} ", strong(str(number))] for name, number in named.items()]
    promise = line("Each message is posted ", strong(health.promise), f": {_WHY[health.promise]}")
    lines = [line(strong(_HEAD[health.scope])), line(*joined_by(counted)), *_due(health, now), *_held(health), promise]
    told = ", ".join(f"{name} {number}" for name, number in named.items())
    small = [text.join(["as of ", text.when(now)])]
    if health.scope is StatusScope.CHANNEL_FOR_NOW:
        small.append(
            text.escape("Other workspaces may see this channel; in a direct message with me, status tells of all.")
        )
    return Message(
        text.fallback([text.escape(f"{_HEAD[health.scope]}{told}")]),
        (rich(*lines, *_troubles(health)), context(*small), *share("status")),
    )


def _due(health: Health, now: datetime) -> list[Block]:
    if health.scope is not StatusScope.WHOLE:
        return []
    if health.next_due is None:
        return [line("Nothing is due.")]
    due = health.next_due <= now
    return [line("Pages are being checked now.") if due else line("Next check ", date(health.next_due), ".")]


def _held(health: Health) -> list[Block]:
    if health.held_until is None:
        return []
    count = text.several(health.held, "message waits", "messages wait")
    return [line(f"{count} for the end of quiet hours: ", date(health.held_until), ".")]


def _troubles(health: Health) -> Iterator[Block]:
    """What somebody should know or do something about."""
    if health.storm_since:
        yield line("⚠️ So much fails at once since ", date(health.storm_since), " that no link is called lost now.")
    for each in health.unsaid[:_MOST_UNSAID]:
        count = text.several(each.count, "message")
        where: list[Part] = ["⚠️ In ", channel_part(each.channel)]
        if each.failing_since is None:
            yield line(*where, f" {unsaid(count, each.word)}")
        else:
            waits = [f" {count} could not be posted yet, since ", date(each.failing_since)]
            yield line(*where, *waits, f": {because_failing(each.word)}")
    for advice in health.advice:
        yield line("⚠️ ", foreign(advice, 600))
