"""How things stand: a channel at a glance, and the bot itself."""

from collections.abc import Mapping
from datetime import datetime

from bot.messages import text, wording
from bot.messages.blocks import Block, Message, Part, actions, apart, context, date, header, line, rich, strong
from bot.messages.controls import run
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
    ]
    return Message(text.escape(f"{watched} in this channel, {waiting}."), tuple(blocks))


def _empty(command: str) -> Message:
    words = "Nothing is watched in this channel yet."
    example = {"type": "text", "text": f"{command} add <page> -> <target>", "style": {"code": True}}
    shown = rich(line(f"{words} To begin: ", example))
    return Message(text.escape(words), (shown, actions(run("Help", "help", 0))))


def status_message(counts: Mapping[str, int], next_due: datetime | None, dead: int, now: datetime) -> Message:
    """What the bot itself is doing."""
    counted: list[list[Part]] = [[f"{name.replace('_', ' ')} ", strong(str(number))] for name, number in counts.items()]
    due: list[Part] = ["Next look ", date(next_due)] if next_due else ["Nothing is due"]
    if next_due and next_due <= now:
        due = ["Pages are being looked at now"]
    trouble = [line(f"{dead} messages could not be posted; the log says why.")] if dead else []
    blocks = (rich(line(strong("Running. ")), line(*apart(counted)), line(*due, "."), *trouble),)
    told = ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in counts.items())
    return Message(
        text.fallback([text.escape(f"Running: {told}")]), (*blocks, context(text.join(["as of ", text.when(now)])))
    )
