"""Charts of a partner page over its weeks: its links, and what one of them passes on; in words where none is shown."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.kit.blocks import Block, Message, joined_by, line, rich, strong
from bot.messages.kit.chart import Lines, line_chart
from jobs.model.series import SeriesPoint
from jobs.partners.over_time import Sample, samples
from jobs.units.dates import format_day

SHARE = "% a link passes on"
"""What the values of a share count; by our rule of thumb, which stands in words beside each chart."""


def with_page_chart(message: Message, points: Sequence[SeriesPoint], now: datetime, at: int) -> Message:
    """The message with how the page's followed links, and the sites that they lead to, came and went.

    The chart stands at that place among its blocks.
    """
    shown = samples(points, now.date())
    values = {
        "Followed links": [sample.point.followed for sample in shown],
        "Sites": [sample.point.domains for sample in shown],
    }
    return _with_chart(message, Lines("Links out of the page", _days(shown), values, "links"), at)


def with_share_chart(message: Message, points: Sequence[SeriesPoint], now: datetime, at: int) -> Message:
    """The message with what a followed link of the page passes on, at that place among its blocks."""
    shown = samples(points, now.date())
    values = {"Share": [in_percent(sample.point.share) for sample in shown]}
    return _with_chart(message, Lines("What the link passes on", _days(shown), values, SHARE), at)


def in_percent(share: float) -> float:
    """A share as a chart's value."""
    return round(share * 100, 2)


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


def _days(shown: Sequence[Sample]) -> list[str]:
    """`1 May`, with the year only where two days would be called the same."""
    days = [format_day(sample.day) for sample in shown]
    short = [day.rpartition(" ")[0] for day in days]
    return short if len(set(short)) == len(short) else days
