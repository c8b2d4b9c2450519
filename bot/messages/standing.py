"""How things stand: a channel at a glance, and the bot itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages import text, wording
from bot.messages.blocks import Block, Message, Part, actions, apart, context, date, foreign, header, line, rich, strong
from bot.messages.controls import run, share
from bot.promise import Promise
from jobs.model.standing import LinkState
from jobs.store.protocol import Tally

_ORDER = (
    LinkState.LIVE,
    LinkState.RECOVERED,
    LinkState.WEAKENED,
    LinkState.LOST,
    LinkState.SUSPECT,
    LinkState.PENDING,
    LinkState.NEW,
)


_WHY = {
    Promise.EXACTLY_ONCE: "after a lost answer the channel is searched for it before it is posted again.",
    Promise.AT_LEAST_ONCE: "after a lost answer it is posted again, for without the scopes channels:history and "
    "groups:history nobody can look whether it is there.",
    Promise.AT_MOST_ONCE: "after a lost answer it is not posted again, for slack.at_most_once is set, and without the "
    "scopes channels:history and groups:history nobody can look whether it is there.",
}


def glance(tally: Tally, command: str) -> Message:
    """A channel in one message, with buttons for what is done most."""
    if not tally.links and not tally.partners:
        return _empty(command)
    counted: list[list[Part]] = [
        [f"{wording.MARK[state]} ", strong(str(tally.states[state])), f" {state}"]
        for state in _ORDER
        if tally.states.get(state)
    ]
    partners = text.several(tally.partners, "partner page")
    pages = f"{partners}, {tally.over_limit} over the limit" if tally.partners else "no partner pages"
    watched = text.several(tally.links, "link")
    waiting = f"{tally.open_incidents} open" if tally.open_incidents else "nothing open"
    blocks: list[Block] = [
        header(f"{watched} in this channel"),
        rich(line(*apart([*counted, [pages], [waiting]]))),
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
    return Message(text.escape(f"{watched} in this channel, {waiting}."), tuple(blocks))


def _empty(command: str) -> Message:
    words = "Nothing is watched in this channel yet."
    example = {"type": "text", "text": f"{command} add <page> -> <target>", "style": {"code": True}}
    shown = rich(line(f"{words} To begin: ", example))
    return Message(text.escape(words), (shown, actions(run("Help", "help", 0))))


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot itself is."""

    counts: Mapping[str, int]
    next_due: datetime | None
    promise: Promise
    dead: Sequence[str] = ()
    """Why messages could not be posted, oldest first."""
    storm_since: datetime | None = None
    advice: Sequence[str] = ()
    """What the store has to say to whoever runs it."""


def status_message(health: Health, now: datetime) -> Message:
    """What the bot itself is doing."""
    named = {name.replace("_", " "): number for name, number in health.counts.items() if name != "dead_notices"}
    counted: list[list[Part]] = [[f"{name} ", strong(str(number))] for name, number in named.items()]
    promise = line("Each message is posted ", strong(health.promise), f": {_WHY[health.promise]}")
    lines = [line(strong("Running. ")), line(*apart(counted)), line(*_due(health.next_due, now)), promise]
    told = ", ".join(f"{name} {number}" for name, number in named.items())
    return Message(
        text.fallback([text.escape(f"Running: {told}")]),
        (rich(*lines, *_troubles(health)), context(text.join(["as of ", text.when(now)])), *share("status")),
    )


def _due(next_due: datetime | None, now: datetime) -> list[Part]:
    if next_due is None:
        return ["Nothing is due."]
    return ["Pages are being looked at now."] if next_due <= now else ["Next look ", date(next_due), "."]


def _troubles(health: Health) -> Iterator[Block]:
    """What somebody should know or do something about."""
    if health.storm_since:
        yield line("⚠️ So much fails at once since ", date(health.storm_since), " that no link is called lost now.")
    if health.dead:
        unsaid = f"⚠️ {text.several(len(health.dead), 'message')} could not be posted, the last of them because of "
        yield line(unsaid, foreign(health.dead[-1]), ".")
    for advice in health.advice:
        yield line("⚠️ ", foreign(advice, 600))
