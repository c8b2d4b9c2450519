"""How things stand: a channel at a glance, and the bot itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.messages import text, wording
from bot.messages.blocks import Block, Message, Part, actions, apart, context, date, header, line, rich, strong
from bot.messages.controls import run
from jobs.model.link import Link, Partner
from jobs.model.standing import LinkState

_ORDER = (
    LinkState.LIVE,
    LinkState.RECOVERED,
    LinkState.WEAKENED,
    LinkState.LOST,
    LinkState.SUSPECT,
    LinkState.PENDING,
    LinkState.NEW,
)


def glance(links: Sequence[Link], partners: Sequence[Partner], incidents: int, command: str) -> Message:
    """A channel in one message, with buttons for what is done most."""
    if not links and not partners:
        return _empty(command)
    states = {state: sum(link.standing.state is state for link in links) for state in _ORDER}
    counted: list[list[Part]] = [
        [f"{wording.MARK[state]} ", strong(str(number)), f" {state}"] for state, number in states.items() if number
    ]
    over = sum(partner.over_limit for partner in partners)
    pages = f"{text.several(len(partners), 'partner page')}, {over} over the limit" if partners else "no partner pages"
    watched = text.several(len(links), "link")
    waiting = f"{incidents} open" if incidents else "nothing open"
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
