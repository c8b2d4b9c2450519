"""What is told elsewhere, in one message, of a channel that messages find no way into."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages.answers.reachability import could_not_post
from bot.messages.kit.blocks import Message, Part, bullets, foreign, line, note, notes, person, rich, typed, web_link
from bot.messages.kit.views import channel_part

MOST_NAMED = 5
MOST_TOGETHER = 20
_MOST_CHARACTERS = 600


def told_elsewhere(channel: str, word: str, alerts: Sequence[str], *, only_lost: bool) -> Message:
    """Why nothing gets into a channel, if that is news, and its alerts: the first few of them in a line each."""
    here = channel_part(channel)
    head: list[list[Part]] = [_naming(could_not_post(word), here)] if word else []
    if len(alerts) == 1:
        head.append(["For ", here, " meanwhile: ", foreign(alerts[0], _MOST_CHARACTERS)])
    if len(alerts) < 2:  # noqa: PLR2004  # one needs no list
        return notes(head)
    head.append(["For ", here, f" meanwhile: {len(alerts)} alerts."])
    named: list[list[Part]] = [[foreign(alert, _MOST_CHARACTERS)] for alert in alerts[:MOST_NAMED]]
    others = len(alerts) - len(named)
    verb = typed("list lost" if only_lost else "list")
    more: list[list[Part]] = [[f"And {others} more; there ", verb, " shows all."]] if others else []
    shown = rich(*(line(*parts) for parts in head), bullets(named), *(line(*parts) for parts in more))
    return replace(notes([*head, *named, *more]), blocks=(shown,))


def told_on(channel: str, alert: str, words: str, address: str) -> Message:
    """An alert of a channel for another one, because nobody took it there; without an address nothing leads to it."""
    way: list[Part] = [" ", web_link(address, words="Open the alert")] if address else []
    return note("In ", channel_part(channel), ": ", foreign(alert, _MOST_CHARACTERS), f" {words}", *way)


def untaken_together(
    channel: str, alerts: Sequence[tuple[str, str]], words: str, *, whom: str, is_elsewhere: bool
) -> Message:
    """Alerts of a channel that nobody took, each with the address of its message, for whom or where they are told."""
    told = "this alert" if len(alerts) == 1 else f"these {len(alerts):,} alerts"
    where: list[Part] = ["In ", channel_part(channel), ", nobody has"] if is_elsewhere else ["Nobody has"]
    head: list[Part] = [*where, f" taken {told} {words}", *([": ", person(whom)] if whom else ["."])]
    named: list[list[Part]] = [
        [foreign(alert, _MOST_CHARACTERS), *([" ", web_link(address, words="Open the alert")] if address else [])]
        for alert, address in alerts[:MOST_TOGETHER]
    ]
    others = len(alerts) - len(named)
    more: list[list[Part]] = [[f"And {others:,} more; there ", typed("todo"), " shows all."]] if others else []
    shown = rich(line(*head), bullets(named), *(line(*parts) for parts in more))
    return replace(notes([head, *named[:MOST_NAMED]]), blocks=(shown,))


def _naming(words: str, channel: Part) -> list[Part]:
    """Words of ours in which `{}` stands for the channel."""
    before, _, after = words.partition("{}")
    return [before, channel, foreign(after, 3000)]
