"""Draws a line chart as a picture: `python -m bot.outbox.chart_image` reads a chart block of Slack's and writes a PNG.

It is a process of its own, started when a chart is needed: the library is large, slow to load, and not always there
(requirements-charts.txt). The picture brings its own white ground, so that it reads on Slack's light and dark alike.
"""

import json
import sys
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INCHES = (6.0, 3.4)
_DPI = 200
_INK, _SOFT, _GRID = "#1d1c1d", "#616061", "#e3e1e4"
_STYLES = (
    ("#0072b2", "-", "o"),
    ("#b36b00", "--", "s"),
    ("#a3004f", "-.", "^"),
    ("#2e7d32", ":", "D"),
    ("#5e35b1", (0, (5, 1, 1, 1, 1, 1)), "v"),
)
"""Colour, line and mark of each series, told apart without colours too; more would not be."""
_DWARFED = 5
"""Series that are so many times smaller than the largest get an axis of their own: on its they would lie flat."""
_BETWEEN_DAYS = 1.3
"""How far apart the middles of two days must be, in the width of the wider one."""
_HEIGHTS = (3, 2)
_NAME_GAP = 0.1
"""How far apart two names must be to be read, as a part of the height of all axes."""


class Series(Struct, frozen=True):
    """One series with how it looks."""

    name: str
    values: Sequence[float]
    style: tuple[str, Any, str]


def panels_of(lines: Sequence[Series]) -> list[list[Series]]:
    """The lines that share an axis, the largest first."""
    tallest = max(max(line.values) for line in lines)
    large = [line for line in lines if max(line.values) * _DWARFED >= tallest]
    small = [line for line in lines if line not in large]
    return [large, small] if small else [large]


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """The places wanted, each moved up until it is `gap` above the one below it."""
    placed = dict.fromkeys(range(len(wanted)), 0.0)
    free = 0.0
    for place in sorted(placed, key=lambda place: wanted[place]):
        placed[place] = max(wanted[place], free)
        free = placed[place] + gap
    return list(placed.values())


def draw(block: dict[str, Any]) -> bytes:
    """The picture of a chart block with lines; raises ImportError where the library is not there."""
    written = BytesIO()
    figure_of(block).savefig(written, format="png")
    return written.getvalue()


def figure_of(block: dict[str, Any]) -> "Figure":
    """The same as the library has it; raises ValueError where there are more lines than can be told apart."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    chart = block["chart"]
    series = chart["series"]
    lines = [
        Series(each["name"], [point["value"] for point in each["data"]], style)
        for each, style in zip(series, _STYLES[: len(series)], strict=True)
    ]
    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(block["title"], x=0.02, ha="left", fontsize=14, fontweight="bold", color=_INK)
    axes = _axes(figure, panels_of(lines))
    axes[0].set_title(chart["axis_config"].get("y_label", ""), loc="left", fontsize=12, color=_SOFT)
    _name_days(figure, axes[-1], chart["axis_config"]["categories"])
    return figure


def _axes(figure: "Figure", panels: Sequence[Sequence[Series]]) -> "list[Axes]":
    heights = _HEIGHTS[: len(panels)]
    axes: list[Axes] = list(figure.subplots(len(panels), sharex=True, squeeze=False, height_ratios=heights)[:, 0])
    for place, lines, height in zip(axes, panels, heights, strict=True):
        _draw_lines(place, lines)
        _name_lines(place, lines, _NAME_GAP * sum(heights) / height)
    return axes


def _draw_lines(axes: "Axes", lines: Sequence[Series]) -> None:
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    for line in lines:
        colour, stroke, mark = line.style
        axes.plot(line.values, color=colour, linestyle=stroke, marker=mark, linewidth=2.2, ms=4.5, clip_on=False)
    top = max(max(line.values) for line in lines)
    bottom = min(min(line.values) for line in lines)
    counts = all(float(value).is_integer() for line in lines for value in line.values)
    room = max((top - bottom) * 0.15, top * 0.02, 1 if counts else 0.001)
    axes.set_ylim(max(bottom - room, 0) if bottom > room else 0, top + room)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=counts))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.6g}"))
    axes.grid(axis="y", color=_GRID)
    axes.tick_params(colors=_SOFT, labelsize=12, length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_GRID)


def _name_lines(axes: "Axes", lines: Sequence[Series], gap: float) -> None:
    """Each line's name and last value at its end, in its colour."""
    low, high = axes.get_ylim()
    ends = [(line.values[-1] - low) / (high - low) for line in lines]
    for line, at in zip(lines, spread(ends, gap), strict=True):
        axes.annotate(
            f"{line.name} {line.values[-1]:,.6g}",
            xy=(1.01, at),
            xycoords="axes fraction",
            va="center",
            fontsize=12.5,
            fontweight="bold",
            color=line.style[0],
            annotation_clip=False,
        )


def _name_days(figure: "Figure", axes: "Axes", days: Sequence[str]) -> None:
    """The days, as the chart has them: of many the last and so many before it as do not come near each other."""
    for step in range(1, len(days) + 1):
        shown = list(range(len(days) - 1, -1, -step))
        axes.set_xticks(shown, [days[index] for index in shown])
        figure.draw_without_rendering()
        boxes = sorted((label.get_window_extent() for label in axes.get_xticklabels()), key=lambda box: box.x0)
        if all(right.x0 - left.x0 >= _BETWEEN_DAYS * max(left.width, right.width) for left, right in pairwise(boxes)):
            return


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
