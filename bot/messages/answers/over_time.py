"""Charts of a partner page over its weeks: its links, and what one of them passes on; in words where none is shown."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.kit.blocks import Block, Message, joined_by, line, rich, strong
from bot.messages.kit.chart import SHARE, Lines, day_names, in_percent, line_chart
from jobs.model.series import SeriesPoint, samples


def with_page_chart(message: Message, points: Sequence[SeriesPoint], now: datetime, at: int) -> Message:
    """The message with how the page's followed links, and the sites that they lead to, came and went.

    The chart stands at that place among its blocks.
    """
    shown = samples(points, now.date())
    values = {
        "Followed links": [sample.point.followed for sample in shown],
        "Sites": [sample.point.domains for sample in shown],
    }
    return _with_chart(
        message, Lines("Links out of the page", day_names([sample.day for sample in shown]), values, "links"), at
    )


def with_share_chart(message: Message, points: Sequence[SeriesPoint], now: datetime, at: int) -> Message:
    """The message with what a followed link of the page passes on, at that place among its blocks."""
    shown = samples(points, now.date())
    values = {"Share": [in_percent(sample.point.share) for sample in shown]}
    return _with_chart(
        message, Lines("What the link passes on", day_names([sample.day for sample in shown]), values, SHARE), at
    )


def in_words(shown: Lines) -> list[Block]:
    """The same as a chart, a line for each of its lines."""
    return [rich(*(_in_words(shown, name, values) for name, values in shown.values.items()))]


def _in_words(shown: Lines, name: str, values: Sequence[float]) -> Block:
    told = joined_by([[f"{day}: {value:,}"] for day, value in zip(shown.days, values, strict=True)])
    return line(strong(f"{name} "), *told)


def _with_chart(message: Message, shown: Lines, at: int) -> Message:
    if all(len(set(values)) < 2 for values in shown.values.values()):  # noqa: PLR2004  # nothing changed
        return message
    drawn = line_chart(shown)
    if not drawn:
        return message
    before, after = message.blocks[:at], message.blocks[at:]
    plainer = Message(message.text, (*before, *in_words(shown), *after))
    return Message(message.text, (*before, *drawn, *after), plainer)
