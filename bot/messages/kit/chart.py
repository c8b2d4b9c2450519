"""A picture in the place of a native chart, and what it shows in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from msgspec import Struct

from bot.messages.kit.blocks import Block, Message
from jobs.units.dates import format_day

_CHART = "data_visualization"
_ALT_TEXT = 2000
_A_LINE = 2
"""Days that a line needs."""


class Lines(Struct, frozen=True):
    """What a chart of lines shows: a value of each line for each day."""

    title: str
    days: Sequence[str]
    values: Mapping[str, Sequence[float]]
    """By the line's name."""
    unit: str
    """What is counted."""


SHARE = "% a link passes on"
"""What the values of a share count; by our rule of thumb, which stands in words beside each chart."""


def in_percent(share: float) -> float:
    """A share as a chart's value."""
    return round(share * 100, 2)


def day_names(days: Sequence[date]) -> list[str]:
    """`1 May`, with the year only where two days would be called the same."""
    named = [format_day(day) for day in days]
    short = [name.rpartition(" ")[0] for name in named]
    return short if len(set(short)) == len(short) else named


def line_chart(shown: Lines) -> list[Block]:
    """Slack's own chart; none where there are too few days for a line."""
    if len(shown.days) < _A_LINE:
        return []
    series = [
        {"name": name, "data": [{"label": day, "value": value} for day, value in zip(shown.days, values, strict=True)]}
        for name, values in shown.values.items()
    ]
    axis = {"categories": list(shown.days), "y_label": shown.unit}
    plot = {"type": "line", "series": series, "axis_config": axis}
    return [{"type": _CHART, "title": shown.title, "chart": plot}]


def charts_of(message: Message) -> list[Block]:
    """The native charts that a message holds."""
    return [block for block in message.blocks if block["type"] == _CHART]


def with_pictures(message: Message, files: Sequence[str]) -> Message:
    """The message with an uploaded picture in the place of each of its charts."""
    drawn = iter(files)
    blocks = (_picture(block, next(drawn)) if block["type"] == _CHART else block for block in message.blocks)
    return replace(message, blocks=tuple(blocks))


def _picture(chart: Block, file: str) -> Block:
    return {"type": "image", "slack_file": {"id": file}, "alt_text": described(chart)}


def described(chart: Block) -> str:
    """What a chart of lines shows, for those who do not see it: where each line begins and ends, and its extremes."""
    series = chart["chart"]["series"]
    days = chart["chart"]["axis_config"]["categories"]
    told = "; ".join(_told(each["name"], [point["value"] for point in each["data"]]) for each in series)
    return f"Line chart, {chart['title']}, {days[0]} to {days[-1]}. {told}."[:_ALT_TEXT]


def _told(name: str, values: list[float]) -> str:
    low, high = min(values), max(values)
    if low == high:
        return f"{name}: {low:,} all the time"
    return f"{name}: from {values[0]:,} to {values[-1]:,}, at least {low:,}, at most {high:,}"
